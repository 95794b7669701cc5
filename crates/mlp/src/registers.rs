//! Sixteen lanes as the processor's registers: what [`Lanes<16>`](crate::Lanes) is on the paths
//! with AVX2 and AVX-512.
//!
//! The same numbers and the same operations as arrays have, each by the instruction that IEEE 754
//! defines. Arrays of sixteen are turned into vectors by the compiler's judgement, which fails
//! where a network of four units leaves it little to see (a third of the speed); here it has no
//! choice. The tests hold every operation to the array's bits.

#![allow(
    unsafe_code,
    reason = "a register's instructions; `dispatch` uses the type only where the processor has them"
)]

#[allow(clippy::wildcard_imports, reason = "forty instructions, each named below")]
use std::arch::x86_64::*;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::real::{Real, sealed::Sealed};
use crate::single::{self, Single};

/// A number of sixteen lanes in registers, from the instructions for one of them.
macro_rules! in_registers {
    (
        $(#[$doc:meta])* $name:ident([$register:ty; $count:literal]);
        splat $splat:expr;
        add $add:ident; sub $sub:ident; mul $mul:ident; div $div:ident;
        mul_add $mul_add:ident; sqrt $sqrt:ident;
        and $and:expr; xor $xor:expr;
        if_less |$a:ident, $b:ident, $then:ident, $otherwise:ident| $if_less:expr;
        at_least $max:ident; at_most $min:ident;
        power_of_two |$x:ident| $power_of_two:expr;
        $(scale $scale:ident;)?
        mantissa_and_exponent |$y:ident| $parts:expr;
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        pub(crate) struct $name([$register; $count]);

        impl $name {
            #[inline(always)]
            fn lanes(self) -> [f32; 16] {
                // SAFETY: both are sixteen numbers without gaps.
                unsafe { std::mem::transmute(self) }
            }
            #[inline(always)]
            fn from_lanes(lanes: [f32; 16]) -> Self {
                // SAFETY: both are sixteen numbers without gaps.
                unsafe { std::mem::transmute(lanes) }
            }
        }

        impl Sealed for $name {}
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.lanes().fmt(f)
            }
        }
        impl Default for $name {
            #[inline(always)]
            fn default() -> Self {
                Self::splat(0.0)
            }
        }
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.lanes() == other.lanes()
            }
        }

        in_registers!(@operator $name Add add $add);
        in_registers!(@operator $name Sub sub $sub);
        in_registers!(@operator $name Mul mul $mul);
        in_registers!(@operator $name Div div $div);
        impl Neg for $name {
            type Output = Self;
            #[inline(always)]
            fn neg(mut self) -> Self {
                for x in &mut self.0 {
                    // SAFETY: this path's processor has the instruction.
                    *x = unsafe { $xor(*x, $splat(-0.0)) };
                }
                self
            }
        }

        impl Real for $name {
            const LANES: usize = 16;
            const BLOCKS: bool = false;
            type Scalar = f32;
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
                // SAFETY: this path's processor has the instruction.
                Self([unsafe { $splat(value as f32) }; $count])
            }
            #[inline(always)]
            fn lane(self, k: usize) -> f64 {
                f64::from(self.lanes()[k])
            }
            #[inline(always)]
            fn with_lane(self, k: usize, value: f64) -> Self {
                let mut lanes = self.lanes();
                lanes[k] = value as f32;
                Self::from_lanes(lanes)
            }
            #[inline(always)]
            fn mul_add(mut self, factor: Self, addend: Self) -> Self {
                for i in 0..$count {
                    // SAFETY: this path's processor has the instruction.
                    self.0[i] = unsafe { $mul_add(self.0[i], factor.0[i], addend.0[i]) };
                }
                self
            }
            #[inline(always)]
            fn sqrt(mut self) -> Self {
                for x in &mut self.0 {
                    // SAFETY: this path's processor has the instruction.
                    *x = unsafe { $sqrt(*x) };
                }
                self
            }
            #[inline(always)]
            fn abs(mut self) -> Self {
                for x in &mut self.0 {
                    // SAFETY: this path's processor has the instruction.
                    *x = unsafe { $and(*x, $splat(f32::from_bits(0x7fff_ffff))) };
                }
                self
            }
            #[inline(always)]
            fn if_less(mut a: Self, b: Self, then: Self, otherwise: Self) -> Self {
                for i in 0..$count {
                    let ($a, $b, $then, $otherwise) = (a.0[i], b.0[i], then.0[i], otherwise.0[i]);
                    // SAFETY: this path's processor has the instruction.
                    a.0[i] = unsafe { $if_less };
                }
                a
            }
            #[inline(always)]
            fn at_least(mut self, low: Self) -> Self {
                for i in 0..$count {
                    // The second operand where they are equal or not ordered.
                    // SAFETY: this path's processor has the instruction.
                    self.0[i] = unsafe { $max(low.0[i], self.0[i]) };
                }
                self
            }
            #[inline(always)]
            fn at_most(mut self, high: Self) -> Self {
                for i in 0..$count {
                    // SAFETY: this path's processor has the instruction.
                    self.0[i] = unsafe { $min(high.0[i], self.0[i]) };
                }
                self
            }
            #[inline(always)]
            fn exp(self) -> Self {
                single::exp(self)
            }
            #[inline(always)]
            fn exp_m1(self) -> Self {
                single::exp_m1(self)
            }
            #[inline(always)]
            fn ln(self) -> Self {
                single::ln(self)
            }
            #[inline(always)]
            fn ln_1p(self) -> Self {
                single::ln_1p(self)
            }
            #[inline(always)]
            fn ln_1p_of_fraction(self) -> Self {
                single::ln_1p_of_fraction(self)
            }
            #[inline(always)]
            fn tanh(self) -> Self {
                single::tanh(self)
            }
        }

        impl Single for $name {
            #[inline(always)]
            fn power_of_two(mut self) -> Self {
                for x in &mut self.0 {
                    let $x = *x;
                    // SAFETY: this path's processor has the instruction.
                    *x = unsafe { $power_of_two };
                }
                self
            }
            $(
                #[inline(always)]
                fn scale(mut self, n: Self) -> Self {
                    for i in 0..$count {
                        // SAFETY: this path's processor has the instruction.
                        self.0[i] = unsafe { $scale(self.0[i], n.0[i]) };
                    }
                    self
                }
            )?
            #[inline(always)]
            fn mantissa_and_exponent(mut self) -> (Self, Self) {
                let mut exponent = self;
                for i in 0..$count {
                    let $y = self.0[i];
                    // SAFETY: this path's processor has the instruction.
                    (self.0[i], exponent.0[i]) = unsafe { $parts };
                }
                (self, exponent)
            }
        }
    };
    (@operator $name:ident $trait:ident $method:ident $instruction:ident) => {
        impl $trait for $name {
            type Output = Self;
            #[inline(always)]
            fn $method(mut self, other: Self) -> Self {
                for (x, y) in self.0.iter_mut().zip(other.0) {
                    // SAFETY: this path's processor has the instruction.
                    *x = unsafe { $instruction(*x, y) };
                }
                self
            }
        }
    };
}

