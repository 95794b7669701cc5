//! AVX2 with FMA and AVX-512.

#![allow(
    unsafe_code,
    reason = "a register's instructions; a path's token says that the processor has them"
)]

#[allow(clippy::wildcard_imports, reason = "fifty instructions, each named below")]
use std::arch::x86_64::*;

use super::register;
use crate::cast::made_of;
use crate::lanes::Lanes;
use crate::real::{Real, functions};
use crate::single::{self, Single};

register! {
    /// Four `f32`, for the few columns of a small network.
    F32x4: [f32; 4] in __m128;
    splat _mm_set1_ps; add _mm_add_ps; sub _mm_sub_ps; mul _mm_mul_ps; div _mm_div_ps;
    sqrt _mm_sqrt_ps; load _mm_loadu_ps; store _mm_storeu_ps;
    neg |x| _mm_xor_ps(x, _mm_set1_ps(-0.0));
    abs |x| _mm_andnot_ps(_mm_set1_ps(-0.0), x);
    mul_add |a, b, c| _mm_fmadd_ps(a, b, c);
    if_less |a, b, then, otherwise| {
        _mm_blendv_ps(otherwise, then, _mm_cmp_ps::<_CMP_LT_OQ>(a, b))
    };
    // Both return the second operand if the two are equal or either is NaN.
    at_least |x, low| _mm_max_ps(low, x);
    at_most |x, high| _mm_min_ps(high, x);
    prefetch |near| _mm_prefetch::<_MM_HINT_T0>(near.cast());
    load_part |from| _mm_maskload_ps(from.as_ptr(), first_of_four(from.len()));
    store_part |x, to| _mm_maskstore_ps(to.as_mut_ptr(), first_of_four(to.len()), x);
}

register! {
    /// Eight `f32`.
    F32x8: [f32; 8] in __m256;
    splat _mm256_set1_ps; add _mm256_add_ps; sub _mm256_sub_ps; mul _mm256_mul_ps;
    div _mm256_div_ps; sqrt _mm256_sqrt_ps; load _mm256_loadu_ps; store _mm256_storeu_ps;
    neg |x| _mm256_xor_ps(x, _mm256_set1_ps(-0.0));
    abs |x| _mm256_andnot_ps(_mm256_set1_ps(-0.0), x);
    mul_add |a, b, c| _mm256_fmadd_ps(a, b, c);
    if_less |a, b, then, otherwise| {
        _mm256_blendv_ps(otherwise, then, _mm256_cmp_ps::<_CMP_LT_OQ>(a, b))
    };
    at_least |x, low| _mm256_max_ps(low, x);
    at_most |x, high| _mm256_min_ps(high, x);
    prefetch |near| _mm_prefetch::<_MM_HINT_T0>(near.cast());
    load_part |from| _mm256_maskload_ps(from.as_ptr(), first_of_eight(from.len()));
    store_part |x, to| _mm256_maskstore_ps(to.as_mut_ptr(), first_of_eight(to.len()), x);
}

register! {
    /// Sixteen `f32`.
    F32x16: [f32; 16] in __m512;
    splat _mm512_set1_ps; add _mm512_add_ps; sub _mm512_sub_ps; mul _mm512_mul_ps;
    div _mm512_div_ps; sqrt _mm512_sqrt_ps; load _mm512_loadu_ps; store _mm512_storeu_ps;
    neg |x| _mm512_xor_ps(x, _mm512_set1_ps(-0.0));
    abs |x| _mm512_andnot_ps(_mm512_set1_ps(-0.0), x);
    mul_add |a, b, c| _mm512_fmadd_ps(a, b, c);
    if_less |a, b, then, otherwise| {
        _mm512_mask_blend_ps(_mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b), otherwise, then)
    };
    at_least |x, low| _mm512_max_ps(low, x);
    at_most |x, high| _mm512_min_ps(high, x);
    prefetch |near| _mm_prefetch::<_MM_HINT_T0>(near.cast());
    load_part |from| _mm512_maskz_loadu_ps(first_of_sixteen(from.len()), from.as_ptr());
    store_part |x, to| _mm512_mask_storeu_ps(to.as_mut_ptr(), first_of_sixteen(to.len()), x);
}

register! {
    /// Four `f64`.
    F64x4: [f64; 4] in __m256d;
    splat _mm256_set1_pd; add _mm256_add_pd; sub _mm256_sub_pd; mul _mm256_mul_pd;
    div _mm256_div_pd; sqrt _mm256_sqrt_pd; load _mm256_loadu_pd; store _mm256_storeu_pd;
    neg |x| _mm256_xor_pd(x, _mm256_set1_pd(-0.0));
    abs |x| _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
    mul_add |a, b, c| _mm256_fmadd_pd(a, b, c);
    if_less |a, b, then, otherwise| {
        _mm256_blendv_pd(otherwise, then, _mm256_cmp_pd::<_CMP_LT_OQ>(a, b))
    };
    // Each mask element is as wide as two `f32`.
    load_part |from| _mm256_maskload_pd(from.as_ptr(), first_of_eight(2 * from.len()));
    store_part |x, to| _mm256_maskstore_pd(to.as_mut_ptr(), first_of_eight(2 * to.len()), x);
}

