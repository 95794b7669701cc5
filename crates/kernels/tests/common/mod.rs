//! What the tests share.
#![allow(dead_code, reason = "each test file uses a part of it")]

/// Numbers without pattern, the same in every run: `SplitMix64` (Steele, Lea and Flood 2014).
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to n - 1, with a bias that no test can see.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(n) * (self.next() >> 32)) >> 32) as u32
    }

    /// From -1 to 1, all bits of the fraction in use.
    pub(crate) fn number(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 4503599627370496.0 - 1.0
    }
}

/// Equal bits, all NaNs being one.
pub(crate) fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}
