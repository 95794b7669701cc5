//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked::single;
use mlp::{Activation, checked};
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The gradients for both choices of the derivative at 0.
    Gradients {
        /// Of the numbers, or of the weights.
        precision: Precision,
    },
    /// Training on the digits.
    Training {
        /// ReLU'(0).
        #[serde(deserialize_with = "single::finite")]
        at_zero: f64,
        /// Of every unit at the start.
        #[serde(deserialize_with = "single::finite")]
        bias: f64,
        /// Of the weights that gradients are taken at.
        #[serde(default = "single")]
        precision: Precision,
    },
    /// What an example teaches the units that it does not activate.
    Taught {
        /// Of the hidden units.
        activation: Activation,
    },
    /// Units made dead by the margin of the factor, then training.
    Revival {
        /// Of the hidden units.
        activation: Activation,
        /// The hidden layer of the dead units, from 1.
        #[serde(deserialize_with = "checked::count")]
        layer: usize,
    },
    /// The share of units active at first.
    FirstActivity {
        /// Of every unit.
        #[serde(deserialize_with = "single::finite")]
        bias: f64,
    },
    /// Random networks that say the same to every input.
    BornDead,
}

fn single() -> Precision {
    Precision::Single
}

/// In what numbers a gradient is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// `f32`.
    Single,
    /// `f64`.
    Double,
    /// `f32`, the weights rounded to bfloat16.
    SixteenBits,
    /// `f32`, the weights rounded to multiples of 1/128 from -1 to 127/128.
    EightBits,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::counts")]
    pub(super) sizes: Vec<usize>,
    #[serde(deserialize_with = "checked::count")]
    pub(super) dead: usize,
    #[serde(deserialize_with = "single::positive")]
    pub(super) learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) steps: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// Seeds that have one random split of the digits in common.
    #[serde(deserialize_with = "checked::count")]
    pub(super) seeds_per_split: usize,
    /// The share of the digits that is tested on.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) test_share: f64,
    #[serde(deserialize_with = "checked::counts")]
    pub(super) gradient_sizes: Vec<usize>,
    #[serde(deserialize_with = "checked::counts")]
    pub(super) depths: Vec<usize>,
    #[serde(deserialize_with = "checked::counts")]
    pub(super) widths: Vec<usize>,
    #[serde(deserialize_with = "checked::count")]
    pub(super) draws: usize,
}
