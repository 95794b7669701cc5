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

/// Four rows of four numbers turned over, in every 128 bits: in pairs of numbers, then of pairs.
macro_rules! quads {
    (
        $rows:expr; ($low:ident, $high:ident), ($low_pair:ident, $high_pair:ident),
        ($to_pairs:ident, $from_pairs:ident)
    ) => {{
        let [a, b, c, d] = $rows;
        let (ab, cd) = ($to_pairs($low(a, b)), $to_pairs($low(c, d)));
        let (above, below) = ($to_pairs($high(a, b)), $to_pairs($high(c, d)));
        [
            $from_pairs($low_pair(ab, cd)),
            $from_pairs($high_pair(ab, cd)),
            $from_pairs($low_pair(above, below)),
            $from_pairs($high_pair(above, below)),
        ]
    }};
}

/// Four registers of four 128 bits turned over.
macro_rules! quarters {
    ($rows:expr; $shuffle:ident) => {{
        let [a, b, c, d] = $rows;
        let (ab, cd) = ($shuffle::<0x44>(a, b), $shuffle::<0x44>(c, d));
        let (above, below) = ($shuffle::<0xee>(a, b), $shuffle::<0xee>(c, d));
        [
            $shuffle::<0x88>(ab, cd),
            $shuffle::<0xdd>(ab, cd),
            $shuffle::<0x88>(above, below),
            $shuffle::<0xdd>(above, below),
        ]
    }};
}

/// Quads of eight columns.
#[inline(always)]
unsafe fn quads_of_eight(rows: [__m256; 4]) -> [__m256; 4] {
    // SAFETY: called where the processor has AVX2.
    unsafe {
        quads!(
            rows; (_mm256_unpacklo_ps, _mm256_unpackhi_ps),
            (_mm256_unpacklo_pd, _mm256_unpackhi_pd), (_mm256_castps_pd, _mm256_castpd_ps)
        )
    }
}

/// Quads of sixteen columns.
#[inline(always)]
unsafe fn quads_of_sixteen(rows: [__m512; 4]) -> [__m512; 4] {
    // SAFETY: called where the processor has AVX-512.
    unsafe {
        quads!(
            rows; (_mm512_unpacklo_ps, _mm512_unpackhi_ps),
            (_mm512_unpacklo_pd, _mm512_unpackhi_pd), (_mm512_castps_pd, _mm512_castpd_ps)
        )
    }
}

register! {
    /// Four `f32`, for the few columns of a small network.
    F32x4: [f32; 4] in __m128; features "avx2,fma";
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
    turned |rows| {
        let [a, b, c, d] = rows;
        quads!(
            [a, b, c, d]; (_mm_unpacklo_ps, _mm_unpackhi_ps), (_mm_unpacklo_pd, _mm_unpackhi_pd),
            (_mm_castps_pd, _mm_castpd_ps)
        )
    };
    load_part |from| _mm_maskload_ps(from.as_ptr(), first_of_four(from.len()));
    store_part |x, to| _mm_maskstore_ps(to.as_mut_ptr(), first_of_four(to.len()), x);
}

register! {
    /// Eight `f32`.
    F32x8: [f32; 8] in __m256; features "avx2,fma";
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
    turned |rows| {
        let [a, b, c, d, e, f, g, h] = rows;
        let [a, b, c, d] = quads_of_eight([a, b, c, d]);
        let [e, f, g, h] = quads_of_eight([e, f, g, h]);
        [
            _mm256_permute2f128_ps::<0x20>(a, e), _mm256_permute2f128_ps::<0x20>(b, f),
            _mm256_permute2f128_ps::<0x20>(c, g), _mm256_permute2f128_ps::<0x20>(d, h),
            _mm256_permute2f128_ps::<0x31>(a, e), _mm256_permute2f128_ps::<0x31>(b, f),
            _mm256_permute2f128_ps::<0x31>(c, g), _mm256_permute2f128_ps::<0x31>(d, h),
        ]
    };
    load_part |from| _mm256_maskload_ps(from.as_ptr(), first_of_eight(from.len()));
    store_part |x, to| _mm256_maskstore_ps(to.as_mut_ptr(), first_of_eight(to.len()), x);
}

