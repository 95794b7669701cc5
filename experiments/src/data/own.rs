//! Data of one's own, which then stand in the place of the digits.

use std::sync::OnceLock;

use anyhow::ensure;

use super::whole::Whole;

static OWN: OnceLock<Whole> = OnceLock::new();

/// Puts examples and their classes, counted from 0, in the place of the digits: inputs are standardised by
/// the training part, and what is split by rule or by a stream is split as the digits are.
///
/// # Errors
/// If there are no examples, or this was done before.
pub fn provide(inputs: Vec<Vec<f64>>, labels: Vec<usize>) -> anyhow::Result<()> {
    ensure!(!inputs.is_empty() && inputs.len() == labels.len(), "no examples");
    let provided = OWN.set(Whole::new(inputs, labels));
    ensure!(provided.is_ok(), "data of one's own are there already");
    Ok(())
}

/// Those that were provided.
pub(super) fn own() -> Option<&'static Whole> {
    OWN.get()
}
