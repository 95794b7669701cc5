//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked::single;
use mlp::{Activation, checked};
use serde::Deserialize;

/// What is trained.
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
    /// Hidden layers.
    #[serde(deserialize_with = "checked::count")]
    pub(super) depth: usize,
    /// Units of each.
    #[serde(deserialize_with = "checked::count")]
    pub(super) width: usize,
    #[serde(deserialize_with = "single::positive")]
    pub(super) learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    /// Training examples over which a unit's activation is averaged.
    #[serde(deserialize_with = "checked::count")]
    pub(super) watched: usize,
}
