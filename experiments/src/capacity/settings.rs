//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked::single;
use mlp::{Activation, checked};
use serde::Deserialize;

/// What memorises.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Of the hidden units.
    pub(super) activation: Activation,
}

/// What the arms share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) inputs: usize,
    /// The share of labels that may be wrong in what counts as memorised.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) goal: f64,
    /// More examples than any network here memorises.
    #[serde(deserialize_with = "checked::count")]
    pub(super) most_examples: usize,
    /// Of Adam.
    #[serde(deserialize_with = "single::positive")]
    pub(super) learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
}
