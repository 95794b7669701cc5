//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked::single;
use mlp::{Activation, checked};
use serde::Deserialize;

use super::sample::Draw;
use crate::statement::Statement;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A derivative.
    Slope(Box<Statement>),
    /// How often the gradient of a batch has one sign.
    Signs {
        /// How inputs are drawn.
        draw: Draw,
        /// How many.
        #[serde(deserialize_with = "checked::count")]
        inputs: usize,
        /// Examples a batch.
        #[serde(deserialize_with = "checked::count")]
        batch: usize,
    },
    /// Gradient descent on least squares.
    Descent {
        /// How inputs are drawn.
        draw: Draw,
        /// Whether there is a bias.
        #[serde(default)]
        bias: bool,
        /// The condition number.
        #[serde(deserialize_with = "checked::positive")]
        predicted: f64,
    },
    /// Iterations against condition numbers.
    Proportional {
        /// How inputs are drawn.
        draw: Draw,
        /// How many: a sample each.
        #[serde(deserialize_with = "checked::counts")]
        inputs: Vec<usize>,
    },
    /// Gradient descent on the second layer of a network on the digits.
    Layer {
        /// Of the hidden units.
        activation: Activation,
        /// What is taken off their outputs; the second layer's biases take it up.
        #[serde(default, deserialize_with = "checked::finite")]
        shift: f64,
        /// That the network is trained for.
        #[serde(default)]
        epochs: usize,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) inputs: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) examples: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batches: usize,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) tolerance: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) most_iterations: usize,
    /// Units of the network on the digits.
    #[serde(deserialize_with = "checked::count")]
    pub(super) hidden: usize,
    #[serde(deserialize_with = "single::positive")]
    pub(super) learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
}
