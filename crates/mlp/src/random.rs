//! Random numbers that are the same everywhere: ChaCha8 with a 256-bit key.
//!
//! Source: Bernstein 2008, "`ChaCha`, a variant of Salsa20".

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A stream of random numbers, which depends on the key alone.
#[derive(Clone, Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of `key`.
    pub fn from_key(key: [u8; 32]) -> Self {
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A stream for tests and examples, from a small number.
    pub fn from_number(number: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&number.to_le_bytes());
        Self::from_key(key)
    }

    /// Uniform on [0, 1), a multiple of 2^-53.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / 9007199254740992.0)
    }

    /// low + (high - low) u for a uniform u on [0, 1); `high` itself only by rounding.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Standard normal: sqrt(-2 ln u) cos(2 pi v), u in (0, 1], v in [0, 1).
    ///
    /// Source: Box and Muller 1958.
    pub fn normal(&mut self) -> f64 {
        let u = 1.0 - self.uniform();
        let v = self.uniform();
        (-2.0 * libm::log(u)).sqrt() * libm::cos(std::f64::consts::TAU * v)
    }

    /// Uniform on 0, 1, ..., n - 1, without bias: draws beyond the last multiple of n are redone.
    ///
    /// # Panics
    /// If n is 0.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        assert!(n > 0, "a number below 0 was asked for");
        let excess = (u32::MAX % n + 1) % n;
        loop {
            let draw = self.0.next_u32();
            if draw <= u32::MAX - excess {
                return draw % n;
            }
        }
    }

    /// Puts `items` in a random order, each as likely as any other.
    ///
    /// Source: Fisher and Yates 1938, as arranged by Durstenfeld 1964.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 items.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        let count = u32::try_from(items.len()).expect("at most 2^32 - 1 items");
        for i in (1..count).rev() {
            let j = self.below(i + 1);
            items.swap(i as usize, j as usize);
        }
    }
}