in_registers! {
    /// Two registers of eight, AVX2.
    Avx2([__m256; 2]);
    splat _mm256_set1_ps;
    add _mm256_add_ps; sub _mm256_sub_ps; mul _mm256_mul_ps; div _mm256_div_ps;
    mul_add _mm256_fmadd_ps; sqrt _mm256_sqrt_ps;
    and _mm256_and_ps; xor _mm256_xor_ps;
    if_less |a, b, then, otherwise| _mm256_blendv_ps(otherwise, then, _mm256_cmp_ps::<_CMP_LT_OQ>(a, b));
    at_least _mm256_max_ps; at_most _mm256_min_ps;
    power_of_two |x| {
        let shifted = _mm256_add_ps(x, _mm256_set1_ps(single::EXPONENT_IN_LOW_BITS));
        _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_castps_si256(shifted)))
    };
    mantissa_and_exponent |x| {
        let bits = _mm256_castps_si256(x);
        let above = _mm256_sub_epi32(bits, _mm256_set1_epi32(single::SQRT_HALF_BITS));
        let exponent = _mm256_srai_epi32::<23>(above);
        let mantissa = _mm256_sub_epi32(bits, _mm256_slli_epi32::<23>(exponent));
        (_mm256_castsi256_ps(mantissa), _mm256_cvtepi32_ps(exponent))
    };
}

in_registers! {
    /// One register of sixteen, AVX-512.
    Avx512([__m512; 1]);
    splat _mm512_set1_ps;
    add _mm512_add_ps; sub _mm512_sub_ps; mul _mm512_mul_ps; div _mm512_div_ps;
    mul_add _mm512_fmadd_ps; sqrt _mm512_sqrt_ps;
    and _mm512_and_ps; xor _mm512_xor_ps;
    if_less |a, b, then, otherwise| _mm512_mask_blend_ps(_mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b), otherwise, then);
    at_least _mm512_max_ps; at_most _mm512_min_ps;
    power_of_two |x| {
        let shifted = _mm512_add_ps(x, _mm512_set1_ps(single::EXPONENT_IN_LOW_BITS));
        _mm512_castsi512_ps(_mm512_slli_epi32::<23>(_mm512_castps_si512(shifted)))
    };
    scale _mm512_scalef_ps;
    mantissa_and_exponent |x| {
        let bits = _mm512_castps_si512(x);
        let above = _mm512_sub_epi32(bits, _mm512_set1_epi32(single::SQRT_HALF_BITS));
        let exponent = _mm512_srai_epi32::<23>(above);
        let mantissa = _mm512_sub_epi32(bits, _mm512_slli_epi32::<23>(exponent));
        (_mm512_castsi512_ps(mantissa), _mm512_cvtepi32_ps(exponent))
    };
}
