//! The fused multiply-add, rounded once: by the processor, or in software.

use crate::portable::Portable;

/// `self * factor + addend`, rounded once.
pub(crate) trait Fused: Sized {
    fn fused(self, factor: Self, addend: Self) -> Self;
}

#[allow(clippy::disallowed_methods, reason = "the one place that names the processor's")]
impl Fused for f32 {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        self.mul_add(factor, addend)
    }
}
#[allow(clippy::disallowed_methods, reason = "the one place that names the processor's")]
impl Fused for f64 {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        self.mul_add(factor, addend)
    }
}
impl Fused for Portable<f32> {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        Self(single(self.0, factor.0, addend.0))
    }
}
impl Fused for Portable<f64> {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        Self(double(self.0, factor.0, addend.0))
    }
}

/// x y + z in single precision, through double: the product is exact there, and the sum is rounded
/// to odd, after which rounding to single is as good as rounding once.
///
/// Source: Boldo and Melquiond 2008, "Emulation of a FMA and correctly rounded sums".
#[inline(never)] // in every place that multiplies and adds it would double the crate's build
fn single(x: f32, y: f32, z: f32) -> f32 {
    let product = f64::from(x) * f64::from(y);
    let addend = f64::from(z);
    let sum = product + addend;
    // What the sum lost, exactly (Knuth's two-sum).
    let shown = sum - product;
    let lost = (product - (sum - shown)) + (addend - shown);
    // An inexact sum whose last bit is even moves to its odd neighbour on the lost part's side.
    // Infinite and NaN sums lose NaN, which is on neither side.
    let even = sum.to_bits() & 1 == 0;
    let away = u64::from(even && ((lost > 0.0 && sum > 0.0) || (lost < 0.0 && sum < 0.0)));
    let back = u64::from(even && ((lost > 0.0 && sum < 0.0) || (lost < 0.0 && sum > 0.0)));
    f64::from_bits(sum.to_bits() + away - back) as f32
}

