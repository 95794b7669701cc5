//! What claim.toml says of this experiment: an arm and what all share.

use mlp::{Activation, checked};
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The layers and parameters of an example.
    Example {
        /// The width of every layer.
        sizes: Vec<usize>,
    },
    /// Layer by layer against the printed W and b.
    Composition {
        /// The largest depth.
        #[serde(deserialize_with = "checked::count")]
        deepest: usize,
        /// The widest layer.
        #[serde(deserialize_with = "checked::count")]
        widest: usize,
        /// Whether earlier biases pass through the later layers.
        carried: bool,
    },
    /// The rank of a random map.
    LowRank {
        /// The width of every layer.
        sizes: Vec<usize>,
    },
    /// A linear autoencoder of the digits.
    Autoencoder {
        /// Its hidden units.
        #[serde(deserialize_with = "checked::count")]
        units: usize,
    },
    /// Networks trained on XOR.
    Xor {
        /// Of the hidden units.
        activation: Activation,
        /// Layers, the output's included.
        depths: Vec<usize>,
    },
    /// An activation on the scores.
    Scores {
        /// That activation.
        activation: Activation,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) xor_width: usize,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) xor_learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) xor_steps: usize,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) autoencoder_learning_rate: f64,
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) autoencoder_momentum: f64,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) autoencoder_deviation: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) autoencoder_steps: usize,
    pub(super) scores_targets: [f64; 2],
    #[serde(deserialize_with = "checked::positive")]
    pub(super) scores_learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) scores_steps: usize,
}
