//! What claim.toml says of this experiment: an arm and what all share.

use indexmap::IndexMap;
use mlp::checked::single;
use mlp::{Activation, Initialization, Optimizer, checked};
use serde::Deserialize;

/// What is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) activation: Activation,
    pub(super) initialization: Initialization,
    /// What it is compared for.
    #[serde(default)]
    pub(super) role: Role,
    /// Of every hidden layer, instead of the width that all share.
    #[serde(default)]
    pub(super) width: Option<usize>,
    /// As many units as leave it no more parameters than one of one piece has.
    #[serde(default)]
    pub(super) equal_parameters: bool,
    #[serde(default = "gradient_descent")]
    pub(super) optimizer: Optimizer,
    /// What the grid of learning rates is multiplied by: an optimiser that normalises its steps
    /// has another scale of them, and needs a grid as wide around it.
    #[serde(default = "one", deserialize_with = "single::positive")]
    pub(super) rate_unit: f64,
}

fn gradient_descent() -> Optimizer {
    Optimizer::GradientDescent
}

fn one() -> f64 {
    1.0
}

/// What an arm is compared for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// One of the activations that race.
    #[default]
    Racer,
    /// A racer that the notes call worth trying in the place of ReLU.
    Variant,
    /// A racer that is tuned once more.
    Again,
    /// A racer with one thing about it changed.
    OneFactor,
    /// A racer that trains on to the end of the budget, for the errors it ends with, and is tuned
    /// by the error on a quarter of the training examples that are held back.
    ToTheEnd,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) width: usize,
    /// By data set.
    pub(super) tasks: IndexMap<String, Task>,
}

/// When a data set counts as learned, and how it is gone about.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The share of training examples that may be wrong.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) goal: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    /// The budget.
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// Train on the first so many examples only.
    pub(super) examples: Option<usize>,
}
