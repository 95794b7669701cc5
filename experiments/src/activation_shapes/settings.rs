//! What claim.toml says of this experiment: an arm and what all share.

use claims::Formula;
use indexmap::IndexMap;
use mlp::{Activation, checked};
use serde::Deserialize;

use crate::limits;
use crate::unit;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A function: measured and drawn.
    Function(Function),
    /// Two formulas that should agree over a box.
    Identity {
        /// One of them.
        left: Formula,
        /// The other.
        right: Formula,
        /// Intervals, one a variable.
        over: IndexMap<String, [f64; 2]>,
        /// A variable at each of whose values they should disagree somewhere.
        every: Option<String>,
    },
    /// The Jacobian of a network between two points with the same units active.
    Region {
        /// Of its hidden units.
        activation: Activation,
        /// The width of every layer.
        sizes: Vec<usize>,
    },
    /// The product of slopes along a chain of units.
    Chain {
        /// Of each unit.
        activation: Activation,
        /// The largest slope, as claimed.
        bound: f64,
        /// Where each unit's pre-activation is drawn from.
        inputs: [f64; 2],
    },
    /// dJ/da of a PReLU network.
    LearnedSlope {
        /// The width of every layer.
        sizes: Vec<usize>,
    },
}

/// A function of x with its derivative, and the library's name for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// What its figure shows.
    pub(super) title: String,
    /// Where it is drawn.
    pub(super) window: [f64; 2],
    /// f.
    pub(super) formula: Formula,
    /// f'.
    pub(super) derivative: Formula,
    /// Where f' jumps or bends.
    #[serde(default)]
    pub(super) kinks: Vec<f64>,
    /// What computes it in the library.
    pub(super) activation: Option<Activation>,
}

impl Function {
    /// Refuses what cannot be measured or drawn.
    ///
    /// # Errors
    /// Says what, and the remedy.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        limits::interval("window", self.window)?;
        for formula in [&self.formula, &self.derivative] {
            limits::variables(formula, &["x"])?;
        }
        let sorted = self.kinks.windows(2).all(|pair| pair[0] < pair[1]);
        anyhow::ensure!(
            sorted && self.kinks.iter().all(|kink| kink.is_finite()),
            "kinks = {:?}: give finite numbers in increasing order",
            self.kinks
        );
        self.activation.map_or(Ok(()), unit::check)
    }
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::positive")]
    pub(super) reach: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) points: usize,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) departure: f64,
}
