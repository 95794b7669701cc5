//! Rows of a tile as registers, where only products are made of them: double precision on AVX2, both
//! precisions on NEON.
//!
//! The same operations as on an array, in the same order. Which registers the compiler would choose
//! for an array hangs on the code around it: a product in double precision took one time or four
//! times as long.

#![allow(
    unsafe_code,
    reason = "a register's instructions; `dispatch` uses the types only where the processor has them"
)]

#[cfg(target_arch = "aarch64")]
use std::arch::aarch64::{
    float32x4_t, float64x2_t, vbslq_f32, vbslq_f64, vcgtzq_f32, vcgtzq_f64, vdupq_n_f32,
    vdupq_n_f64, vfmaq_f32, vfmaq_f64, vfmsq_f32, vfmsq_f64, vld1q_f32, vld1q_f64, vst1q_f32,
    vst1q_f64,
};
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256d, __m256i, _CMP_LT_OQ, _mm256_and_pd, _mm256_cmp_pd, _mm256_fmadd_pd, _mm256_fnmadd_pd,
    _mm256_loadu_pd, _mm256_maskload_pd, _mm256_maskstore_pd, _mm256_set1_pd, _mm256_setzero_pd,
    _mm256_storeu_pd,
};

#[cfg(target_arch = "aarch64")]
use crate::elementwise;
#[cfg(target_arch = "x86_64")]
use crate::register::first_of_eight;
use crate::tile::Vector;

/// `$vector`, which is `$width` of `$number` in a register.
macro_rules! rows {
    (
        $vector:ident: $number:ty, $register:ty, $width:literal;
        spread $spread:ident;
        mul_add |$a:ident, $b:ident, $c:ident| $mul_add:expr;
        descend |$p:ident, $direction:ident, $rate:ident, $active:ident| $descend:expr;
        load $load:ident, |$from:ident| $load_edge:expr;
        store $store:ident, |$x:ident, $to:ident| $store_edge:expr;
    ) => {
        /// Numbers in a register.
        #[derive(Clone, Copy)]
        pub(crate) struct $vector($register);

        impl Vector<$number> for $vector {
            const WIDTH: usize = $width;

            #[inline(always)]
            fn spread(x: $number) -> Self {
                // SAFETY: this path's processor has the instruction.
                Self(unsafe { $spread(x) })
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                let (Self($a), Self($b), Self($c)) = (self, factor, addend);
                // SAFETY: this path's processor has the instruction.
                Self(unsafe { $mul_add })
            }
            #[inline(always)]
            fn descend(self, direction: Self, rate: Self, active: Self) -> Self {
                let (Self($p), Self($direction)) = (self, direction);
                let (Self($rate), Self($active)) = (rate, active);
                // SAFETY: this path's processor has the instructions.
                Self(unsafe { $descend })
            }
            #[inline(always)]
            fn load<const C: usize>(from: &[$number]) -> [Self; C] {
                let from = &from[..C * $width];
                let mut vectors = [Self::spread(0.0); C];
                for (vector, from) in vectors.iter_mut().zip(from.as_chunks::<$width>().0) {
                    // SAFETY: reads a chunk; this path's processor has the instruction.
                    vector.0 = unsafe { $load(from.as_ptr()) };
                }
                vectors
            }
            #[inline(always)]
            fn load_edge<const C: usize>(from: &[$number]) -> [Self; C] {
                let mut vectors = [Self::spread(0.0); C];
                for (vector, $from) in vectors.iter_mut().zip(from.chunks($width)) {
                    // SAFETY: reads what there is; this path's processor has the instruction.
                    vector.0 = unsafe { $load_edge };
                }
                vectors
            }
            #[inline(always)]
            fn store<const C: usize>(vectors: &[Self; C], to: &mut [$number]) {
                let to = &mut to[..C * $width];
                for (vector, to) in vectors.iter().zip(to.as_chunks_mut::<$width>().0) {
                    // SAFETY: writes a chunk; this path's processor has the instruction.
                    unsafe { $store(to.as_mut_ptr(), vector.0) };
                }
            }
            #[inline(always)]
            fn store_edge<const C: usize>(vectors: &[Self; C], to: &mut [$number]) {
                for (vector, $to) in vectors.iter().zip(to.chunks_mut($width)) {
                    let $x = vector.0;
                    // SAFETY: writes where room is; this path's processor has the instruction.
                    unsafe { $store_edge };
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
rows! {
    Doubles: f64, __m256d, 4;
    spread _mm256_set1_pd;
    mul_add |a, b, c| _mm256_fmadd_pd(a, b, c);
    descend |p, direction, rate, active| {
        let moves = _mm256_cmp_pd::<_CMP_LT_OQ>(_mm256_setzero_pd(), active);
        _mm256_fnmadd_pd(rate, _mm256_and_pd(moves, direction), p)
    };
    load _mm256_loadu_pd, |from| _mm256_maskload_pd(from.as_ptr(), first_doubles(from));
    store _mm256_storeu_pd, |x, to| _mm256_maskstore_pd(to.as_mut_ptr(), first_doubles(to), x);
}

/// The mask of as many of the first of four as the slice has, each as wide as two of `f32`.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn first_doubles(slice: &[f64]) -> __m256i {
    // SAFETY: called where the processor has AVX2.
    unsafe { first_of_eight(2 * slice.len()) }
}

#[cfg(target_arch = "aarch64")]
rows! {
    Doubles: f64, float64x2_t, 2;
    spread vdupq_n_f64;
    mul_add |a, b, c| vfmaq_f64(c, a, b);
    descend |p, direction, rate, active| {
        vfmsq_f64(p, rate, vbslq_f64(vcgtzq_f64(active), direction, vdupq_n_f64(0.0)))
    };
    load vld1q_f64, |from| vld1q_f64(elementwise::load::<_, 2>(from).as_ptr());
    store vst1q_f64, |x, to| {
        let mut numbers = [0.0; 2];
        vst1q_f64(numbers.as_mut_ptr(), x);
        elementwise::store(&numbers, to);
    };
}

#[cfg(target_arch = "aarch64")]
rows! {
    Singles: f32, float32x4_t, 4;
    spread vdupq_n_f32;
    mul_add |a, b, c| vfmaq_f32(c, a, b);
    descend |p, direction, rate, active| {
        vfmsq_f32(p, rate, vbslq_f32(vcgtzq_f32(active), direction, vdupq_n_f32(0.0)))
    };
    load vld1q_f32, |from| vld1q_f32(elementwise::load::<_, 4>(from).as_ptr());
    store vst1q_f32, |x, to| {
        let mut numbers = [0.0; 4];
        vst1q_f32(numbers.as_mut_ptr(), x);
        elementwise::store(&numbers, to);
    };
}
