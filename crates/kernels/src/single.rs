//! exp, ln, tanh and friends in single precision, from exact operations alone.
//!
//! Each reduces its argument, evaluates a polynomial by fused multiply-adds and assembles the
//! result without a branch, so that a loop over a slice or over lanes becomes vector code. The
//! coefficients are minimax fits (Remez, relative error, computed with 60 digits and rounded to
//! `f32`); their error is below a quarter of a unit in the last place.
//!
//! Sources: Cody and Waite 1980, "Software manual for the elementary functions" (e^x from a
//! remainder of ln 2 in two parts); FDLIBM, Sun Microsystems 1993 (the arrangement of ln).
//!
//! The largest error over all 2^32 numbers, in units of the last place, against double precision
//! (measured by `functions_are_within_two_ulp_everywhere`, a test of `mlp`; a faster test checks
//! that four million samples stay within 2):
//!
//! | function | error | at |
//! |---|---|---|
//! | exp | 0.793 | -87.63314 |
//! | `exp_m1` | 1.588 | 0.3885238 |
//! | ln | 0.840 | 1.4133185 |
//! | `ln_1p` | 0.840 | 0.4133185 |
//! | tanh | 1.348 | 0.6259675 |

use crate::real::Number;

/// A single-precision number (or lanes of them) whose exponent can be read and made.
pub trait Single: Number {
    /// 2^n for a whole number n from -126 to 127.
    fn power_of_two(self) -> Self;
    /// x 2^n, rounded once, for a whole number n from -150 to 129 and x in [1/2, 2].
    #[inline(always)]
    fn scale(self, n: Self) -> Self {
        scale_by_factors(self, n)
    }
    /// The same for n <= 0.
    #[inline(always)]
    fn scale_down(self, n: Self) -> Self {
        scale_down_by_factors(self, n)
    }
    /// m and e with x = m 2^e and m in [sqrt(1/2), sqrt 2), for a normal x > 0.
    fn mantissa_and_exponent(self) -> (Self, Self);
}

/// x 2^n in two factors, since 2^n alone may be subnormal or infinite where the result is neither.
#[inline(always)]
pub(crate) fn scale_by_factors<T: Single>(x: T, n: T) -> T {
    let half = round(n * T::splat(0.5));
    x * half.power_of_two() * (n - half).power_of_two()
}

/// The same for n <= 0, where only one factor has to be built: the first product is a normal
/// number, so only the last one rounds.
#[inline(always)]
pub(crate) fn scale_down_by_factors<T: Single>(x: T, n: T) -> T {
    const LOWER: f64 = 1.0 / 18446744073709551616.0; // 2^-64
    x * (n + T::splat(64.0)).power_of_two() * T::splat(LOWER)
}

/// 1.5 * 2^23 + 127: added to a whole number n, it leaves n + 127, the exponent of 2^n, in the low
/// bits of the sum.
pub(crate) const EXPONENT_IN_LOW_BITS: f32 = 12583039.0;
/// The bits of sqrt(1/2): a mantissa's exponent changes there, not at 1.
pub(crate) const SQRT_HALF_BITS: i32 = 0x3f3504f3;

const LN_2_HIGH: f64 = 0.693145751953125; // 17 bits: times any exponent it is exact
const LN_2_LOW: f64 = 1.42860682030941723212e-6;

/// c0 + c1 x + c2 x^2 + ..., by Horner's rule.
#[inline(always)]
fn polynomial<T: Number, const N: usize>(x: T, coefficients: [f64; N]) -> T {
    let mut sum = T::splat(coefficients[N - 1]);
    let mut i = N - 1;
    while i > 0 {
        i -= 1;
        sum = sum.mul_add(x, T::splat(coefficients[i]));
    }
    sum
}

/// The whole number nearest to x, for abs(x) < 2^22.
#[inline(always)]
fn round<T: Number>(x: T) -> T {
    let shift = T::splat(12582912.0); // 1.5 * 2^23, where neighbours are 1 apart
    (x + shift) - shift
}

/// n, r and e^(r + s) - 1 - r, where x = n ln 2 + r + s, abs(r) <= ln(2) / 2 and s is what the
/// rounding of r lost.
#[inline(always)]
fn reduce<T: Single>(x: T) -> (T, T, T) {
    let n = round(x * T::splat(std::f64::consts::LOG2_E));
    let exact = n.mul_add(T::splat(-LN_2_HIGH), x);
    let r = n.mul_add(T::splat(-LN_2_LOW), exact);
    let s = n.mul_add(T::splat(-LN_2_LOW), exact - r);
    let q = polynomial(
        r,
        [4.999999702e-1, 1.666654348e-1, 4.166720808e-2, 8.366544731e-3, 1.388217905e-3],
    );
    (n, r, (r * r).mul_add(q, s))
}

/// 1 + r + tail.
#[inline(always)]
fn exp_of_parts<T: Number>(r: T, tail: T) -> T {
    // 1 + r, and what its rounding lost: only the last addition below rounds a large number.
    let high = T::one() + r;
    let low = (T::one() - high) + r;
    high + (low + tail)
}

/// e^x: 0 below -103.97, infinite above 88.72.
#[inline(always)]
pub fn exp<T: Single>(x: T) -> T {
    let (n, r, tail) = reduce(x.at_least(T::splat(-104.0)).at_most(T::splat(89.0)));
    exp_of_parts(r, tail).scale(n)
}

