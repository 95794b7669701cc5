//! claim.toml with `[quick]`, `--set` and `--seeds` laid over it, checked and hashed.

use serde::de::DeserializeOwned;
use thiserror::Error;
use toml::{Spanned, Table, Value};

use crate::bounds::{self, Beyond, LONGEST_NAME};
use crate::claim::ClaimFile;
use crate::criterion::Operator;
use crate::nesting;
pub use crate::overlay::Overlay;

/// What is wrong with a configuration, where, and what to do.
#[derive(Debug, Error)]
pub enum ConfigurationError {
    /// The text is not a claim.toml.
    #[error("{origin}: {message}{}", help(suggestion.as_deref()))]
    Text {
        /// The file, with what was laid over it.
        origin: String,
        /// Line, column, the line itself and what is wrong with it.
        message: String,
        /// The nearest name that would have been right.
        suggestion: Option<String>,
    },
    /// A part speaks of another that is not there, or lacks one it needs.
    #[error("{origin}, line {line}, column {column}: {message}{}", help(suggestion.as_deref()))]
    Reference {
        /// The file.
        origin: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// The nearest name that would have been right.
        suggestion: Option<String>,
    },
    /// A claim that cannot be judged, or a list that cannot be run.
    #[error("{origin}: {id}: {message}")]
    Claim {
        /// The file.
        origin: String,
        /// The claim, or the part of the file.
        id: String,
        /// What is wrong, and the remedy.
        message: String,
    },
    /// A `--set` that is not `key=value`, or whose key leads through something that is no table.
    #[error("--set {setting}: {message}")]
    Setting {
        /// As given.
        setting: String,
        /// What is wrong, and the remedy.
        message: String,
    },
}

fn help(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |name| format!("\n  help: did you mean `{name}`?"))
}

/// A checked configuration and where it came from.
#[derive(Clone, Debug)]
pub struct Configuration<A, S> {
    /// What it says.
    pub file: ClaimFile<A, S>,
    /// Its text, with what was laid over it.
    pub text: String,
    /// The hash of what decides the trials: seeds, factors, tuning, arms, settings.
    pub trials_hash: String,
    /// The hash of what judges them.
    pub criteria_hash: String,
}

impl<A: DeserializeOwned, S: DeserializeOwned> Configuration<A, S> {
    /// Reads and checks `text`, which is claim.toml; `origin` names it in errors.
    ///
    /// # Errors
    /// For whatever the file gets wrong: with line, column and remedy.
    pub fn read(text: &str, origin: &str, overlay: &Overlay) -> Result<Self, ConfigurationError> {
        if !nesting::is_shallow(text) {
            return Err(ConfigurationError::Text {
                origin: origin.to_owned(),
                message: format!(
                    "brackets and dotted keys nest deeper than {} levels; write it flatter",
                    nesting::DEEPEST
                ),
                suggestion: None,
            });
        }
        // The file itself first, so that its errors point into it.
        let file: ClaimFile<A, S> = parse(text, origin)?;
        check(&file, text, origin)?;
        let table: Table = parse(text, origin)?;
        // The quick numbers too, whether they are asked for or not.
        let quick = Overlay { quick: true, ..Overlay::default() };
        Self::laid(table.clone(), &quick, &format!("{origin} with [quick]"))?;
        if overlay.is_empty() {
            return Ok(Self::hashed(file, text.to_owned(), &table));
        }
        Self::laid(table, overlay, &format!("{origin} with the command line's changes"))
    }

    /// claim.toml under an overlay, read again as the text it has become.
    fn laid(mut table: Table, overlay: &Overlay, origin: &str) -> Result<Self, ConfigurationError> {
        overlay.apply(&mut table)?;
        let text = table.to_string();
        let file: ClaimFile<A, S> = parse(&text, origin)?;
        check(&file, &text, origin)?;
        Ok(Self::hashed(file, text, &table))
    }

