//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked;
use mlp::checked::single;
use serde::Deserialize;

/// What the classifier is given.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) features: Features,
    /// Units of each hidden layer, if not as many as the others have.
    pub(super) hidden: Option<usize>,
}

/// A kind of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Features {
    /// The 64 pixels.
    Raw,
    /// Means of 2 x 2 zones, sums of rows, sums of columns: 32.
    Handcrafted,
    /// The leading principal components, as many as there are hidden units.
    PrincipalComponents,
    /// The second hidden layer of a network that was not trained.
    Untrained,
    /// The second hidden layer of a network trained on shuffled labels.
    Shuffled,
    /// The first hidden layer of a trained network.
    #[serde(rename = "learned_1")]
    Learned1,
    /// The second hidden layer of a trained network.
    #[serde(rename = "learned_2")]
    Learned2,
}

impl Features {
    /// Whether they come from a network, whose first weights and order of examples are a seed's.
    pub(super) fn depend_on_the_seed(self) -> bool {
        !matches!(self, Self::Raw | Self::Handcrafted | Self::PrincipalComponents)
    }
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) hidden: usize,
    #[serde(deserialize_with = "single::positive")]
    pub(super) network_learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) network_epochs: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) classifier_epochs: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
    /// Seeds that have one random split of the digits in common.
    #[serde(deserialize_with = "checked::count")]
    pub(super) seeds_per_split: usize,
    /// The share of the digits that is tested on.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) test_share: f64,
}
