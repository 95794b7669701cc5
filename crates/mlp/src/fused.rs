//! The fused multiply-add: by the processor, or in software.
#![allow(
    clippy::disallowed_methods,
    reason = "the one place that names the processor's instruction"
)]

use crate::portable::Portable;

/// `self * factor + addend`, rounded once.
pub(crate) trait Fused: Sized {
    fn fused(self, factor: Self, addend: Self) -> Self;
}
impl Fused for f32 {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        self.mul_add(factor, addend)
    }
}
impl Fused for f64 {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        self.mul_add(factor, addend)
    }
}
impl Fused for Portable<f32> {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        Self(libm::fmaf(self.0, factor.0, addend.0))
    }
}
impl Fused for Portable<f64> {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        Self(libm::fma(self.0, factor.0, addend.0))
    }
}
