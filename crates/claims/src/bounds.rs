//! What no claim.toml may contain: invalid names, control characters, more trials than a machine
//! can hold.

use crate::claim::ClaimFile;
use crate::seed::Phase;
use crate::spelling::LONGEST_NAME;

/// Data sets x arms x levels.
const MOST_CELLS: usize = 10_000;
/// Trials of all cells, tuning included: their metrics are held in memory.
const MOST_TRIALS: usize = 10_000_000;

/// The part of a file that is out of bounds, and what is wrong with it.
pub(crate) type Beyond = (&'static str, String);

/// Names consist of letters, digits, `_` and `-`: arms name files, and all names are printed.
pub(crate) fn names(file: &ClaimFile) -> Result<(), Beyond> {
    let arms = file.arms.keys().map(|name| ("[arms]", name));
    let factors = file.factors.keys().map(|name| ("[factors]", name));
    let data_sets = file.trials.data_sets.iter().map(|name| ("[trials] data_sets", name));
    for (part, name) in arms.chain(factors).chain(data_sets) {
        let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if !is_plain || name.is_empty() || name.len() > LONGEST_NAME {
            let start: String = name.chars().take(LONGEST_NAME).collect();
            let message = format!(
                "{start:?} is no name; give 1 to {LONGEST_NAME} letters, digits, `_` and `-`"
            );
            return Err((part, message));
        }
    }
    Ok(())
}

/// Printed text contains no control characters except line ends and tabs: a terminal would obey
/// them.
pub(crate) fn texts(file: &ClaimFile) -> Result<(), Beyond> {
    let mut texts = vec![("title", &file.title)];
    for claim in &file.claims {
        texts.extend([("[[claim]] id", &claim.id), ("[[claim]] statement", &claim.statement)]);
        texts.extend(claim.not_testable.iter().map(|reason| ("[[claim]] not_testable", reason)));
        texts.extend(claim.imprecise.iter().map(|reading| ("[[claim]] imprecise", reading)));
        let criteria = claim.all_criteria();
        let predicted = criteria.filter_map(|(_, criterion)| criterion.predicted.as_ref());
        texts.extend(predicted.map(|predicted| ("predicted formula", &predicted.formula)));
    }
    let obeyed = |c: char| c.is_control() && !['\n', '\r', '\t'].contains(&c);
    match texts.into_iter().find(|(_, text)| text.contains(obeyed)) {
        Some((part, text)) => {
            let found = text.chars().find(|&c| obeyed(c)).unwrap_or_default();
            Err((part, format!("it contains the control character {found:?}; leave it out")))
        }
        None => Ok(()),
    }
}

/// There are no more cells and trials than a machine can hold. The names in `[[trials.more]]` must
/// have been checked before.
pub(crate) fn size(file: &ClaimFile) -> Result<(), Beyond> {
    let levels = file.factors.values().map(Vec::len);
    let lists = [file.trials.data_sets.len().max(1), file.arms.len()].into_iter().chain(levels);
    let cells = lists.fold(1, usize::saturating_mul);
    if cells > MOST_CELLS {
        let message = format!("{cells} data sets x arms x levels; give {MOST_CELLS} or fewer");
        return Err(("[factors]", message));
    }
    let rates = file.tuning.as_ref().map_or(0, |tuning| tuning.learning_rates.rates().len());
    let trials = file.cells().iter().fold(0, |trials: usize, cell| {
        // More than halving needs.
        let pilots = file.seeds(cell, Phase::Pilot).saturating_mul(rates);
        trials.saturating_add(file.seeds(cell, Phase::Confirm)).saturating_add(pilots)
    });
    if trials > MOST_TRIALS {
        let message = format!("{trials} trials in all; give seeds for {MOST_TRIALS} or fewer");
        return Err(("[trials]", message));
    }
    Ok(())
}
