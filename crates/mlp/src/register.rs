//! One register of the processor's: what it can do, by the instruction that IEEE 754 defines.

#![allow(
    unsafe_code,
    reason = "a register's instructions; `dispatch` uses the type only where the processor has them"
)]

#[allow(clippy::wildcard_imports, reason = "forty instructions, each named below")]
use std::arch::x86_64::*;

use crate::registers::Registers;
use crate::single;

/// What one register can do. Safe to call where the processor has its instructions.
pub(crate) trait Register: Copy + Send + Sync + 'static {
    /// How many numbers it holds.
    const WIDTH: usize;

    fn splat(value: f32) -> Self;
    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
    fn div(self, other: Self) -> Self;
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    fn sqrt(self) -> Self;
    fn and(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;
    fn if_less(a: Self, b: Self, then: Self, otherwise: Self) -> Self;
    /// The larger; `self` where they are equal or not ordered.
    fn at_least(self, low: Self) -> Self;
    /// The smaller; `self` where they are equal or not ordered.
    fn at_most(self, high: Self) -> Self;
    fn power_of_two(self) -> Self;
    #[inline(always)]
    fn scale(self, n: Self) -> Self {
        single::scale_by_factors(Registers([self]), Registers([n])).0[0]
    }
    #[inline(always)]
    fn scale_down(self, n: Self) -> Self {
        single::scale_down_by_factors(Registers([self]), Registers([n])).0[0]
    }
    fn mantissa_and_exponent(self) -> (Self, Self);
    /// The first numbers of `from`.
    fn load(from: &[f32]) -> Self;
    /// The first numbers of `from`, zeros beyond its end.
    fn load_edge(from: &[f32]) -> Self;
    fn store(self, to: &mut [f32]);
    /// As many of the numbers as there is room for.
    fn store_edge(self, to: &mut [f32]);
}

/// A register's instructions.
macro_rules! register {
    (
        $register:ty, $width:literal;
        splat $splat:ident; add $add:ident; sub $sub:ident; mul $mul:ident; div $div:ident;
        mul_add $mul_add:ident; sqrt $sqrt:ident; and $and:ident; xor $xor:ident;
        at_least $max:ident; at_most $min:ident;
        if_less |$a:ident, $b:ident, $then:ident, $otherwise:ident| $if_less:expr;
        power_of_two |$x:ident| $power_of_two:expr;
        $(scale $scale:ident;)?
        mantissa_and_exponent |$y:ident| $parts:expr;
        load $load:ident, |$from:ident, $count:ident| $load_edge:expr;
        store $store:ident, |$to:ident, $room:ident, $value:ident| $store_edge:expr;
    ) => {
        impl Register for $register {
            const WIDTH: usize = $width;

            #[inline(always)]
            fn splat(value: f32) -> Self {
                // SAFETY: this path's processor has the instruction.
                unsafe { $splat(value) }
            }
            register!(@binary add $add; sub $sub; mul $mul; div $div; and $and; xor $xor);
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                // SAFETY: this path's processor has the instruction.
                unsafe { $mul_add(self, factor, addend) }
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                // SAFETY: this path's processor has the instruction.
                unsafe { $sqrt(self) }
            }
            #[inline(always)]
            fn if_less($a: Self, $b: Self, $then: Self, $otherwise: Self) -> Self {
                // SAFETY: this path's processor has the instruction.
                unsafe { $if_less }
            }
            #[inline(always)]
            fn at_least(self, low: Self) -> Self {
                // The instruction takes its second operand where they are equal or not ordered.
                // SAFETY: this path's processor has the instruction.
                unsafe { $max(low, self) }
            }
            #[inline(always)]
            fn at_most(self, high: Self) -> Self {
                // SAFETY: this path's processor has the instruction.
                unsafe { $min(high, self) }
            }
            #[inline(always)]
            fn power_of_two(self) -> Self {
                let $x = self;
                // SAFETY: this path's processor has the instruction.
                unsafe { $power_of_two }
            }
            $(
                #[inline(always)]
                fn scale(self, n: Self) -> Self {
                    // SAFETY: this path's processor has the instruction.
                    unsafe { $scale(self, n) }
                }
                #[inline(always)]
                fn scale_down(self, n: Self) -> Self {
                    self.scale(n)
                }
            )?
            #[inline(always)]
            fn mantissa_and_exponent(self) -> (Self, Self) {
                let $y = self;
                // SAFETY: this path's processor has the instruction.
                unsafe { $parts }
            }
            #[inline(always)]
            fn load(from: &[f32]) -> Self {
                // SAFETY: reads no more than there is; this path's processor has the instruction.
                unsafe { $load(from[..$width].as_ptr()) }
            }
            #[inline(always)]
            fn load_edge(from: &[f32]) -> Self {
                let ($from, $count) = (from.as_ptr(), from.len().min($width));
                // SAFETY: reads no more than there is; this path's processor has the instruction.
                unsafe { $load_edge }
            }
            #[inline(always)]
            fn store(self, to: &mut [f32]) {
                // SAFETY: writes no more than there is; this path's processor has the instruction.
                unsafe { $store(to[..$width].as_mut_ptr(), self) }
            }
            #[inline(always)]
            fn store_edge(self, to: &mut [f32]) {
                let ($to, $room, $value) = (to.as_mut_ptr(), to.len().min($width), self);
                // SAFETY: writes no more than there is; this path's processor has the instruction.
                unsafe { $store_edge }
            }
        }
    };
    (@binary $($name:ident $instruction:ident);*) => {$(
        #[inline(always)]
        fn $name(self, other: Self) -> Self {
            // SAFETY: this path's processor has the instruction.
            unsafe { $instruction(self, other) }
        }
    )*};
}

