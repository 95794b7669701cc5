//! What claim.toml says of this experiment: an arm and what all share.

use mlp::{Cost, Output, checked};
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The likelihood of a Gaussian beside the squared error.
    Gaussian {
        /// How many outputs.
        #[serde(deserialize_with = "checked::count")]
        outputs: usize,
        /// Of each output.
        #[serde(deserialize_with = "checked::positive")]
        variance: f64,
    },
    /// The output max(0, min(1, z)).
    Clamp {
        /// That output unit.
        output: Output,
    },
    /// Softmax of two logits beside the sigmoid.
    Softmax {
        /// The second logit.
        #[serde(deserialize_with = "checked::finite")]
        second: f64,
    },
    /// Training on the digits.
    Training {
        /// The output unit.
        output: Output,
        /// What is minimised.
        cost: Cost,
        /// What its learning rate is chosen by.
        tuned_by: TunedBy,
    },
}

/// What a learning rate is chosen by: what the arm is then judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TunedBy {
    /// The time to the goal; training ends there.
    Time,
    /// The error on a quarter of the training examples that are held back, at the end of the
    /// budget.
    ValidationError,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) points: usize,
    /// Of the hidden layer of what is trained.
    #[serde(deserialize_with = "checked::count")]
    pub(super) width: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// The share of training examples that may be wrong.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) goal: f64,
}
