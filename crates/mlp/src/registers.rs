//! Lanes, and rows of a tile, as the processor's registers: what [`Lanes`](crate::Lanes) are on the
//! paths with AVX2 and AVX-512.
//!
//! The same numbers and the same operations as arrays have, each by the instruction that IEEE 754
//! defines. Arrays are turned into vectors by the compiler's judgement, which fails where a network
//! of four units leaves it little to see (a third of the speed); here it has no choice. The tests
//! hold every operation to the array's bits.

use std::arch::x86_64::{__m128, __m256, __m512};
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::layout::{view, view_mut};
use crate::optimizer;
use crate::real::{Real, sealed::Sealed};
use crate::register::{Register, prefetch};
use crate::single::{self, Single};
use crate::tile::{CACHE_LINE, Vector};

/// Four numbers in a register, for the few columns of a small network.
pub(crate) type Four = Registers<__m128, 1>;
/// Sixteen numbers in two registers of eight, AVX2.
pub(crate) type Avx2 = Registers<__m256, 2>;
/// Sixteen numbers in one register, AVX-512.
pub(crate) type Avx512 = Registers<__m512, 1>;

/// N registers as one number of so many lanes.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Registers<R, const N: usize>(pub(crate) [R; N]);

impl<R: Register, const N: usize> Registers<R, N> {
    fn lanes(&self) -> &[f32] {
        view(std::slice::from_ref(self))
    }
}

impl<R: Register, const N: usize> Sealed for Registers<R, N> {}
impl<R: Register, const N: usize> fmt::Debug for Registers<R, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lanes().fmt(f)
    }
}
impl<R: Register, const N: usize> Default for Registers<R, N> {
    #[inline(always)]
    fn default() -> Self {
        Self::splat(0.0)
    }
}
impl<R: Register, const N: usize> PartialEq for Registers<R, N> {
    fn eq(&self, other: &Self) -> bool {
        self.lanes() == other.lanes()
    }
}

macro_rules! operator {
    ($trait:ident $method:ident) => {
        impl<R: Register, const N: usize> $trait for Registers<R, N> {
            type Output = Self;
            #[inline(always)]
            fn $method(mut self, other: Self) -> Self {
                for (x, y) in self.0.iter_mut().zip(other.0) {
                    *x = x.$method(y);
                }
                self
            }
        }
    };
}
operator!(Add add);
operator!(Sub sub);
operator!(Mul mul);
operator!(Div div);
impl<R: Register, const N: usize> Neg for Registers<R, N> {
    type Output = Self;
    #[inline(always)]
    fn neg(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.xor(R::splat(-0.0));
        }
        self
    }
}

/// A function of every register by itself: of all at once, it would have no register to spare.
macro_rules! register_by_register {
    ($($function:ident)*) => {$(
        #[inline(always)]
        fn $function(mut self) -> Self {
            for x in &mut self.0 {
                *x = single::$function(Registers([*x])).0[0];
            }
            self
        }
    )*};
}

impl<R: Register, const N: usize> Real for Registers<R, N> {
    const LANES: usize = N * R::WIDTH;
    const BLOCKS: bool = false;
    type Scalar = f32;
    type Element = Registers<R, 1>;

    #[inline(always)]
    fn elements(numbers: &[Self]) -> &[Registers<R, 1>] {
        view(numbers)
    }
    #[inline(always)]
    fn elements_mut(numbers: &mut [Self]) -> &mut [Registers<R, 1>] {
        view_mut(numbers)
    }
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self([R::splat(value as f32); N])
    }
    #[inline(always)]
    fn lane(self, k: usize) -> f64 {
        f64::from(self.lanes()[k])
    }
    #[inline(always)]
    fn with_lane(mut self, k: usize, value: f64) -> Self {
        view_mut(std::slice::from_mut(&mut self))[k] = value as f32;
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
        for x in &mut self.0 {
            *x = x.sqrt();
        }
        self
    }
    #[inline(always)]
    fn abs(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.and(R::splat(f32::from_bits(0x7fff_ffff)));
        }
        self
    }
    #[inline(always)]
    fn if_less(mut a: Self, b: Self, then: Self, otherwise: Self) -> Self {
        for i in 0..N {
            a.0[i] = R::if_less(a.0[i], b.0[i], then.0[i], otherwise.0[i]);
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
    register_by_register!(exp exp_neg exp_m1 ln ln_1p ln_1p_of_fraction tanh);
}

impl<R: Register, const N: usize> Single for Registers<R, N> {
    #[inline(always)]
    fn power_of_two(mut self) -> Self {
        for x in &mut self.0 {
            *x = x.power_of_two();
        }
        self
    }
    #[inline(always)]
    fn scale(mut self, n: Self) -> Self {
        for i in 0..N {
            self.0[i] = self.0[i].scale(n.0[i]);
        }
        self
    }
    #[inline(always)]
    fn scale_down(mut self, n: Self) -> Self {
        for i in 0..N {
            self.0[i] = self.0[i].scale_down(n.0[i]);
        }
        self
    }
    #[inline(always)]
    fn mantissa_and_exponent(mut self) -> (Self, Self) {
        let mut exponent = self;
        for i in 0..N {
            (self.0[i], exponent.0[i]) = self.0[i].mantissa_and_exponent();
        }
        (self, exponent)
    }
}

impl<R: Register, const N: usize> Vector<f32> for Registers<R, N> {
    const WIDTH: usize = Self::LANES;

    #[inline(always)]
    fn spread(x: f32) -> Self {
        Self([R::splat(x); N])
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Real::mul_add(self, factor, addend)
    }
    #[inline(always)]
    fn descend(self, direction: Self, rate: Self, active: Self) -> Self {
        optimizer::descend(self, direction, rate, active)
    }
    #[inline(always)]
    fn prefetch<const C: usize>(of: &[f32]) {
        const LINE: usize = CACHE_LINE / size_of::<f32>();
        for line in of.chunks(LINE).take(C * Self::LANES / LINE) {
            prefetch(&line[0]);
        }
    }
    #[inline(always)]
    fn load<const C: usize>(from: &[f32]) -> [Self; C] {
        let from = &from[..C * Self::LANES];
        let mut vectors = [Self::default(); C];
        for (c, vector) in vectors.iter_mut().enumerate() {
            for i in 0..N {
                vector.0[i] = R::load(&from[c * Self::LANES + i * R::WIDTH..]);
            }
        }
        vectors
    }
    #[inline(always)]
    fn load_edge<const C: usize>(from: &[f32]) -> [Self; C] {
        let mut vectors = [Self::default(); C];
        for (c, vector) in vectors.iter_mut().enumerate() {
            for i in 0..N {
                let at = (c * Self::LANES + i * R::WIDTH).min(from.len());
                vector.0[i] = R::load_edge(&from[at..]);
            }
        }
        vectors
    }
    #[inline(always)]
    fn store<const C: usize>(vectors: &[Self; C], to: &mut [f32]) {
        let to = &mut to[..C * Self::LANES];
        for (c, vector) in vectors.iter().enumerate() {
            for i in 0..N {
                vector.0[i].store(&mut to[c * Self::LANES + i * R::WIDTH..]);
            }
        }
    }
    #[inline(always)]
    fn store_edge<const C: usize>(vectors: &[Self; C], to: &mut [f32]) {
        for (c, vector) in vectors.iter().enumerate() {
            for i in 0..N {
                let at = (c * Self::LANES + i * R::WIDTH).min(to.len());
                vector.0[i].store_edge(&mut to[at..]);
            }
        }
    }
}