/// e^-x, the same bits as [`exp`], but only for x >= 0.
#[inline(always)]
pub fn exp_neg<T: Single>(x: T) -> T {
    let (n, r, tail) = reduce((-x).at_least(T::splat(-104.0)));
    exp_of_parts(r, tail).scale_down(n)
}

/// e^x - 1, accurate near 0, where it is x: -1 far below 0, infinite above 88.72.
#[inline(always)]
pub fn exp_m1<T: Single>(x: T) -> T {
    let (n, r, tail) = reduce(x.at_least(T::splat(-18.0)).at_most(T::splat(89.0)));
    let p = r + tail;
    // 2^n (1 + p) - 1 at half the size, since 2^n overflows before the result does.
    let half = (n - T::one()).power_of_two();
    let large = half.mul_add(p, half - T::splat(0.5)) * T::splat(2.0);
    // e^x - 1 is x where x is tiny: keeps the sign of zero and subnormals.
    T::if_less(x.abs(), T::splat(1e-30), x, large)
}

/// ln(m 2^e) + c for m = 1 + f in [sqrt(1/2), sqrt 2).
#[inline(always)]
fn ln_of_parts<T: Number>(f: T, e: T, c: T) -> T {
    // With s = f / (2 + f): ln(1 + f) = 2 s + s^3 R(s^2), arranged so that f is added last.
    let s = f / (T::splat(2.0) + f);
    let z = s * s;
    let r = z * polynomial(z, [6.666677594e-1, 3.997751772e-1, 2.987240851e-1]);
    let half_square = T::splat(0.5) * f * f;
    let small = s.mul_add(half_square + r, e.mul_add(T::splat(LN_2_LOW), c));
    e.mul_add(T::splat(LN_2_HIGH), f - (half_square - small))
}

/// The results that cannot be read from the bits of x: for NaN, infinity, zero and negative x.
#[inline(always)]
fn ln_edges<T: Number>(x: T, result: T) -> T {
    let result = x.mul_add(T::zero(), result); // 0 times infinity or NaN is NaN
    let result = T::if_less(T::splat(f64::from(f32::MAX)), x, x, result);
    let smallest = T::splat(f64::from(f32::from_bits(1)));
    let result = T::if_less(x, smallest, T::splat(f64::NEG_INFINITY), result);
    T::if_less(x, T::zero(), T::splat(f64::NAN), result)
}

/// ln x: -infinity at 0, NaN below.
#[inline(always)]
pub fn ln<T: Single>(x: T) -> T {
    let normal = T::splat(f64::from(f32::MIN_POSITIVE));
    let scaled = T::if_less(x, normal, x * T::splat(8388608.0), x);
    let shift = T::if_less(x, normal, T::splat(23.0), T::zero());
    let (m, e) = scaled.mantissa_and_exponent();
    ln_edges(x, ln_of_parts(m - T::one(), e - shift, T::zero()))
}

/// The rounding error of u = 1 + x relative to u, which is what ln u lacks to first order.
#[inline(always)]
fn lost_by_one_plus<T: Number>(x: T, u: T) -> T {
    (x - (u - T::one())) / u
}

/// ln(1 + x), the same bits as [`ln_1p`], but only for x in [0, 1].
#[inline(always)]
pub fn ln_1p_of_fraction<T: Single>(x: T) -> T {
    let u = T::one() + x;
    let (m, e) = u.mantissa_and_exponent();
    ln_of_parts(m - T::one(), e, lost_by_one_plus(x, u))
}

/// ln(1 + x), accurate near 0, where it is x: -infinity at -1, NaN below.
#[inline(always)]
pub fn ln_1p<T: Single>(x: T) -> T {
    let u = T::one() + x;
    let (m, e) = u.mantissa_and_exponent();
    // From 2^24 on, the 1 is lost entirely and makes no difference.
    let lost = T::if_less(x, T::splat(16777216.0), lost_by_one_plus(x, u), T::zero());
    let result = ln_edges(u, ln_of_parts(m - T::one(), e, lost));
    // ln(1 + x) is x where x is tiny: keeps the sign of zero and subnormals.
    T::if_less(x.abs(), T::splat(1e-30), x, result)
}

/// tanh x = (e^x - e^-x) / (e^x + e^-x), odd and accurate near 0.
///
/// Below 0.625 in magnitude an odd polynomial in x; beyond, 1 - 2 / (e^(2 abs(x)) + 1) with the
/// sign of x. Source: the notes, "Hyperbolic tangent", whose title prints another function (E01).
#[inline(always)]
pub fn tanh<T: Single>(x: T) -> T {
    let z = x * x;
    let t = polynomial(
        z,
        [-3.333328068e-1, 1.333142221e-1, -5.373787135e-2, 2.063271962e-2, -5.697516259e-3],
    );
    let near = z.mul_add(t, T::one()) * x;
    let magnitude = x.abs();
    // Beyond 10 it is 1, so that e^(2x) need not come near infinity.
    let (n, r, tail) = reduce((magnitude + magnitude).at_most(T::splat(20.0)));
    let far = T::one() - T::splat(2.0) / (exp_of_parts(r, tail) * n.power_of_two() + T::one());
    let far = T::if_less(x, T::zero(), -far, far);
    // In this order, since comparisons with a NaN are false: `far` is taken, which is NaN as well.
    T::if_less(magnitude, T::splat(0.625), near, far)
}
