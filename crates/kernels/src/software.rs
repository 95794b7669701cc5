//! Scalars whose fused multiply-add is computed in software: the numbers of the portable path.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::cast::made_of;
use crate::double::Double;
use crate::real::{Number, Real, functions};
use crate::single::Single;

/// A scalar whose fused multiply-add is computed in software.
///
/// Without a hardware instruction, the standard library would call the platform's; this one gives
/// the same bits everywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct Software<S>(S);

macro_rules! operator {
    ($trait:ident $method:ident $sign:tt) => {
        impl<S: $trait<Output = S>> $trait for Software<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(self.0 $sign other.0)
            }
        }
    };
}
operator!(Add add +);
operator!(Sub sub -);
operator!(Mul mul *);
operator!(Div div /);
impl<S: Neg<Output = S>> Neg for Software<S> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

/// A float whose multiply-add this module knows.
pub(crate) trait Float: Number {
    /// x y + z, rounded once.
    fn fused(x: Self, y: Self, z: Self) -> Self;
}
impl Float for f32 {
    #[inline(always)]
    fn fused(x: Self, y: Self, z: Self) -> Self {
        single(x, y, z)
    }
}
impl Float for f64 {
    #[inline(always)]
    fn fused(x: Self, y: Self, z: Self) -> Self {
        double(x, y, z)
    }
}

impl<S: Float> Number for Software<S> {
    const LANES: usize = 1;
    type Scalar = S::Scalar;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(S::splat(value))
    }
    #[inline(always)]
    fn lane(self, k: usize) -> f64 {
        self.0.lane(k)
    }
    #[inline(always)]
    fn with_lane(self, k: usize, value: f64) -> Self {
        Self(self.0.with_lane(k, value))
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(S::fused(self.0, factor.0, addend.0))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs())
    }
    #[inline(always)]
    fn if_less(a: Self, b: Self, then: Self, otherwise: Self) -> Self {
        Self(S::if_less(a.0, b.0, then.0, otherwise.0))
    }
}

#[allow(unsafe_code, reason = "the same numbers under another type, see `MadeOf`")]
const _: () = {
    made_of! {
        [] f32: [Software<f32>; 1];
        [] f64: [Software<f64>; 1];
        [] Software<f32>: [Software<f32>; 1];
        [] Software<f64>: [Software<f64>; 1];
    }
};

impl Real for Software<f32> {
    const BLOCKS: bool = false;
    type Element = Self;
    functions!(single);
}
impl Real for Software<f64> {
    const BLOCKS: bool = false;
    type Element = Self;
    functions!(double);
}
impl Double for Software<f64> {
    #[inline(always)]
    fn through(self, function: fn(f64) -> f64) -> Self {
        Self(function(self.0))
    }
}
impl Single for Software<f32> {
    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(self.0.power_of_two())
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        let (mantissa, exponent) = self.0.mantissa_and_exponent();
        (Self(mantissa), Self(exponent))
    }
}

/// x y + z in single precision, through double, where the product is exact. Nearly always the sum may
/// simply be rounded twice.
#[inline(always)]
fn single(x: f32, y: f32, z: f32) -> f32 {
    let sum = f64::from(x) * f64::from(y) + f64::from(z);
    if is_settled(sum) { sum as f32 } else { single_through_odd(x, y, z) }
}

/// Whether a sum, rounded to double precision, rounds to single as the exact one does: it is 0 or
/// normal there, and not half way between two numbers.
#[inline(always)]
fn is_settled(sum: f64) -> bool {
    const LOST: u64 = (1 << 29) - 1;
    const HALF: u64 = 1 << 28;
    const LEAST: f64 = f32::MIN_POSITIVE as f64;
    sum.to_bits() & LOST != HALF && !(sum != 0.0 && sum.abs() < LEAST)
}

/// x y + z in single precision: rounded to odd in double, after which rounding to single is as good
/// as rounding once.
///
/// Source: Boldo and Melquiond 2008, "Emulation of a FMA and correctly rounded sums".
#[inline(never)]
fn single_through_odd(x: f32, y: f32, z: f32) -> f32 {
    sum_to_odd(f64::from(x) * f64::from(y), f64::from(z)) as f32
}

/// x y + z in double precision: from sums and products whose errors are exact, where none can
/// overflow or lose digits; in integers elsewhere.
#[inline(never)]
fn double(x: f64, y: f64, z: f64) -> f64 {
    if [x, y].into_iter().all(|factor| is_within(factor, 400)) && is_within(z, 900) {
        from_exact_errors(x, y, z)
    } else {
        in_integers(x, y, z)
    }
}

/// Whether 2^-most <= abs(x) < 2^most.
#[inline(always)]
fn is_within(x: f64, most: u64) -> bool {
    (x.to_bits() >> 52 & 0x7ff).wrapping_sub(1023 - most) < 2 * most
}

/// x y + z, where abs(x y) is from 2^-800 to 2^800 and abs(z) from 2^-900 to 2^900.
///
/// Source: Boldo and Melquiond 2008, "Emulation of a FMA and correctly rounded sums".
#[inline(always)]
fn from_exact_errors(x: f64, y: f64, z: f64) -> f64 {
    let (product, lost) = exact_product(x, y);
    let (low, lowest) = exact_sum(z, lost);
    let (high, rest) = exact_sum(product, low);
    high + sum_to_odd(rest, lowest)
}

/// x + y rounded, and what that lost (Knuth's two-sum).
#[inline(always)]
fn exact_sum(x: f64, y: f64) -> (f64, f64) {
    let sum = x + y;
    let shown = sum - x;
    (sum, (x - (sum - shown)) + (y - shown))
}

/// x y rounded, and what that lost (Dekker's product).
#[inline(always)]
fn exact_product(x: f64, y: f64) -> (f64, f64) {
    // Halves of 26 bits, whose products are exact (Veltkamp).
    let halves = |x: f64| {
        let scaled = x * 134_217_729.0;
        let high = scaled - (scaled - x);
        (high, x - high)
    };
    let ((x1, x0), (y1, y0), product) = (halves(x), halves(y), x * y);
    (product, ((x1 * y1 - product) + x1 * y0 + x0 * y1) + x0 * y0)
}

/// x + y rounded to odd: an inexact sum whose last bit is even moves to its odd neighbour on the side
/// of what was lost. What an infinite or NaN sum lost is NaN, which is on neither side.
#[inline(always)]
fn sum_to_odd(x: f64, y: f64) -> f64 {
    let (sum, lost) = exact_sum(x, y);
    let even = sum.to_bits() & 1 == 0;
    let away = u64::from(even && ((lost > 0.0 && sum > 0.0) || (lost < 0.0 && sum < 0.0)));
    let back = u64::from(even && ((lost > 0.0 && sum < 0.0) || (lost < 0.0 && sum > 0.0)));
    f64::from_bits(sum.to_bits() + away - back)
}

/// m and e with abs(x) = m 2^e, for a finite x.
fn parts(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// x y + z in double precision, computed in 128-bit integers.
#[inline(never)]
fn in_integers(x: f64, y: f64, z: f64) -> f64 {
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

/// m 2^e, rounded to nearest, ties to even; the result may be subnormal or infinite.
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
