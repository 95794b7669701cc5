//! Runs side by side: N numbers that go through the same operations, one replicate in each.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::cast::made_of;
use crate::real::{Number, Real};
use crate::software::Software;

/// N single-precision numbers; every operation acts on each lane as it would on an `f32`.
///
/// Lane k of a sweep is therefore, bit for bit, the `f32` run of replicate k. `S` stores the
/// lanes: `f32`, a software number on the portable path, or a register of several lanes where the
/// processor has them. The loops have a fixed length and no branches, so arrays become vector
/// code.
///
/// N fills whole cache lines: 16, 32, ... Any other number of lanes does not compile.
/// ```
/// use kernels::{Lanes, Number};
/// let lanes = [Lanes::<16>::splat(2.0)];
/// let numbers: &[f32] = kernels::cast::view(&lanes);
/// assert_eq!(numbers, [2.0; 16]);
/// ```
/// ```compile_fail
/// use kernels::{Lanes, Number};
/// let three: Lanes<3> = Lanes::splat(2.0);
/// ```
/// ```compile_fail
/// let four: [kernels::Lanes<4>; 0] = [];
/// let uninitialised: &[f32] = kernels::cast::view(&four);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Lanes<const N: usize, S = f32>([S; N]);

impl<S: Number, const N: usize> FromIterator<f64> for Lanes<N, S> {
    /// One number for each lane, rounded; for example the learning rates of a sweep.
    ///
    /// # Panics
    /// If the number of values is not the number of lanes.
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        let mut numbers = numbers.into_iter();
        let mut lanes = Self::zero();
        for k in 0..Self::LANES {
            let number = numbers.next();
            let number = number.unwrap_or_else(|| panic!("{k} numbers for {} lanes", Self::LANES));
            lanes = lanes.with_lane(k, number);
        }
        assert!(numbers.next().is_none(), "more than {} numbers", Self::LANES);
        lanes
    }
}

macro_rules! operator {
    ($trait:ident $method:ident $sign:tt) => {
        impl<const N: usize, S: Number> $trait for Lanes<N, S> {
            type Output = Self;
            #[inline(always)]
            fn $method(mut self, other: Self) -> Self {
                for i in 0..N {
                    self.0[i] = self.0[i] $sign other.0[i];
                }
                self
            }
        }
    };
}
operator!(Add add +);
operator!(Sub sub -);
operator!(Mul mul *);
operator!(Div div /);

/// Functions of one number, applied to each lane.
macro_rules! each_by_itself {
    ($($function:ident)*) => {$(
        #[inline(always)]
        fn $function(mut self) -> Self {
            for x in &mut self.0 {
                *x = x.$function();
            }
            self
        }
    )*};
}

impl<const N: usize, S: Number> Neg for Lanes<N, S> {
    type Output = Self;
    each_by_itself!(neg);
}

impl<const N: usize, S: Number> Number for Lanes<N, S> {
    const LANES: usize = N * S::LANES;
    type Scalar = S::Scalar;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        const { assert!(size_of::<Self>() == N * size_of::<S>(), "16 lanes, or a multiple") };
        Self([S::splat(value); N])
    }
    #[inline(always)]
    fn lane(self, k: usize) -> f64 {
        self.0[k / S::LANES].lane(k % S::LANES)
    }
    #[inline(always)]
    fn with_lane(mut self, k: usize, value: f64) -> Self {
        let at = &mut self.0[k / S::LANES];
        *at = at.with_lane(k % S::LANES, value);
        self
    }
    #[inline(always)]
    fn mul_add(mut self, factor: Self, addend: Self) -> Self {
        for i in 0..N {
            self.0[i] = self.0[i].mul_add(factor.0[i], addend.0[i]);
        }
        self
    }
    #[inline(always)]
    fn if_less(mut a: Self, b: Self, then: Self, otherwise: Self) -> Self {
        for i in 0..N {
            a.0[i] = S::if_less(a.0[i], b.0[i], then.0[i], otherwise.0[i]);
        }
        a
    }
    #[inline(always)]
    fn at_least(mut self, low: Self) -> Self {
        for i in 0..N {
            self.0[i] = self.0[i].at_least(low.0[i]);
        }
        self
    }
    #[inline(always)]
    fn at_most(mut self, high: Self) -> Self {
        for i in 0..N {
            self.0[i] = self.0[i].at_most(high.0[i]);
        }
        self
    }
    each_by_itself!(sqrt abs);
}

#[allow(unsafe_code, reason = "the same numbers under another type, see `MadeOf`")]
const _: () = {
    made_of! {
        [const N: usize] Lanes<N>: [Lanes<N, Software<f32>>; 1];
        [const N: usize, S: Copy] Lanes<N, S>: [S; N];
        [const N: usize, S: Copy] Lanes<N, S>: [Lanes<N, S>; 1];
    }
};

impl<const N: usize, S: Real<Element = S>> Real for Lanes<N, S> {
    const BLOCKS: bool = S::BLOCKS;
    type Element = S;
    each_by_itself!(exp exp_neg exp_m1 ln ln_1p ln_1p_of_fraction tanh);
}
