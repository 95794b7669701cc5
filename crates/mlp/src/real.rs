//! Numbers: `f64`, `f32` and, for runs side by side, [`Lanes`](crate::Lanes).
//!
//! The mathematics of this crate is written once, for any [`Real`]. A number offers only
//! operations that IEEE 754 defines exactly, and functions made of them, so that every machine
//! gives the same bits (see [`contract`](crate::contract)).

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::fused::Fused;
use crate::portable::{Portable, double};
use crate::single::{self, Single};

/// A real number, or several side by side on which everything acts lane by lane.
///
/// Selection is by comparison, through [`if_less`](Real::if_less), so that the same code serves a
/// scalar and a vector, and a NaN is never dropped by accident.
///
/// [`exp`](Real::exp) to [`tanh`](Real::tanh) are those of [`single`] in single precision, at most
/// 2 ulp off, and those of the `libm` crate in double precision.
pub trait Real:
    sealed::Sealed
    + Copy
    + Debug
    + Default
    + PartialEq
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
    /// Whether loops over these numbers go in blocks of fixed length, of which the compiler makes
    /// vectors: of `f32`, not of what is a vector already or calls its functions.
    const BLOCKS: bool;
    /// The number of one lane: `f32` or `f64`.
    type Scalar: Real;
    /// What a slice of these numbers is made of: one lane, with the arithmetic of all.
    type Element: Real;

    /// The elements of `numbers`, lane after lane: the same function of every number is the same
    /// function of every element.
    fn elements(numbers: &[Self]) -> &[Self::Element];
    /// The elements of `numbers`, lane after lane.
    fn elements_mut(numbers: &mut [Self]) -> &mut [Self::Element];

    /// `value`, rounded to this type, in every lane.
    fn splat(value: f64) -> Self;
    /// The value in lane `k`, as `f64` (exact); a scalar's, whatever `k`.
    ///
    /// # Panics
    /// Of lanes, if there is no lane `k`.
    fn lane(self, k: usize) -> f64;
    /// The same number with `value`, rounded, in lane `k`; a scalar has no other.
    ///
    /// # Panics
    /// Of lanes, if there is no lane `k`.
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

    /// e^x.
    fn exp(self) -> Self;
    /// e^-x, for x >= 0 alone: the same bits, sooner; a NaN stays.
    fn exp_neg(self) -> Self;
    /// e^x - 1, accurate near 0.
    fn exp_m1(self) -> Self;
    /// ln x, the natural logarithm: -infinity at 0, NaN below.
    fn ln(self) -> Self;
    /// ln(1 + x), accurate near 0.
    fn ln_1p(self) -> Self;
    /// ln(1 + x), for x in [0, 1] alone: the same bits, sooner.
    fn ln_1p_of_fraction(self) -> Self;
    /// tanh x, odd and accurate near 0.
    fn tanh(self) -> Self;

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

pub(crate) mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl<S> Sealed for super::Portable<S> {}
}

/// `Real` for a scalar: `$wrap` and `$value` go between the type and its plain float.
macro_rules! scalar {
    ($type:ty, $vector:literal, $float:ident, $wrap:expr, |$x:ident| $value:expr, $exp:path, $exp_neg:expr, $exp_m1:path, $ln:path, $ln_1p:path, $ln_1p_of_fraction:path, $tanh:path) => {
        impl Real for $type {
            const LANES: usize = 1;
            const BLOCKS: bool = $vector;
            type Scalar = $float;
            type Element = Self;

            #[inline(always)]
            fn elements(numbers: &[Self]) -> &[Self] {
                numbers
            }
            #[inline(always)]
            fn elements_mut(numbers: &mut [Self]) -> &mut [Self] {
                numbers
            }

            #[inline(always)]
            fn splat(value: f64) -> Self {
                $wrap(value as $float)
            }
            #[inline(always)]
            fn lane(self, _: usize) -> f64 {
                let $x = self;
                f64::from($value)
            }
            #[inline(always)]
            fn with_lane(self, _: usize, value: f64) -> Self {
                Self::splat(value)
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                self.fused(factor, addend)
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                let $x = self;
                $wrap($float::sqrt($value))
            }
            #[inline(always)]
            fn abs(self) -> Self {
                let $x = self;
                $wrap($float::abs($value))
            }
            #[inline(always)]
            fn if_less(a: Self, b: Self, then: Self, otherwise: Self) -> Self {
                let less = {
                    let $x = a;
                    let left = $value;
                    let $x = b;
                    left < $value
                };
                if less { then } else { otherwise }
            }
            #[inline(always)]
            fn exp(self) -> Self {
                $exp(self)
            }
            #[inline(always)]
            fn exp_neg(self) -> Self {
                $exp_neg(self)
            }
            #[inline(always)]
            fn exp_m1(self) -> Self {
                $exp_m1(self)
            }
            #[inline(always)]
            fn ln(self) -> Self {
                $ln(self)
            }
            #[inline(always)]
            fn ln_1p(self) -> Self {
                $ln_1p(self)
            }
            #[inline(always)]
            fn ln_1p_of_fraction(self) -> Self {
                $ln_1p_of_fraction(self)
            }
            #[inline(always)]
            fn tanh(self) -> Self {
                $tanh(self)
            }
        }
    };
}
scalar!(
    f32,
    true,
    f32,
    std::convert::identity,
    |x| x,
    single::exp,
    single::exp_neg,
    single::exp_m1,
    single::ln,
    single::ln_1p,
    single::ln_1p_of_fraction,
    single::tanh
);
scalar!(
    Portable<f32>,
    false,
    f32,
    Portable,
    |x| x.0,
    single::exp,
    single::exp_neg,
    single::exp_m1,
    single::ln,
    single::ln_1p,
    single::ln_1p_of_fraction,
    single::tanh
);
scalar!(
    f64,
    false,
    f64,
    std::convert::identity,
    |x| x,
    libm::exp,
    |x: f64| libm::exp(-x),
    libm::expm1,
    libm::log,
    libm::log1p,
    libm::log1p,
    libm::tanh
);
scalar!(
    Portable<f64>,
    false,
    f64,
    Portable,
    |x| x.0,
    double::exp,
    |x: Portable<f64>| double::exp(-x),
    double::exp_m1,
    double::ln,
    double::ln_1p,
    double::ln_1p,
    double::tanh
);

impl Single for f32 {
    #[inline(always)]
    fn power_of_two(self) -> Self {
        f32::from_bits((self + single::EXPONENT_IN_LOW_BITS).to_bits() << 23)
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        let exponent = (self.to_bits() as i32).wrapping_sub(single::SQRT_HALF_BITS) >> 23;
        let mantissa = f32::from_bits((self.to_bits()).wrapping_sub((exponent << 23) as u32));
        (mantissa, exponent as f32)
    }
}
