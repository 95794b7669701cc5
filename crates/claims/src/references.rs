//! References within a claim.toml: every name in it must be defined, and its lists must be such
//! that they can be run.

use std::collections::BTreeSet;

use toml::Spanned;

use crate::bounds::{self, Beyond};
use crate::claim::{Claim, ClaimFile};
use crate::criterion::{Criterion, Operator, Role, Statistic};
use crate::error::{ConfigurationError, help};
use crate::spelling::nearest;

/// Checks that every name in a criterion is defined.
pub(crate) fn check(file: &ClaimFile, text: &str, origin: &str) -> Result<(), ConfigurationError> {
    let origin = origin.to_owned();
    let beyond = |(id, message): Beyond| ConfigurationError::Claim {
        origin: origin.clone(),
        id: id.to_owned(),
        message,
    };
    bounds::names(file).and_then(|()| bounds::texts(file)).map_err(beyond)?;
    check_lists(file, &origin)?;
    bounds::size(file).map_err(beyond)?;
    let mut ids = BTreeSet::new();
    for claim in &file.claims {
        let error = |message: &str| ConfigurationError::Claim {
            origin: origin.clone(),
            id: claim.id.clone(),
            message: message.to_owned(),
        };
        if !ids.insert(&claim.id) {
            return Err(error("occurs twice; an id has one row in the ledger"));
        }
        let decides = |criterion: &Criterion| criterion.role == Role::Decides;
        match (&claim.not_testable, claim.criteria.iter().any(decides)) {
            (None, false) if claim.criteria.is_empty() => {
                return Err(error(
                    "give one or more [[claim.criterion]], or not_testable with the reason",
                ));
            }
            (None, false) => return Err(error("no criterion decides; leave out the role of one")),
            (Some(_), true) => {
                return Err(error(
                    "not testable, and yet a criterion decides: give it role = \"shows\"",
                ));
            }
            _ => {}
        }
        if !claim.printed.is_empty() && claim.criteria.is_empty() {
            return Err(error(
                "[[claim.printed]] needs a [[claim.criterion]] that the corrected form satisfies",
            ));
        }
        if claim.imprecise.is_some() && claim.printed.is_empty() {
            return Err(error("imprecise needs a [[claim.printed]] that fails as it is worded"));
        }
        for (_, criterion) in claim.all_criteria().filter(|(_, c)| c.proof.is_none()) {
            if criterion.reached.is_some() && criterion.contrast.is_none() {
                return Err(error("reached is for a contrast: it says which pairs are two bounds"));
            }
            if criterion.arm.is_some() == criterion.contrast.is_some() {
                return Err(error("a criterion has either arm = \"...\" or contrast = [a, b]"));
            }
            for arm in criterion.arm.iter().chain(criterion.contrast.iter().flatten()) {
                if !file.arms.contains_key(arm.get_ref()) && !file.across.contains(arm.get_ref()) {
                    return Err(unknown_arm(arm, file, text, origin));
                }
            }
            if criterion.statistic == Statistic::Estimate && criterion.contrast.is_some() {
                return Err(error("an estimate is of one arm, which records it with its interval"));
            }
            if criterion.splits.is_some() && criterion.statistic != Statistic::Mean {
                return Err(error("splits are for statistic = \"mean\""));
            }
            let split = criterion.splits.iter().flat_map(|splits| &splits.data_sets);
            for name in split {
                if !file.trials.data_sets.contains(name) {
                    return Err(error(&format!(
                        "splits of `{name}`: [trials] has no such data set"
                    )));
                }
            }
            if criterion.op == Operator::Equal && !criterion.statistic.is_exact() {
                return Err(error("== is for min and max; an interval is never a number"));
            }
            if criterion.predicted.is_some() && criterion.op != Operator::Within {
                return Err(error(
                    "predicted goes with op = \"within\", whose value is how near it must be",
                ));
            }
            for (factor, level) in &criterion.at {
                if !file.factors.get(factor).is_some_and(|levels| levels.contains(level)) {
                    return Err(error(&format!(
                        "at {factor} = {level}: [factors] has no such level"
                    )));
                }
            }
        }
    }
    Ok(())
}

/// Checks that lists of levels and data sets are not empty and have no duplicates, and that cells
/// with a different number of seeds exist.
fn check_lists(file: &ClaimFile, origin: &str) -> Result<(), ConfigurationError> {
    let error = |part: &str, message: String| {
        Err(ConfigurationError::Claim { origin: origin.to_owned(), id: part.to_owned(), message })
    };
    let is_measured = |claim: &Claim| claim.all_criteria().any(|(_, c)| c.proof.is_none());
    if file.arms.is_empty() && file.claims.iter().any(is_measured) {
        return error("[arms]", "there is none; give at least one".to_owned());
    }
    for (factor, levels) in &file.factors {
        let distinct: BTreeSet<&i64> = levels.iter().collect();
        if levels.is_empty() || distinct.len() < levels.len() {
            return error("[factors]", format!("{factor}: give one or more levels, each once"));
        }
    }
    let data_sets: BTreeSet<&String> = file.trials.data_sets.iter().collect();
    if data_sets.len() < file.trials.data_sets.len() {
        return error("[trials]", "data_sets: give each once".to_owned());
    }
    let unknown = |arms: &[String]| {
        let arm = arms.iter().find(|arm| !file.arms.contains_key(*arm))?;
        let suggestion = nearest(arm, file.arms.keys().map(String::as_str));
        Some(format!("no arm `{arm}` in [arms]{}", help(suggestion.as_deref())))
    };
    let arms = file.tuning.as_ref().map(|tuning| [&tuning.arms, &tuning.apart]);
    if let Some(message) = arms.into_iter().flatten().find_map(|arms| unknown(arms)) {
        return error("[tuning]", message);
    }
    for more in &file.trials.more {
        if let Some(message) = unknown(&more.arms) {
            return error("[[trials.more]]", message);
        }
        if let Some(name) = more.data_sets.iter().find(|name| !data_sets.contains(name)) {
            return error("[[trials.more]]", format!("no data set `{name}` in [trials]"));
        }
        for (factor, levels) in &more.at {
            let known = file.factors.get(factor);
            let is_known = |level: &i64| known.is_some_and(|known| known.contains(level));
            if levels.is_empty() || !levels.iter().all(is_known) {
                let message = format!("at {factor} = {levels:?}: [factors] has no such level");
                return error("[[trials.more]]", message);
            }
        }
    }
    Ok(())
}

fn unknown_arm(
    arm: &Spanned<String>,
    file: &ClaimFile,
    text: &str,
    origin: String,
) -> ConfigurationError {
    let before = &text[..arm.span().start];
    ConfigurationError::Reference {
        origin,
        line: before.matches('\n').count() + 1,
        column: before.chars().rev().take_while(|&c| c != '\n').count() + 1,
        message: format!("no arm `{}` in [arms]", arm.get_ref()),
        suggestion: nearest(arm.get_ref(), file.arms.keys().map(String::as_str)),
    }
}
