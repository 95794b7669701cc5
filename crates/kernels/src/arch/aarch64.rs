//! NEON, which every 64-bit Arm processor has, with the fused multiply-add.

#![allow(
    unsafe_code,
    unused_unsafe,
    reason = "a register's instructions, which every processor here has"
)]

#[allow(clippy::wildcard_imports, reason = "forty instructions, each named below")]
use std::arch::aarch64::*;

use super::register;
use crate::elementwise;

register! {
    /// Four `f32`.
    F32x4: [f32; 4] in float32x4_t; features "neon";
    splat vdupq_n_f32; add vaddq_f32; sub vsubq_f32; mul vmulq_f32; div vdivq_f32;
    sqrt vsqrtq_f32; load vld1q_f32; store vst1q_f32;
    neg |x| vnegq_f32(x);
    abs |x| vabsq_f32(x);
    mul_add |a, b, c| vfmaq_f32(c, a, b);
    if_less |a, b, then, otherwise| vbslq_f32(vcltq_f32(a, b), then, otherwise);
    turned |rows| {
        let [a, b, c, d, ..] = rows;
        let even = |a, b| vreinterpretq_f64_f32(vtrn1q_f32(a, b));
        let odd = |a, b| vreinterpretq_f64_f32(vtrn2q_f32(a, b));
        [
            vreinterpretq_f32_f64(vzip1q_f64(even(a, b), even(c, d))),
            vreinterpretq_f32_f64(vzip1q_f64(odd(a, b), odd(c, d))),
            vreinterpretq_f32_f64(vzip2q_f64(even(a, b), even(c, d))),
            vreinterpretq_f32_f64(vzip2q_f64(odd(a, b), odd(c, d))),
        ]
    };
    load_part |from| vld1q_f32(elementwise::load::<_, 4>(from).as_ptr());
    store_part |x, to| {
        let mut numbers = [0.0; 4];
        vst1q_f32(numbers.as_mut_ptr(), x);
        elementwise::store(&numbers, to);
    };
}

register! {
    /// Two `f64`.
    F64x2: [f64; 2] in float64x2_t; features "neon";
    splat vdupq_n_f64; add vaddq_f64; sub vsubq_f64; mul vmulq_f64; div vdivq_f64;
    sqrt vsqrtq_f64; load vld1q_f64; store vst1q_f64;
    neg |x| vnegq_f64(x);
    abs |x| vabsq_f64(x);
    mul_add |a, b, c| vfmaq_f64(c, a, b);
    if_less |a, b, then, otherwise| vbslq_f64(vcltq_f64(a, b), then, otherwise);
    turned |rows| [vzip1q_f64(rows[0], rows[1]), vzip2q_f64(rows[0], rows[1])];
    load_part |from| vld1q_f64(elementwise::load::<_, 2>(from).as_ptr());
    store_part |x, to| {
        let mut numbers = [0.0; 2];
        vst1q_f64(numbers.as_mut_ptr(), x);
        elementwise::store(&numbers, to);
    };
}
