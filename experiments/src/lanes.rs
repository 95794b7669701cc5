//! Replicates side by side: what experiments that train in lanes share.

use claims::Streams;
use mlp::{Lanes, Random};

/// How many replicates ride together.
pub const WIDTH: usize = 16;

/// The number type of a group of replicates.
pub type Group = Lanes<WIDTH>;

/// One stream of `role` for each lane; lanes beyond the seeds repeat the last one.
///
/// # Panics
/// If there are no seeds.
pub fn streams(seeds: &[Streams], role: &str) -> Vec<Random> {
    (0..WIDTH).map(|k| seeds[k.min(seeds.len() - 1)].stream(role)).collect()
}
