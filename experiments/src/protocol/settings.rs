//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked::single;
use mlp::{Activation, Initialization, checked};
use serde::Deserialize;

/// A real arm, whose trials everything is drawn from.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) activation: Activation,
    pub(super) initialization: Initialization,
    #[serde(deserialize_with = "single::positive")]
    pub(super) learning_rate: f64,
}

/// What is simulated.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Of the network.
    #[serde(deserialize_with = "checked::count")]
    pub(super) width: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// The share of training examples that may be wrong.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) goal: f64,
    /// How often an experiment is simulated.
    #[serde(deserialize_with = "checked::count")]
    pub(super) repeats: usize,
    /// How often an interval is.
    #[serde(deserialize_with = "checked::count")]
    pub(super) coverage_repeats: usize,
    /// Pairs in a simulated experiment.
    #[serde(deserialize_with = "checked::count")]
    pub(super) pairs: usize,
    /// Of a simulated criterion, median ln(a / b) of steps < -this.
    #[serde(deserialize_with = "checked::positive")]
    pub(super) smallest_effect: f64,
}
