//! Random streams keyed by a trial's identity, and by nothing else.
//!
//! The key is blake3 of (experiment, phase, data set, seed, role). It leaves out the arm and the
//! factors, so that arms share their streams and are paired. Adding, removing or reordering arms or
//! trials changes no other trial's bits.

use mlp::Random;

/// What a trial is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It tunes.
    Pilot,
    /// It judges.
    Confirm,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pilot => "pilot",
            Self::Confirm => "confirm",
        })
    }
}

/// The random streams of one seed.
#[derive(Clone, Debug)]
pub struct Streams {
    /// The seed, from 0.
    pub seed: u64,
    /// Of everything but the seed.
    hasher: blake3::Hasher,
}

impl Streams {
    /// The streams of `seed` in one phase of an experiment on a data set.
    pub fn new(experiment: &str, phase: Phase, data_set: &str, seed: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [experiment, &phase.to_string(), data_set] {
            absorb(&mut hasher, part);
        }
        Self { seed, hasher }
    }

    /// The streams of the split that this seed belongs to, if each split has so many seeds. Draw
    /// from them only in roles that no seed has: seed 1 and split 1 have the same streams.
    pub fn split(&self, seeds: u64) -> Self {
        Self { seed: self.seed / seeds, hasher: self.hasher.clone() }
    }

    /// The stream of a role, such as `init`, `order` or `data`.
    pub fn stream(&self, role: &str) -> Random {
        let mut hasher = self.hasher.clone();
        hasher.update(&self.seed.to_le_bytes());
        absorb(&mut hasher, role);
        Random::from_key(*hasher.finalize().as_bytes())
    }
}

/// Length first, so that no two lists of parts hash alike.
fn absorb(hasher: &mut blake3::Hasher, part: &str) {
    hasher.update(&(part.len() as u64).to_le_bytes());
    hasher.update(part.as_bytes());
}
