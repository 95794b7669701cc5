//! A trial as data: all that decides it, so that it can be run again anywhere.

use serde::{Deserialize, Serialize};

use crate::trial::Cell;

/// A confirmation trial of an experiment whose arms and settings are known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Its cell.
    pub cell: Cell,
    /// The learning rate, for experiments that tune one.
    pub learning_rate: Option<f64>,
    /// The seed.
    pub seed: u64,
}
