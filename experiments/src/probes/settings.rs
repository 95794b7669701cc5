//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked;
use mlp::checked::single;
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A trained network, layer by layer and unit by unit.
    Layers,
    /// A network that is trained more or less well.
    Qualities,
}

/// What the arms share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Units of each hidden layer.
    #[serde(deserialize_with = "checked::count")]
    pub(super) width: usize,
    #[serde(deserialize_with = "single::positive")]
    pub(super) learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// Of a network of some quality.
    #[serde(deserialize_with = "checked::count")]
    pub(super) most_epochs: usize,
    /// Of a probe.
    #[serde(deserialize_with = "checked::count")]
    pub(super) probe_epochs: usize,
    /// Networks of differing quality that are ranked together.
    #[serde(deserialize_with = "checked::count")]
    pub(super) block: usize,
}
