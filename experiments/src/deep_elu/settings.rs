//! What claim.toml says of this experiment, and when it looks at a network.

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

/// After how many epochs a network is looked at, and what is recorded then: the cross-entropy of
/// all training examples, and the median over all hidden units of their mean activation.
pub(super) const EPOCHS: [(usize, &str, &str); 4] = [
    (1, "loss_1", "activation_1"),
    (2, "loss_2", "activation_2"),
    (5, "loss_5", "activation_5"),
    (10, "loss_10", "activation_10"),
];
