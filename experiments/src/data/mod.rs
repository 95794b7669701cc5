//! Data sets by name. Each has a card in `experiments/data/`.

mod digits;
#[cfg(feature = "lab")]
mod disk;
pub mod fetched;
pub mod idx;
mod split;
mod synthetic;

use std::borrow::Cow;

use anyhow::anyhow;
use claims::Streams;

pub use digits::digits;
#[cfg(feature = "lab")]
pub use disk::ready;
pub use fetched::{FETCHED, fetched};
pub use split::Split;

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