register! {
    /// Sixteen `f32`.
    F32x16: [f32; 16] in __m512; features "avx2,fma,avx512f,avx512dq";
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
    turned |rows| {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = rows;
        let [a, b, c, d] = quads_of_sixteen([a, b, c, d]);
        let [e, f, g, h] = quads_of_sixteen([e, f, g, h]);
        let [i, j, k, l] = quads_of_sixteen([i, j, k, l]);
        let [m, n, o, p] = quads_of_sixteen([m, n, o, p]);
        let [a, e, i, m] = quarters!([a, e, i, m]; _mm512_shuffle_f32x4);
        let [b, f, j, n] = quarters!([b, f, j, n]; _mm512_shuffle_f32x4);
        let [c, g, k, o] = quarters!([c, g, k, o]; _mm512_shuffle_f32x4);
        let [d, h, l, p] = quarters!([d, h, l, p]; _mm512_shuffle_f32x4);
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    };
    load_part |from| _mm512_maskz_loadu_ps(first_of_sixteen(from.len()), from.as_ptr());
    store_part |x, to| _mm512_mask_storeu_ps(to.as_mut_ptr(), first_of_sixteen(to.len()), x);
}

register! {
    /// Four `f64`.
    F64x4: [f64; 4] in __m256d; features "avx2,fma";
    splat _mm256_set1_pd; add _mm256_add_pd; sub _mm256_sub_pd; mul _mm256_mul_pd;
    div _mm256_div_pd; sqrt _mm256_sqrt_pd; load _mm256_loadu_pd; store _mm256_storeu_pd;
    neg |x| _mm256_xor_pd(x, _mm256_set1_pd(-0.0));
    abs |x| _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
    mul_add |a, b, c| _mm256_fmadd_pd(a, b, c);
    if_less |a, b, then, otherwise| {
        _mm256_blendv_pd(otherwise, then, _mm256_cmp_pd::<_CMP_LT_OQ>(a, b))
    };
    turned |rows| {
        let [a, b, c, d] = rows;
        let (ab, cd) = (_mm256_unpacklo_pd(a, b), _mm256_unpacklo_pd(c, d));
        let (above, below) = (_mm256_unpackhi_pd(a, b), _mm256_unpackhi_pd(c, d));
        [
            _mm256_permute2f128_pd::<0x20>(ab, cd), _mm256_permute2f128_pd::<0x20>(above, below),
            _mm256_permute2f128_pd::<0x31>(ab, cd), _mm256_permute2f128_pd::<0x31>(above, below),
        ]
    };
    // Each mask element is as wide as two `f32`.
    load_part |from| _mm256_maskload_pd(from.as_ptr(), first_of_eight(2 * from.len()));
    store_part |x, to| _mm256_maskstore_pd(to.as_mut_ptr(), first_of_eight(2 * to.len()), x);
}

register! {
    /// Eight `f64`, for products alone.
    F64x8: [f64; 8] in __m512d; features "avx2,fma,avx512f,avx512dq";
    splat _mm512_set1_pd; add _mm512_add_pd; sub _mm512_sub_pd; mul _mm512_mul_pd;
    div _mm512_div_pd; sqrt _mm512_sqrt_pd; load _mm512_loadu_pd; store _mm512_storeu_pd;
    neg |x| _mm512_xor_pd(x, _mm512_set1_pd(-0.0));
    abs |x| _mm512_andnot_pd(_mm512_set1_pd(-0.0), x);
    mul_add |a, b, c| _mm512_fmadd_pd(a, b, c);
    if_less |a, b, then, otherwise| {
        _mm512_mask_blend_pd(_mm512_cmp_pd_mask::<_CMP_LT_OQ>(a, b), otherwise, then)
    };
    prefetch |near| _mm_prefetch::<_MM_HINT_T0>(near.cast());
    turned |rows| {
        let [a, b, c, d, e, f, g, h] = rows;
        let [a, c, e, g, b, d, f, h] = [
            _mm512_unpacklo_pd(a, b), _mm512_unpacklo_pd(c, d),
            _mm512_unpacklo_pd(e, f), _mm512_unpacklo_pd(g, h),
            _mm512_unpackhi_pd(a, b), _mm512_unpackhi_pd(c, d),
            _mm512_unpackhi_pd(e, f), _mm512_unpackhi_pd(g, h),
        ];
        let [a, c, e, g] = quarters!([a, c, e, g]; _mm512_shuffle_f64x2);
        let [b, d, f, h] = quarters!([b, d, f, h]; _mm512_shuffle_f64x2);
        [a, b, c, d, e, f, g, h]
    };
    load_part |from| {
        _mm512_maskz_loadu_pd(first_of_sixteen(from.len().min(8)) as u8, from.as_ptr())
    };
    store_part |x, to| {
        _mm512_mask_storeu_pd(to.as_mut_ptr(), first_of_sixteen(to.len().min(8)) as u8, x);
    };
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
