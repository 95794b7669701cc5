//! Where a criterion is judged: a data set and a level of each factor.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::trial::Cell;

/// A data set and a level of each factor: what the arms of a contrast have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The data set, empty where there is none.
    pub data_set: String,
    /// Factors and levels.
    pub levels: Vec<(String, i64)>,
}

impl Place {
    /// The place of a cell.
    pub fn of(cell: &Cell) -> Self {
        Self { data_set: cell.data_set.clone(), levels: cell.levels.clone() }
    }

    /// Whether all that this says is true of another place.
    pub fn includes(&self, other: &Self) -> bool {
        (self.data_set.is_empty() || self.data_set == other.data_set)
            && self.levels.iter().all(|level| other.levels.contains(level))
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.data_set.is_empty() && self.levels.is_empty()
    }
}

/// "digits, depth 5".
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let levels = self.levels.iter().map(|(factor, level)| format!("{factor} {level}"));
        let data_set = Some(self.data_set.clone()).filter(|name| !name.is_empty());
        f.write_str(&data_set.into_iter().chain(levels).collect::<Vec<_>>().join(", "))
    }
}

/// A text that is not a place.
#[derive(Debug, Error)]
#[error("`{0}` is no place, such as `digits, depth 5`")]
pub struct PlaceError(String);

impl FromStr for Place {
    type Err = PlaceError;

    /// Names have no spaces, so that a part with one is a level.
    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let wrong = || PlaceError(text.to_owned());
        let mut place = Self::default();
        for part in text.split(", ").filter(|part| !part.is_empty()) {
            match part.split_once(' ') {
                Some((factor, level)) => {
                    let level = level.parse().map_err(|_| wrong())?;
                    place.levels.push((factor.to_owned(), level));
                }
                None if place == Self::default() => part.clone_into(&mut place.data_set),
                None => return Err(wrong()),
            }
        }
        Ok(place)
    }
}
