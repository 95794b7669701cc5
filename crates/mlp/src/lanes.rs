//! Runs side by side: N numbers that go through the same operations, one replicate in each.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::layout::{view, view_mut};
use crate::real::{Real, sealed::Sealed};

/// N single-precision numbers; every operation acts on each lane as it would on an `f32`.
///
/// `S` is the number of one lane: `f32`, or the portable path's.
/// Lane k of a sweep is therefore, bit for bit, the `f32` run of replicate k. The loops below
/// have a fixed length and no branch, which the compiler turns into vector instructions.
///
/// N fills whole cache lines: 16, 32, ... Any other number of lanes does not compile.
/// ```
/// use mlp::{Lanes, Real};
/// assert_eq!(Lanes::<16>::elements(&[Lanes::splat(2.0)]), [2.0_f32; 16]);
/// ```
/// ```compile_fail
/// use mlp::{Lanes, Real};
/// Lanes::<3>::elements(&[Lanes::splat(2.0)]);
/// ```
/// ```compile_fail
/// use mlp::{Lanes, Real};
/// let _: Lanes<8> = Lanes::splat(2.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Lanes<const N: usize, S = f32>(pub(crate) [S; N]);

impl<const N: usize, S> Sealed for Lanes<N, S> {}

impl<const N: usize, S: Real> Default for Lanes<N, S> {
    #[inline(always)]
    fn default() -> Self {
        Self([S::default(); N])
    }
}

macro_rules! operator {
    ($trait:ident $method:ident $sign:tt) => {
        impl<const N: usize, S: Real> $trait for Lanes<N, S> {
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
impl<const N: usize, S: Real> Neg for Lanes<N, S> {
    type Output = Self;
    #[inline(always)]
    fn neg(mut self) -> Self {
        for i in 0..N {
            self.0[i] = -self.0[i];
        }
        self
    }
}

impl<const N: usize, S: Real<Element = S>> Real for Lanes<N, S> {
    const LANES: usize = N;
    const BLOCKS: bool = S::BLOCKS;
    type Scalar = S::Scalar;
    type Element = S;

    #[inline(always)]
    fn elements(numbers: &[Self]) -> &[S] {
        view(numbers)
    }
    #[inline(always)]
    fn elements_mut(numbers: &mut [Self]) -> &mut [S] {
        view_mut(numbers)
    }

    #[inline(always)]
    fn splat(value: f64) -> Self {
        const { assert!(size_of::<Self>() == N * size_of::<S>(), "16 lanes, or a multiple") };
        Self([S::splat(value); N])
    }
    #[inline(always)]
    fn lane(self, k: usize) -> f64 {
        self.0[k].lane(0)
    }
    #[inline(always)]
    fn with_lane(mut self, k: usize, value: f64) -> Self {
        self.0[k] = S::splat(value);
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
    fn sqrt(mut self) -> Self {
        for i in 0..N {
            self.0[i] = self.0[i].sqrt();
        }
        self
    }
    #[inline(always)]
    fn abs(mut self) -> Self {
        for i in 0..N {
            self.0[i] = self.0[i].abs();
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
    fn exp(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.exp();
        }
        self
    }
    #[inline(always)]
    fn exp_neg(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.exp_neg();
        }
        self
    }
    #[inline(always)]
    fn exp_m1(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.exp_m1();
        }
        self
    }
    #[inline(always)]
    fn ln(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.ln();
        }
        self
    }
    #[inline(always)]
    fn ln_1p(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.ln_1p();
        }
        self
    }
    #[inline(always)]
    fn ln_1p_of_fraction(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.ln_1p_of_fraction();
        }
        self
    }
    #[inline(always)]
    fn tanh(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.tanh();
        }
        self
    }
}
