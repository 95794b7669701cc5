//! What claim.toml says of this experiment: the arms, and what specifications are drawn from.

use claims::claim::Tuning;
use indexmap::IndexMap;
use mlp::checked::single;
use mlp::{Activation, Initialization, Optimizer, checked};
use serde::{Deserialize, Serialize};

/// What is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) activation: Activation,
    /// The one made for it.
    pub(super) initialization: Initialization,
    /// Of orthogonal weights.
    #[serde(default = "one", deserialize_with = "single::positive")]
    pub(super) gain: f64,
    /// As many units as leave it no more parameters than one of one piece has.
    #[serde(default)]
    pub(super) equal_parameters: bool,
    #[serde(default)]
    pub(super) role: Role,
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
    /// One that the notes call worth trying in the place of ReLU.
    Variant,
    /// A racer that is tuned once more, on pilots of its own.
    Again,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Runs that the rates of the last round have, for each arm of each specification.
    #[serde(deserialize_with = "checked::count")]
    pub(super) pilots: usize,
    /// How each arm of each specification is tuned.
    pub(super) tuning: Tuning,
    /// What specifications are drawn from.
    pub(super) specification: Choices,
    /// The rule is grown on the seeds below this one, and judged by the others.
    pub(super) explored: u64,
    /// What was said of the others before they were run.
    #[serde(default)]
    pub(super) forecasts: Vec<Forecast>,
    /// By data set.
    pub(super) tasks: IndexMap<String, Task>,
}

/// A median ratio of steps that is expected where one choice is held.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// The arms, the first over the second.
    pub(super) ratio_of: [String; 2],
    /// As in `choices.csv`.
    pub(super) choice: String,
    /// Its level there.
    #[serde(rename = "level")]
    pub(super) held_at: String,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) median_ratio: f64,
}

/// What a specification is drawn from, each list by itself and each entry equally likely.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// Hidden layers + 1.
    pub(super) depth: Vec<usize>,
    /// Units of a hidden layer.
    pub(super) width: Vec<usize>,
    pub(super) batch_size: Vec<usize>,
    pub(super) initialization: Vec<Weights>,
    pub(super) optimizer: Vec<Descent>,
}

/// How a data set is gone about.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Two goals, the second one harder: the share of training examples that may be wrong.
    pub(super) goals: [f64; 2],
    /// The budget at a batch size of 1; at b it is sqrt(b) times that.
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// Train on so many examples in a row, from a random one on, and test on as many.
    pub(super) examples: Option<usize>,
    /// The smallest batch size that is drawn.
    #[serde(default = "first")]
    pub(super) least_batch_size: usize,
}

fn first() -> usize {
    1
}

/// Which initial weights all arms of a specification have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// Those made for the activation.
    Own,
    /// Normal ones of variance 1 / `fan_in`, whatever the activation.
    LecunNormal,
    /// Orthogonal ones, with the activation's gain.
    Orthogonal,
}

impl Weights {
    /// As in a table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::LecunNormal => "LeCun",
            Self::Orthogonal => "orthogonal",
        }
    }
}

/// Which optimiser all arms of a specification have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Descent {
    /// Plain gradient descent.
    GradientDescent,
    /// Momentum of 0.9.
    Momentum,
    /// Adam with the usual constants.
    Adam,
}

impl Descent {
    /// As in a table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::GradientDescent => "plain",
            Self::Momentum => "momentum",
            Self::Adam => "Adam",
        }
    }

    /// The optimiser, and what the grid of learning rates is multiplied by: about what its steps
    /// are longer by.
    pub(super) fn optimizer(self) -> (Optimizer, f64) {
        match self {
            Self::GradientDescent => (Optimizer::GradientDescent, 1.0),
            Self::Momentum => (Optimizer::momentum(), 0.1),
            Self::Adam => (Optimizer::adam(), 0.01),
        }
    }
}
