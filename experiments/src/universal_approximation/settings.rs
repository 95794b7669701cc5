//! What claim.toml says of this experiment: an arm and what all share.

use claims::Formula;
use mlp::checked;
use serde::Deserialize;

/// What is constructed.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A hidden layer of N units through N + 1 points of the target.
    Polygon {
        /// A function of x.
        target: Formula,
        /// Where it is approximated.
        interval: [f64; 2],
        /// The error, as a function of n.
        predicted: Option<Formula>,
    },
    /// A hidden layer of N sigmoids, each a step half way between two of N + 1 points of the target.
    Staircase {
        /// A function of x.
        target: Formula,
        /// Where it is approximated.
        interval: [f64; 2],
        /// A bound of the error, as a function of n.
        predicted: Formula,
    },
    /// x1 x2 on the unit square, from two polygons.
    Product {
        /// The error, as a function of n.
        predicted: Formula,
    },
    /// x^2 on [0, 1], by depth.
    Sawtooth {
        /// The error, as a function of m, where 4^m is a power.
        predicted: Formula,
    },
    /// All that a network computes whose activation is a polynomial, or linear: a polynomial.
    Polynomial {
        /// A function of x.
        target: Formula,
        /// Where it is approximated.
        interval: [f64; 2],
        /// Of the polynomial.
        degree: usize,
    },
    /// As many units as a polygon, trained.
    Trained {
        /// A function of x.
        target: Formula,
        /// Where it is approximated.
        interval: [f64; 2],
        /// How many hidden units.
        #[serde(deserialize_with = "checked::count")]
        width: usize,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::counts")]
    pub(super) widths: Vec<usize>,
    #[serde(deserialize_with = "checked::counts")]
    pub(super) depths: Vec<usize>,
    #[serde(deserialize_with = "checked::count")]
    pub(super) slope_from: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) points: usize,
    #[serde(deserialize_with = "checked::count")]
    pub(super) points_a_side: usize,
    /// Of training.
    #[serde(deserialize_with = "checked::count")]
    pub(super) steps: usize,
}
