//! What claim.toml says of this experiment: an arm and what all share.

use claims::Formula;
use indexmap::IndexMap;
use mlp::checked;
use serde::Deserialize;

use crate::statement::{Slip, Statement};

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "claim.toml says what each number is")]
pub enum Arm {
    Formula(Box<Slip>),
    LearnedSlope { sizes: Vec<usize> },
    MaxoutParameters { sizes: Vec<usize>, pieces: usize },
    MaxoutGroups { units: usize, pieces: usize },
    OneLayer { target: Formula, interval: [f64; 2], units: usize },
    InseparableFits { labels: [u8; 4] },
    GradientSigns { inputs: usize, batch: usize },
    SigmoidLimits,
    EluSlope { lowest: f64 },
    ActiveUnits { bias: f64, units: usize, inputs: usize },
    Zeros { precision: u32, inputs: usize },
    Rank { sizes: Vec<usize> },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::positive")]
    pub(super) tolerance: f64,
    pub(super) correct: IndexMap<String, Statement>,
}
