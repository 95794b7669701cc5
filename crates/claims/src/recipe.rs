//! A trial as data: all that decides it, so that it can be run again anywhere.

use serde::{Deserialize, Serialize, Serializer};

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

/// What a trial recorded, as JSON can have it: a number, or a text where JSON has none, "NaN", "inf"
/// or "-inf".
#[derive(Clone, Copy, Debug)]
pub struct Recorded(pub f64);

impl Serialize for Recorded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            serializer.serialize_f64(self.0)
        } else {
            serializer.collect_str(&self.0)
        }
    }
}
