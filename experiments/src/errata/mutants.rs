//! The test of the tester: slips planted in the notes' correct formulas, to be found by the search.

use claims::{Phase, Streams};
use rayon::prelude::*;

use super::settings::Settings;
use crate::statement::Statement;

/// A formula with a slip, or the formula itself, and whether the search raised an alarm.
#[derive(Clone, Debug)]
pub(super) struct Hunt {
    pub(super) name: String,
    /// What was planted; nothing in the formula itself.
    pub(super) slip: Option<String>,
    /// The largest discrepancy.
    pub(super) discrepancy: f64,
    pub(super) found: bool,
}

/// Every correct formula, and every slip in each.
pub(super) fn hunt(settings: &Settings) -> Vec<Hunt> {
    let correct: Vec<(&String, &Statement)> = settings.correct.iter().collect();
    let of_one = |(name, statement): &(&String, &Statement)| {
        let streams = Streams::new("errata", Phase::Confirm, "", 0);
        let random = &mut streams.stream(&format!("slips in {name}"));
        let domain = statement.domain();
        let mut look = |slip: Option<String>, statement: &Statement| {
            let discrepancy = statement.worst(&domain, random).value;
            let found = discrepancy > settings.tolerance;
            Hunt { name: (*name).clone(), slip, discrepancy, found }
        };
        let mut hunts = vec![look(None, statement)];
        for mutant in statement.formula.mutants() {
            hunts.push(look(Some(mutant.slip), &statement.of(&mutant.formula)));
        }
        hunts
    };
    let hunts: Vec<Vec<Hunt>> = correct.par_iter().map(of_one).collect();
    hunts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::hunt;
    use crate::errata::settings::Settings;

    #[test]
    fn slips_are_found_and_right_formulas_raise_no_alarm() {
        let file: toml::Table = include_str!("claim.toml").parse().expect("a claim file");
        let settings: Settings = file["settings"].clone().try_into().expect("its settings");
        let hunts = hunt(&settings);
        let alarms: Vec<_> = hunts.iter().filter(|h| h.slip.is_none() && h.found).collect();
        assert!(alarms.is_empty(), "{alarms:?}");
        let planted: Vec<_> = hunts.iter().filter(|h| h.slip.is_some()).collect();
        let missed: Vec<_> = planted.iter().filter(|h| !h.found).collect();
        assert!(planted.len() >= 60, "{}", planted.len());
        assert!(
            missed.len() * 100 <= planted.len(),
            "{} of {}: {missed:?}",
            missed.len(),
            planted.len()
        );
    }
}
