//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked::single;
use mlp::{Activation, Architecture, Cost, Initialization, Output, checked};
use serde::Deserialize;

/// What is trained, as it was published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// The widths of the hidden layers; none for a linear classifier.
    pub(super) hidden: Vec<usize>,
    pub(super) activation: Activation,
    pub(super) output: Output,
    pub(super) cost: Cost,
    pub(super) initialization: Initialization,
    /// As published; tuned where the source does not say.
    #[serde(default, deserialize_with = "single::optional_positive")]
    pub(super) learning_rate: Option<f64>,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) epochs: usize,
    /// Train on the first so many examples only.
    pub(super) examples: Option<usize>,
    /// The share of test examples that its source says it gets wrong.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) published: f64,
}

impl Arm {
    pub(super) fn architecture(&self, (inputs, classes): (usize, usize)) -> Architecture {
        let sizes = [&[inputs], &self.hidden[..], &[classes]].concat();
        Architecture { sizes, activation: self.activation, output: self.output, cost: self.cost }
    }
}

/// What the arms share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Of the training examples: in tuning it is validated on, and not trained on.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) validated: f64,
}
