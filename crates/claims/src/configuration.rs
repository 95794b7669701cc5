//! claim.toml with `[quick]`, `--set` and `--seeds` applied, checked and hashed.

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use crate::claim::ClaimFile;
use crate::error::ConfigurationError;
use crate::overlay::Overlay;
use crate::spelling::suggestion;
use crate::{formulated, nesting, references, setting};

/// Rejects a claim.toml whose arms or settings do not fit the experiment, as
/// `toml::from_str::<Parameters<Arm, Settings>>` does.
pub type Accepts<'a> = &'a dyn Fn(&str) -> Result<(), toml::de::Error>;

/// What decides the trials.
pub(crate) const DECIDING: [&str; 5] = ["trials", "factors", "tuning", "arms", "settings"];
/// What a claim says in words, which judges nothing.
pub(crate) const WORDS: [&str; 5] = ["section", "statement", "math", "found", "charts"];

/// A checked configuration and where it came from.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// What it says.
    pub file: ClaimFile,
    /// Its text, with the overlay applied.
    pub text: String,
    /// The hash of what decides the trials: seeds, factors, tuning, arms, settings.
    pub trials_hash: String,
    /// The hash of what judges them.
    pub criteria_hash: String,
}

impl Configuration {
    /// Reads and checks `text`, which is claim.toml; `origin` names it in errors, and `accepts` has
    /// the last word on arms and settings.
    ///
    /// # Errors
    /// If the file is invalid, with line, column and remedy.
    pub fn read(
        text: &str,
        origin: &str,
        overlay: &Overlay,
        accepts: Accepts<'_>,
    ) -> Result<Self, ConfigurationError> {
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
        let mut table: Table = parse(text, origin)?;
        // The file itself first, so that its errors point into it.
        let has_formulas = formulated::replace(&mut table, origin)?;
        let text = if has_formulas { table.to_string() } else { text.to_owned() };
        let file = checked(&text, origin, accepts)?;
        // The quick numbers too, whether they are asked for or not.
        let quick = Overlay { quick: true, ..Overlay::default() };
        Self::laid(table.clone(), &quick, &format!("{origin} with [quick]"), accepts)?;
        if overlay.is_empty() {
            return Ok(Self::hashed(file, text, &table));
        }
        let origin = format!("{origin} with the command line's changes");
        let laid = |overlay: &Overlay| Self::laid(table.clone(), overlay, &origin, accepts);
        laid(overlay).map_err(|error| {
            let with = |set: &[String]| Overlay { set: set.to_vec(), ..overlay.clone() };
            setting::blamed(error, &table, &overlay.set, |set| laid(&with(set)).is_ok())
        })
    }

    /// claim.toml with an overlay applied, written out and read again as text.
    fn laid(
        mut table: Table,
        overlay: &Overlay,
        origin: &str,
        accepts: Accepts<'_>,
    ) -> Result<Self, ConfigurationError> {
        overlay.apply(&mut table)?;
        formulated::replace(&mut table, origin)?;
        let text = table.to_string();
        let file = checked(&text, origin, accepts)?;
        Ok(Self::hashed(file, text, &table))
    }

    /// claim.toml as it would have to be written for this run, formulas as they were given.
    pub fn effective(&self) -> String {
        let Ok(mut table) = toml::from_str(&self.text) else { return self.text.clone() };
        // A text without formulas stays as it was written, with its comments.
        if formulated::restore(&mut table) { table.to_string() } else { self.text.clone() }
    }

    fn hashed(file: ClaimFile, text: String, table: &Table) -> Self {
        let trials: Table = table
            .iter()
            .filter(|(key, _)| DECIDING.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let claims = table.get("claim").and_then(Value::as_array).cloned().unwrap_or_default();
        let criteria: Vec<Value> = claims
            .into_iter()
            .map(|mut claim| {
                if let Value::Table(claim) = &mut claim {
                    claim.retain(|key, _| !WORDS.contains(&key));
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

/// The file, if it can be parsed and the experiment accepts it.
fn checked(
    text: &str,
    origin: &str,
    accepts: Accepts<'_>,
) -> Result<ClaimFile, ConfigurationError> {
    let file = parse(text, origin)?;
    accepts(text).map_err(|error| unreadable(&error, origin))?;
    references::check(&file, text, origin)?;
    Ok(file)
}

fn parse<T: DeserializeOwned>(text: &str, origin: &str) -> Result<T, ConfigurationError> {
    toml::from_str(text).map_err(|error| unreadable(&error, origin))
}

fn unreadable(error: &toml::de::Error, origin: &str) -> ConfigurationError {
    ConfigurationError::Text {
        origin: origin.to_owned(),
        suggestion: suggestion(error.message()),
        message: error.to_string().trim_end().to_owned(),
    }
}