made_of! {
    [] Lanes<16>: [Lanes<2, F32x8>; 1];
    [] Lanes<16>: [Lanes<1, F32x16>; 1];
}

macro_rules! functions_in_single_precision {
    ($($register:ty),*) => {$(
        impl Real for $register {
            const BLOCKS: bool = false;
            type Element = Self;
            functions!(single);
        }
    )*};
}
functions_in_single_precision!(F32x4, F32x8, F32x16);

impl Single for F32x4 {
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: this path's processor has the instructions.
        Self(unsafe {
            let shifted = _mm_add_ps(self.0, _mm_set1_ps(single::EXPONENT_IN_LOW_BITS));
            _mm_castsi128_ps(_mm_slli_epi32::<23>(_mm_castps_si128(shifted)))
        })
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        // SAFETY: this path's processor has the instructions.
        unsafe {
            let bits = _mm_castps_si128(self.0);
            let above = _mm_sub_epi32(bits, _mm_set1_epi32(single::SQRT_HALF_BITS));
            let exponent = _mm_srai_epi32::<23>(above);
            let mantissa = _mm_sub_epi32(bits, _mm_slli_epi32::<23>(exponent));
            (Self(_mm_castsi128_ps(mantissa)), Self(_mm_cvtepi32_ps(exponent)))
        }
    }
}

impl Single for F32x8 {
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: this path's processor has the instructions.
        Self(unsafe {
            let shifted = _mm256_add_ps(self.0, _mm256_set1_ps(single::EXPONENT_IN_LOW_BITS));
            _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_castps_si256(shifted)))
        })
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        // SAFETY: this path's processor has the instructions.
        unsafe {
            let bits = _mm256_castps_si256(self.0);
            let above = _mm256_sub_epi32(bits, _mm256_set1_epi32(single::SQRT_HALF_BITS));
            let exponent = _mm256_srai_epi32::<23>(above);
            let mantissa = _mm256_sub_epi32(bits, _mm256_slli_epi32::<23>(exponent));
            (Self(_mm256_castsi256_ps(mantissa)), Self(_mm256_cvtepi32_ps(exponent)))
        }
    }
}

impl Single for F32x16 {
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: this path's processor has the instructions.
        Self(unsafe {
            let shifted = _mm512_add_ps(self.0, _mm512_set1_ps(single::EXPONENT_IN_LOW_BITS));
            _mm512_castsi512_ps(_mm512_slli_epi32::<23>(_mm512_castps_si512(shifted)))
        })
    }
    #[inline(always)]
    fn scale(self, n: Self) -> Self {
        // SAFETY: this path's processor has the instruction.
        Self(unsafe { _mm512_scalef_ps(self.0, n.0) })
    }
    #[inline(always)]
    fn scale_down(self, n: Self) -> Self {
        self.scale(n)
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        // SAFETY: this path's processor has the instructions.
        unsafe {
            let bits = _mm512_castps_si512(self.0);
            let above = _mm512_sub_epi32(bits, _mm512_set1_epi32(single::SQRT_HALF_BITS));
            let exponent = _mm512_srai_epi32::<23>(above);
            let mantissa = _mm512_sub_epi32(bits, _mm512_slli_epi32::<23>(exponent));
            (Self(_mm512_castsi512_ps(mantissa)), Self(_mm512_cvtepi32_ps(exponent)))
        }
    }
}

/// The mask of the first `count` of sixteen numbers, or of all.
#[inline(always)]
fn first_of_sixteen(count: usize) -> u16 {
    ((1_u32 << count.min(16)) - 1) as u16
}

/// Edge masks, one starting at each offset. They are loaded because the compiler would move the
/// computation of a mask into code that does not need it, and repeat it there.
static EDGES: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];

/// The mask of the first `count` of four numbers, or of all.
#[inline(always)]
unsafe fn first_of_four(count: usize) -> __m128i {
    // SAFETY: reads four of the masks; called where the processor has AVX2.
    unsafe { _mm_loadu_si128(EDGES[8 - count.min(4)..][..4].as_ptr().cast()) }
}

/// The mask of the first `count` of eight numbers, or of all.
#[inline(always)]
unsafe fn first_of_eight(count: usize) -> __m256i {
    // SAFETY: reads eight of the masks; called where the processor has AVX2.
    unsafe { _mm256_loadu_si256(EDGES[8 - count.min(8)..][..8].as_ptr().cast()) }
}
