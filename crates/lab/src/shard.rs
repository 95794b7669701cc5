//! The part k/n of a run, k counted from 1.

use std::str::FromStr;

use claims::Cell;
use claims::trial::Group;
use thiserror::Error;

use crate::journal::place;

/// Part `part` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub part: u32,
    /// How many parts there are.
    pub of: u32,
}

impl Shard {
    /// Whether a group of trials that judge belongs to this part. It is decided by a hash of the
    /// group's first trial, so that every part gets its share of the slow groups.
    pub fn has(&self, experiment: &str, cell: &Cell, group: &Group) -> bool {
        let rate = group.learning_rate.map_or(0, f64::to_bits);
        let seed = group.seeds.start;
        self.is_drawn(&format!("{experiment}/confirm/{}/{rate:016x}/{seed}", place(cell)))
    }

    /// Whether this part tunes a cell: all of it, since a round of halving needs the one before.
    pub fn tunes(&self, experiment: &str, cell: &Cell) -> bool {
        self.is_drawn(&format!("{experiment}/pilot/{}", place(cell)))
    }

    fn is_drawn(self, name: &str) -> bool {
        let mut number = [0; 8];
        number.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..8]);
        u64::from_le_bytes(number) % u64::from(self.of) == u64::from(self.part - 1)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

/// Text that is not a shard.
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

#[cfg(test)]
mod tests {
    use claims::Cell;
    use claims::trial::{self, Group};

    use super::Shard;

    #[test]
    fn shards_count_from_one() {
        assert_eq!("2/3".parse(), Ok(Shard { part: 2, of: 3 }));
        for wrong in ["3/2", "0/2", "1", "a/b", "1/0", "-1/2", ""] {
            let error = wrong.parse::<Shard>().expect_err(wrong).to_string();
            assert!(error.contains("k/n"), "{error}");
        }
    }

    #[test]
    fn every_group_is_in_one_part() {
        let cell = Cell {
            data_set: "digits".to_owned(),
            arm: "relu".to_owned(),
            levels: vec![("width".to_owned(), 2)],
        };
        let all: Vec<Group> = trial::groups(0, Some(0.1), 0..4000, 4).collect();
        for of in [1, 3, 7] {
            let parts: Vec<Shard> = (1..=of).map(|part| Shard { part, of }).collect();
            let mut counts = vec![0_u32; parts.len()];
            for group in &all {
                let has = |shard: &Shard| shard.has("e", &cell, group);
                let found: Vec<usize> = (0..parts.len()).filter(|&i| has(&parts[i])).collect();
                assert_eq!(found.len(), 1, "{group:?} of {of}");
                counts[found[0]] += 1;
            }
            // A thousand groups: six standard deviations of their share.
            let share = 1000.0 / f64::from(of);
            let far = |count: &u32| (f64::from(*count) - share).abs() > 6.0 * share.sqrt();
            assert!(of == 1 || !counts.iter().any(far), "{counts:?}");
        }
        assert_eq!(Shard { part: 2, of: 3 }.to_string(), "2/3");
    }
}
