//! The part k/n of a run, k counted from 1.

use std::str::FromStr;

use thiserror::Error;

use crate::seed::Phase;
use crate::trial::{Cell, Group};

/// Part `part` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub part: u32,
    /// How many parts there are.
    pub of: u32,
}

impl Shard {
    /// Whether a group of trials belongs to this part: by a hash of what its first trial is, so
    /// that every part has its share of the long ones.
    pub fn has(&self, experiment: &str, phase: Phase, cell: &Cell, group: &Group) -> bool {
        let Cell { data_set, arm, levels } = cell;
        let rate = group.learning_rate.map_or(0, f64::to_bits);
        let seed = group.seeds.start;
        let trial = format!("{experiment}/{phase}/{data_set}/{arm}/{levels:?}/{rate:016x}/{seed}");
        let mut number = [0; 8];
        number.copy_from_slice(&blake3::hash(trial.as_bytes()).as_bytes()[..8]);
        u64::from_le_bytes(number) % u64::from(self.of) == u64::from(self.part - 1)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

/// What is not a shard.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is not a part of a whole: give k/n with k from 1 to n, as in 2/3")]
pub struct ShardError(String);

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let error = || ShardError(text.to_owned());
        let (part, of) = text.split_once('/').ok_or_else(error)?;
        let (part, of) = (part.parse().map_err(|_| error())?, of.parse().map_err(|_| error())?);
        if (1..=of).contains(&part) { Ok(Self { part, of }) } else { Err(error()) }
    }
}
