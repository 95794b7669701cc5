//! What parts answer alike: metrics by name, and a variable that is unknown.

use claims::{Formula, Metrics};
use serde_json::{Map, Value, json};

/// Metrics by name.
pub(super) fn named(metrics: Metrics) -> Map<String, Value> {
    metrics.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

/// Refuses a formula with other variables than these.
///
/// # Errors
/// Names the variable, and those that there are.
pub(super) fn known(formula: &Formula, names: &[&str]) -> Result<(), String> {
    match formula.variables().into_iter().find(|name| !names.contains(name)) {
        Some(unknown) => Err(format!("`{unknown}` is unknown; there is {}", names.join(", "))),
        None => Ok(()),
    }
}
