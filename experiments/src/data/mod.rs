//! Data sets by name. Each has a card in `experiments/data/`.

mod digits;
#[cfg(feature = "lab")]
mod disk;
pub mod fetched;
pub mod idx;
mod synthetic;

use std::borrow::Cow;
use std::ops::Range;

use anyhow::anyhow;
use claims::Streams;
use mlp::{Data, Matrix};

pub use digits::digits;
#[cfg(feature = "lab")]
pub use disk::ready;
pub use fetched::{FETCHED, fetched};

/// A data set in two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What is learned from.
    pub train: Data<f32>,
    /// What is only tested on.
    pub test: Data<f32>,
}

impl Split {
    /// How many inputs and classes.
    pub fn shape(&self) -> (usize, usize) {
        (self.train.input.columns(), self.train.target.columns())
    }

    /// Some rows of a part, which come in no order of classes.
    pub fn rows(part: &Data<f32>, rows: Range<usize>) -> Data<f32> {
        let take = |matrix: &Matrix<f32>| {
            let columns = matrix.columns();
            let numbers = &matrix.as_slice()[rows.start * columns..rows.end * columns];
            Matrix::new(rows.len(), columns, numbers.to_vec())
        };
        Data { input: take(&part.input), target: take(&part.target) }
    }
}

/// How many inputs and classes a data set has.
///
/// # Errors
/// If there is none of this name.
pub fn shape(name: &str) -> anyhow::Result<(usize, usize)> {
    match name {
        "digits" => Ok(digits().shape()),
        "two_spirals" => Ok(synthetic::TWO_SPIRALS),
        "teacher" => Ok(synthetic::TEACHER),
        name if FETCHED.contains(&name) => Ok(fetched::SHAPE),
        name => Err(anyhow!(
            "no data set `{name}`; there are digits, two_spirals, teacher, {}",
            FETCHED.join(", ")
        )),
    }
}

/// A data set: the same for all, or, if it is synthetic, drawn anew from each seed's stream `data`.
///
/// # Errors
/// If there is none of this name, or its files are missing.
pub fn load(name: &str, streams: &Streams) -> anyhow::Result<Cow<'static, Split>> {
    match name {
        "digits" => Ok(Cow::Borrowed(digits())),
        "two_spirals" => Ok(Cow::Owned(synthetic::two_spirals(&mut streams.stream("data")))),
        "teacher" => Ok(Cow::Owned(synthetic::teacher(&mut streams.stream("data")))),
        name => Ok(Cow::Borrowed(fetched(name)?)),
    }
}
