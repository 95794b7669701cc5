//! What claim.toml says of this experiment: an arm and what all share.

use claims::Cell;
use mlp::checked::single;
use mlp::{Activation, Initialization, checked};
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The slope of one unit beside e^-abs(x).
    Slope {
        /// Of the unit.
        activation: Activation,
    },
    /// Training from the biases of the factor, and from weights so many times their usual size.
    Training {
        /// Of the hidden units.
        activation: Activation,
        /// Of all weights.
        initialization: Initialization,
        /// What the hidden layers' weights are then multiplied by.
        #[serde(default = "one", deserialize_with = "single::positive")]
        scale: f64,
    },
    /// The gradient in each layer's weights before training.
    Depth {
        /// Of the hidden units.
        activation: Activation,
        /// Of all weights.
        initialization: Initialization,
        /// Hidden layers + 1.
        #[serde(deserialize_with = "checked::count")]
        depth: usize,
    },
}

fn one() -> f64 {
    1.0
}

/// What the arms share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) width: usize,
    /// Of the networks that are trained.
    #[serde(deserialize_with = "checked::count")]
    pub(super) depth: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// The share of training examples that may be wrong.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) goal: f64,
}

/// The first bias of the hidden units.
pub(super) fn bias(cell: &Cell) -> f64 {
    0.5 * cell.level("twice_the_bias") as f64
}
