//! What claim.toml says of this experiment: an arm and what all share.

use mlp::{Activation, Initialization, checked};
use serde::Deserialize;

/// What is trained, or only looked at.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) activation: Activation,
    /// Where training starts; without it the printed weights stand as they are.
    pub(super) initialization: Option<Initialization>,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::positive")]
    pub(super) goal: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) steps: usize,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) tolerance: f64,
}
