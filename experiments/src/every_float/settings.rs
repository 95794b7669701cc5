//! What claim.toml says of this experiment: an arm and what all share.

use mlp::{Activation, checked};
use serde::Deserialize;

/// A function, and between which numbers its values must lie.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) activation: Activation,
    #[serde(deserialize_with = "checked::finite")]
    pub(super) low: f64,
    /// None if there is no bound.
    pub(super) high: Option<f64>,
}

/// How the numbers are divided.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// So many blocks of all bit patterns; each seed has one.
    #[serde(deserialize_with = "checked::count")]
    pub(super) blocks: usize,
    /// Every one, or every so many.
    #[serde(deserialize_with = "stride")]
    pub(super) stride: u64,
}

fn stride<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    checked::count(deserializer).map(|stride| stride as u64)
}