    fn hashed(file: ClaimFile<A, S>, text: String, table: &Table) -> Self {
        let deciding = ["trials", "factors", "tuning", "arms", "settings"];
        let trials: Table = table
            .iter()
            .filter(|(key, _)| deciding.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let claims = table.get("claim").and_then(Value::as_array).cloned().unwrap_or_default();
        let criteria: Vec<Value> = claims
            .into_iter()
            .map(|mut claim| {
                if let Value::Table(claim) = &mut claim {
                    claim
                        .retain(|key, _| !["section", "statement", "math", "found"].contains(&key));
                }
                claim
            })
            .collect();
        Self {
            file,
            text,
            trials_hash: hash(&Value::Table(trials)),
            criteria_hash: hash(&Value::Array(criteria)),
        }
    }
}

/// blake3 of a value, whatever the order of its keys.
fn hash(value: &Value) -> String {
    fn canonical(value: &Value, out: &mut String) {
        match value {
            Value::Table(table) => {
                let mut keys: Vec<&String> = table.keys().collect();
                keys.sort();
                out.push('{');
                for key in keys {
                    out.extend([key, "="]);
                    canonical(&table[key], out);
                    out.push(';');
                }
                out.push('}');
            }
            Value::Array(items) => {
                out.push('[');
                for item in items {
                    canonical(item, out);
                    out.push(';');
                }
                out.push(']');
            }
            other => out.push_str(&other.to_string()),
        }
    }
    let mut text = String::new();
    canonical(value, &mut text);
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn parse<T: DeserializeOwned>(text: &str, origin: &str) -> Result<T, ConfigurationError> {
    toml::from_str(text).map_err(|error| ConfigurationError::Text {
        origin: origin.to_owned(),
        suggestion: suggestion(error.message()),
        message: error.to_string().trim_end().to_owned(),
    })
}

/// The nearest of the names that serde lists after an unknown one.
fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next().filter(|_| message.starts_with("unknown"))?;
    nearest(unknown, names)
}

/// The name most like `unknown`, if one is much like it.
pub fn nearest<'a>(unknown: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Comparing takes the product of the two lengths; what is so long is no slip of a name.
    if unknown.len() > LONGEST_NAME {
        return None;
    }
    let names = names.into_iter().filter(|name| name.len() <= LONGEST_NAME);
    let likeness = |name: &&str| strsim::jaro_winkler(unknown, name);
    let best = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) > 0.75).then(|| best.to_owned())
}

/// Every name in a criterion is the name of something.
fn check<A, S>(file: &ClaimFile<A, S>, text: &str, origin: &str) -> Result<(), ConfigurationError> {
    let origin = origin.to_owned();
    let beyond = |(id, message): Beyond| ConfigurationError::Claim {
        origin: origin.clone(),
        id: id.to_owned(),
        message,
    };
    bounds::names(file).and_then(|()| bounds::texts(file)).map_err(beyond)?;
    check_lists(file, &origin)?;
    bounds::size(file).map_err(beyond)?;
    let mut ids = std::collections::BTreeSet::new();
    for claim in &file.claims {
        let error = |message: &str| ConfigurationError::Claim {
            origin: origin.clone(),
            id: claim.id.clone(),
            message: message.to_owned(),
        };
        if !ids.insert(&claim.id) {
            return Err(error("stands here twice; an id has one row in the ledger"));
        }
        if claim.criteria.is_empty() == claim.not_testable.is_none() {
            return Err(error(
                "give one or more [[claim.criterion]], or not_testable with the reason",
            ));
        }
        if !claim.printed.is_empty() && claim.criteria.is_empty() {
            return Err(error(
                "[[claim.printed]] needs a [[claim.criterion]] that the corrected form satisfies",
            ));
        }
        for criterion in claim.printed.iter().chain(&claim.criteria) {
            if criterion.arm.is_some() == criterion.contrast.is_some() {
                return Err(error("a criterion has either arm = \"...\" or contrast = [a, b]"));
            }
            for arm in criterion.arm.iter().chain(criterion.contrast.iter().flatten()) {
                if !file.arms.contains_key(arm.get_ref()) && !file.across.contains(arm.get_ref()) {
                    return Err(unknown_arm(arm, file, text, origin));
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

/// Lists of levels and data sets have entries and no entry twice; cells with another number of
/// seeds are there.
fn check_lists<A, S>(file: &ClaimFile<A, S>, origin: &str) -> Result<(), ConfigurationError> {
    let error = |part: &str, message: String| {
        Err(ConfigurationError::Claim { origin: origin.to_owned(), id: part.to_owned(), message })
    };
    if file.arms.is_empty() && file.claims.iter().any(|claim| claim.not_testable.is_none()) {
        return error("[arms]", "there is none; give at least one".to_owned());
    }
    for (factor, levels) in &file.factors {
        let distinct: std::collections::BTreeSet<&i64> = levels.iter().collect();
        if levels.is_empty() || distinct.len() < levels.len() {
            return error("[factors]", format!("{factor}: give one or more levels, each once"));
        }
    }
    let data_sets: std::collections::BTreeSet<&String> = file.trials.data_sets.iter().collect();
    if data_sets.len() < file.trials.data_sets.len() {
        return error("[trials]", "data_sets: give each once".to_owned());
    }
    let unknown = |arms: &[String]| {
        let arm = arms.iter().find(|arm| !file.arms.contains_key(*arm))?;
        let suggestion = nearest(arm, file.arms.keys().map(String::as_str));
        Some(format!("no arm `{arm}` in [arms]{}", help(suggestion.as_deref())))
    };
    if let Some(message) = file.tuning.as_ref().and_then(|tuning| unknown(&tuning.arms)) {
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

fn unknown_arm<A, S>(
    arm: &Spanned<String>,
    file: &ClaimFile<A, S>,
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
