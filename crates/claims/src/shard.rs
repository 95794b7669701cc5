//! The part k/n of a run, k counted from 1.

use std::str::FromStr;

use thiserror::Error;

/// Part `part` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub part: u32,
    /// How many parts there are.
    pub of: u32,
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
