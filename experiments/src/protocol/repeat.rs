//! The random stream of each repeat of a simulation.

use claims::{Phase, Streams};
use mlp::Random;

/// The stream of one repeat of something.
pub(super) fn stream(role: &str, repeat: usize) -> Random {
    Streams::new("protocol", Phase::Confirm, "", repeat as u64).stream(role)
}
