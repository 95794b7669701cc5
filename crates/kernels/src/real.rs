//! What a number can do: operations that IEEE 754 defines exactly, and functions built from them.
//!
//! The mathematics is written once, for any [`Real`]: a scalar, a register, or lanes.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::cast::MadeOf;

/// What can be added, multiplied and compared, lane by lane; every operation rounds once.
///
/// Selection is by comparison, through [`if_less`](Number::if_less), so that the same code serves a
/// scalar and a vector, and a NaN is never dropped by accident.
pub trait Number:
    Copy
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// How many runs this number carries.
    const LANES: usize;
    /// The number of one lane: `f32` or `f64`.
    type Scalar: Real;

    /// `value`, rounded to this type, in every lane.
    fn splat(value: f64) -> Self;
    /// The value in lane `k`, as `f64` (exact); a scalar ignores `k`.
    ///
    /// # Panics
    /// If there is no lane `k` among several.
    fn lane(self, k: usize) -> f64;
    /// The same number with `value`, rounded, in lane `k`; a scalar becomes `value`.
    ///
    /// # Panics
    /// If there is no lane `k` among several.
    #[must_use]
    fn with_lane(self, k: usize, value: f64) -> Self;

    /// `self * factor + addend`, rounded once.
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// The square root, correctly rounded.
    fn sqrt(self) -> Self;
    /// The magnitude.
    fn abs(self) -> Self;
    /// `then` where `a < b`, else `otherwise`; a NaN in `a` or `b` takes `otherwise`.
    fn if_less(a: Self, b: Self, then: Self, otherwise: Self) -> Self;

    /// `low` where `self < low`, else `self`; a NaN stays.
    #[inline(always)]
    fn at_least(self, low: Self) -> Self {
        Self::if_less(self, low, low, self)
    }
    /// `high` where `high < self`, else `self`; a NaN stays.
    #[inline(always)]
    fn at_most(self, high: Self) -> Self {
        Self::if_less(high, self, high, self)
    }
    /// 0 in every lane.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(0.0)
    }
    /// 1 in every lane.
    #[inline(always)]
    fn one() -> Self {
        Self::splat(1.0)
    }
}

/// A number with its functions: those of [`single`](crate::single) in single precision, at most
/// 2 ulp off, and those of the `libm` crate in double precision.
pub trait Real: Number + MadeOf<Self::Element> {
    /// Whether loops over these numbers run in blocks of fixed length, which the compiler
    /// vectorises: true for `f32`, false for vectors and for numbers whose functions are calls.
    const BLOCKS: bool;
    /// What a slice of these numbers consists of: a function applied to every number is the same
    /// function applied to every element.
    type Element: Real<Element = Self::Element>;

    /// e^x.
    fn exp(self) -> Self;
    /// e^-x, only for x >= 0: the same bits, faster; a NaN stays.
    fn exp_neg(self) -> Self;
    /// e^x - 1, accurate near 0.
    fn exp_m1(self) -> Self;
    /// ln x, the natural logarithm: -infinity at 0, NaN below.
    fn ln(self) -> Self;
    /// ln(1 + x), accurate near 0.
    fn ln_1p(self) -> Self;
    /// ln(1 + x), only for x in [0, 1]: the same bits, faster.
    fn ln_1p_of_fraction(self) -> Self;
    /// tanh x, odd and accurate near 0.
    fn tanh(self) -> Self;
}

/// The functions of [`Real`], taken from the module for this precision.
macro_rules! functions {
    ($precision:ident) => {
        functions!($precision: exp exp_neg exp_m1 ln ln_1p ln_1p_of_fraction tanh);
    };
    ($precision:ident: $($function:ident)*) => {$(
        #[inline(always)]
        fn $function(self) -> Self {
            $crate::$precision::$function(self)
        }
    )*};
}
pub(crate) use functions;
