//! What claim.toml says of this experiment: an arm and what all share.

use claims::Formula;
use mlp::checked::single;
use mlp::{Cost, checked};
use serde::Deserialize;

use crate::statement::{Slip, Statement};

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A trained sigmoid on data with known logits.
    Calibration {
        /// What the logits are divided by when they are read.
        #[serde(deserialize_with = "checked::positive")]
        temperature: f64,
        /// What the true logits have of `x_1`^2 - 1, which no sigmoid of a linear score can represent.
        #[serde(default, deserialize_with = "checked::finite")]
        curvature: f64,
    },
    /// The library's cost against a likelihood.
    Likelihood {
        /// -ln of the likelihood, in z and y.
        formula: Formula,
    },
    /// A derivative as printed and as corrected.
    Slip(Slip),
    /// A derivative.
    Slope(Statement),
    /// Gradient flow from z0 to 0.
    Flow {
        /// dJ/dz.
        slope: Formula,
        /// How long it takes from z.
        time: Formula,
    },
    /// One neuron, from given parameters.
    Neuron(Neuron),
    /// Networks on the digits.
    Training {
        /// What is minimised.
        cost: Cost,
        /// Of gradient descent; tuned if it is left out.
        #[serde(default, deserialize_with = "single::optional_positive")]
        learning_rate: Option<f64>,
        /// The output unit's, at the start.
        #[serde(deserialize_with = "single::finite")]
        bias: f64,
    },
}

/// One neuron and how it is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neuron {
    #[serde(deserialize_with = "checked::finite")]
    pub(super) weight: f64,
    #[serde(deserialize_with = "checked::finite")]
    pub(super) bias: f64,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub(super) starts: Vec<f64>,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) step: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) hidden: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) goal: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) logit_inputs: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) logit_examples: usize,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) logit_learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) logit_steps: usize,
}