register! {
    __m128, 4;
    splat _mm_set1_ps; add _mm_add_ps; sub _mm_sub_ps; mul _mm_mul_ps; div _mm_div_ps;
    mul_add _mm_fmadd_ps; sqrt _mm_sqrt_ps; and _mm_and_ps; xor _mm_xor_ps;
    at_least _mm_max_ps; at_most _mm_min_ps;
    if_less |a, b, then, otherwise| {
        _mm_blendv_ps(otherwise, then, _mm_cmp_ps::<_CMP_LT_OQ>(a, b))
    };
    power_of_two |x| {
        let shifted = _mm_add_ps(x, _mm_set1_ps(single::EXPONENT_IN_LOW_BITS));
        _mm_castsi128_ps(_mm_slli_epi32::<23>(_mm_castps_si128(shifted)))
    };
    mantissa_and_exponent |x| {
        let bits = _mm_castps_si128(x);
        let above = _mm_sub_epi32(bits, _mm_set1_epi32(single::SQRT_HALF_BITS));
        let exponent = _mm_srai_epi32::<23>(above);
        let mantissa = _mm_sub_epi32(bits, _mm_slli_epi32::<23>(exponent));
        (_mm_castsi128_ps(mantissa), _mm_cvtepi32_ps(exponent))
    };
    load _mm_loadu_ps, |from, count| _mm_maskload_ps(from, first_of_four(count));
    store _mm_storeu_ps, |to, count, x| _mm_maskstore_ps(to, first_of_four(count), x);
}

register! {
    __m256, 8;
    splat _mm256_set1_ps; add _mm256_add_ps; sub _mm256_sub_ps; mul _mm256_mul_ps; div _mm256_div_ps;
    mul_add _mm256_fmadd_ps; sqrt _mm256_sqrt_ps; and _mm256_and_ps; xor _mm256_xor_ps;
    at_least _mm256_max_ps; at_most _mm256_min_ps;
    if_less |a, b, then, otherwise| {
        _mm256_blendv_ps(otherwise, then, _mm256_cmp_ps::<_CMP_LT_OQ>(a, b))
    };
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
    load _mm256_loadu_ps, |from, count| _mm256_maskload_ps(from, first_of_eight(count));
    store _mm256_storeu_ps, |to, count, x| _mm256_maskstore_ps(to, first_of_eight(count), x);
}

register! {
    __m512, 16;
    splat _mm512_set1_ps; add _mm512_add_ps; sub _mm512_sub_ps; mul _mm512_mul_ps; div _mm512_div_ps;
    mul_add _mm512_fmadd_ps; sqrt _mm512_sqrt_ps; and _mm512_and_ps; xor _mm512_xor_ps;
    at_least _mm512_max_ps; at_most _mm512_min_ps;
    if_less |a, b, then, otherwise| {
        _mm512_mask_blend_ps(_mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b), otherwise, then)
    };
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
    load _mm512_loadu_ps, |from, count| _mm512_maskz_loadu_ps(first_of_sixteen(count), from);
    store _mm512_storeu_ps, |to, count, x| _mm512_mask_storeu_ps(to, first_of_sixteen(count), x);
}

/// The mask of the first `count` of sixteen numbers.
#[inline(always)]
fn first_of_sixteen(count: usize) -> u16 {
    ((1_u32 << count) - 1) as u16
}

/// Masks of edges, one from each place on: read, since a mask that is computed is computed anew in
/// code that the compiler moves to where it is not needed.
static EDGES: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];

/// The mask of the first `count` of four numbers.
#[inline(always)]
unsafe fn first_of_four(count: usize) -> __m128i {
    // SAFETY: reads four of the masks; called where the processor has AVX2.
    unsafe { _mm_loadu_si128(EDGES[8 - count..][..4].as_ptr().cast()) }
}

/// The mask of the first `count` of eight numbers.
#[inline(always)]
pub(crate) unsafe fn first_of_eight(count: usize) -> __m256i {
    // SAFETY: reads eight of the masks; called where the processor has AVX2.
    unsafe { _mm256_loadu_si256(EDGES[8 - count..][..8].as_ptr().cast()) }
}

/// Has the memory around `number` brought into the first-level cache.
#[inline(always)]
pub(crate) fn prefetch(number: &f32) {
    // SAFETY: a hint, which touches nothing.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(number).cast()) }
}