/// m and e with abs(x) = m 2^e, for a finite x.
fn parts(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// x y + z in double precision, in whole numbers of 128 bits.
#[inline(never)]
fn double(x: f64, y: f64, z: f64) -> f64 {
    // Infinities, NaN and zero factors: nothing is rounded twice.
    if !x.is_finite() || !y.is_finite() || x == 0.0 || y == 0.0 {
        return x * y + z;
    }
    if !z.is_finite() {
        return z;
    }
    if z == 0.0 {
        return x * y;
    }
    let (sign, sign_z) = (x.is_sign_negative() != y.is_sign_negative(), z.is_sign_negative());
    let ((mx, ex), (my, ey), (mz, ez)) = (parts(x), parts(y), parts(z));
    // Both terms with their highest bit at place 125: a sum fits, and a term shifted to the
    // other's exponent loses bits only where a single one, the sticky bit, can stand for them.
    let place = |m: u128, e: i32| {
        let shift = m.leading_zeros() as i32 - 2;
        (m << shift, e - shift)
    };
    let product = place(u128::from(mx) * u128::from(my), ex + ey);
    let addend = place(u128::from(mz), ez);
    let product_first = (product.1, product.0) >= (addend.1, addend.0);
    let ((large, e), (small, e_small), negative) =
        if product_first { (product, addend, sign) } else { (addend, product, sign_z) };
    let distance = (e - e_small) as u32;
    let small = match distance {
        0 => small,
        1..=126 => small >> distance | u128::from(small << (128 - distance) != 0),
        _ => 1,
    };
    let sum = if sign == sign_z { large + small } else { large - small };
    let magnitude = round(sum, e);
    // Terms that cancel exactly leave +0.
    if negative && sum != 0 { -magnitude } else { magnitude }
}

/// m 2^e, rounded to nearest, ties to even, subnormal and infinite where it must be.
fn round(m: u128, e: i32) -> f64 {
    let highest = 127 - m.leading_zeros() as i32;
    // 53 bits are kept, fewer where the last would be worth less than 2^-1074.
    let shift = (highest - 52).max(-1074 - e);
    let (kept, exponent) = match shift {
        ..=0 => (m, e),
        1..=127 => {
            let (kept, rest, half) = (m >> shift, m & ((1 << shift) - 1), 1 << (shift - 1));
            (kept + u128::from(rest > half || (rest == half && kept & 1 == 1)), e + shift)
        }
        _ => (0, 0),
    };
    // In two exact steps, since 2^exponent may itself be subnormal or infinite.
    let power = |n: i32| f64::from_bits(((n + 1023) as u64) << 52);
    kept as f64 * power(exponent / 2) * power(exponent - exponent / 2)
}

#[cfg(test)]
mod tests {
    use super::{double, single};
    use crate::Random;

    /// A number with random bits, or one at an edge.
    fn draw(random: &mut Random) -> u64 {
        let edges = [0.0, 1.0, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY, f64::NAN, 5e-324];
        match random.below(8) {
            0 => edges[random.below(7) as usize].to_bits() | u64::from(random.below(2)) << 63,
            _ => u64::from(random.below(u32::MAX)) << 32 | u64::from(random.below(u32::MAX)),
        }
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "the oracle is the processor's")]
    fn software_equals_the_processor() {
        let mut random = Random::from_number(3);
        for i in 0..300_000 {
            let [x, y, mut z] = [0; 3].map(|_| f64::from_bits(draw(&mut random)));
            // Near cancellation and near the product's last bit, where rounding is hard.
            match i % 4 {
                0 => z = -(x * y),
                1 => z = x * y * f64::from_bits(0x3cb0_0000_0000_0000 + u64::from(random.below(9))),
                _ => {}
            }
            let (found, wanted) = (double(x, y, z), x.mul_add(y, z));
            let same = found.to_bits() == wanted.to_bits() || found.is_nan() && wanted.is_nan();
            assert!(same, "{x:e} {y:e} {z:e}: {found:e}, wanted {wanted:e}");

            let [x, y] = [0; 2].map(|_| f32::from_bits((draw(&mut random) >> 32) as u32));
            let z = match i % 4 {
                0 => -(x * y),
                1 => x * y * f32::from_bits(0x3380_0000 + random.below(9)),
                _ => f32::from_bits((draw(&mut random) >> 32) as u32),
            };
            let (found, wanted) = (single(x, y, z), x.mul_add(y, z));
            let same = found.to_bits() == wanted.to_bits() || found.is_nan() && wanted.is_nan();
            assert!(same, "{x:e} {y:e} {z:e}: {found:e}, wanted {wanted:e}");
        }
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "the oracle is the processor's")]
    fn sums_half_way_between_two_numbers_go_to_the_even_one() {
        let mut random = Random::from_number(4);
        for _ in 0..10_000 {
            let bits = random.below(1 << 23) | (100 + random.below(50)) << 23;
            let z = f32::from_bits(bits | random.below(2) << 31);
            let half = f32::from_bits((bits >> 23 << 23) - (24 << 23));
            for x in [1.0, -1.0, 3.0, -3.0] {
                assert_eq!(single(x, half, z).to_bits(), x.mul_add(half, z).to_bits(), "{x} {z:e}");
            }
            let (x, half, z) = (3.0, f64::from(half), f64::from(z));
            let half = half * f64::from_bits((1023 - 29) << 52);
            assert_eq!(double(x, half, z).to_bits(), x.mul_add(half, z).to_bits(), "{z:e}");
        }
    }

    /// What is left of a difference may have fewer bits than a number holds, or be the smallest.
    #[test]
    fn little_may_be_left_of_a_difference() {
        let e = f64::EPSILON;
        assert_eq!(double(1.0 + e, 1.0 + e, -(1.0 + 2.0 * e)), e * e);
        assert_eq!(double(1.0 + e, 1.0 - e, -1.0), -e * e);
        assert_eq!(double(3.0, 5e-324, -1e-323), 5e-324);
        assert_eq!(double(0.5, 5e-324, 0.0), 0.0);
        assert_eq!(double(f64::MAX, 2.0, -f64::MAX), f64::MAX);
        assert_eq!(double(f64::MAX, 2.0, f64::MAX), f64::INFINITY);
        let e = f32::EPSILON;
        assert_eq!(single(1.0 + e, 1.0 + e, -(1.0 + 2.0 * e)), e * e);
        assert_eq!(single(f32::MAX, 2.0, -f32::MAX), f32::MAX);
    }
}
