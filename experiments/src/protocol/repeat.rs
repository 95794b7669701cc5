//! Simulations repeated, each time from a random stream of its own.

use claims::{Metrics, Phase, Streams};
use mlp::Random;
use rayon::prelude::*;

/// The stream of one repeat of something.
pub(super) fn stream(role: &str, repeat: usize) -> Random {
    Streams::new("protocol", Phase::Confirm, "", repeat as u64).stream(role)
}

/// What each of so many repeats records.
pub(super) fn repeated(
    repeats: usize,
    of: impl Fn(usize) -> Metrics + Send + Sync,
) -> Vec<Metrics> {
    (0..repeats).into_par_iter().map(of).collect()
}
