//! What claim.toml says of this experiment: an arm and what all share.

use mlp::{Activation, MaxoutForm, checked};
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A maxout network against one with another activation.
    Equality {
        /// That activation.
        of: Activation,
        /// What the pieces but the last have of the last one's weights and biases.
        factor: f64,
        /// Pieces a unit.
        #[serde(deserialize_with = "checked::count")]
        pieces: usize,
        /// Which pieces go together.
        form: MaxoutForm,
    },
    /// The gradient of the largest piece.
    Gradient {
        /// Pieces a unit.
        #[serde(deserialize_with = "checked::count")]
        pieces: usize,
    },
    /// x^2 on [-1, 1] by k pieces.
    Square {
        /// Every k.
        #[serde(deserialize_with = "checked::counts")]
        pieces: Vec<usize>,
    },
    /// Parameters beside those of a ReLU network.
    Parameters {
        /// The width of every layer.
        sizes: Vec<usize>,
        /// Pieces a unit.
        #[serde(deserialize_with = "checked::count")]
        pieces: usize,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    pub(super) inputs: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) units: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) examples: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) points: usize,
}
