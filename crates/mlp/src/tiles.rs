//! Which tiles each path covers a product with: as many sums as its registers hold.
//!
//! R rows of C vectors take R C registers for their sums, C for B and one for a value of A. Each sum
//! is a chain that waits for itself: eight of them at least keep two multipliers busy.

use crate::product::{Product, Tiles};
use crate::real::Real;
#[cfg(target_arch = "x86_64")]
use crate::registers::{Avx2, Avx512, Four};
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use crate::rows::Doubles;
#[cfg(target_arch = "aarch64")]
use crate::rows::Singles;

/// Of numbers that call their arithmetic.
pub(crate) struct Software;
/// Of lanes, N x N numbers.
pub(crate) struct Squares<const N: usize>;
/// Of `f32` or `f64` in sixteen registers of 32 bytes.
#[cfg(target_arch = "x86_64")]
pub(crate) struct OnAvx2;
/// Of `f32` in thirty-two registers of 64 bytes.
#[cfg(target_arch = "x86_64")]
pub(crate) struct OnAvx512;
/// Of `f32` or `f64` in thirty-two registers of 16 bytes.
#[cfg(target_arch = "aarch64")]
pub(crate) struct OnNeon;

impl<T: Real> Tiles<T> for Software {
    #[inline(always)]
    fn cover(product: &mut Product<'_, T>) {
        product.strips::<T, 1, 4>(0);
    }
}

impl<T: Real, const N: usize> Tiles<T> for Squares<N> {
    #[inline(always)]
    fn cover(product: &mut Product<'_, T>) {
        product.strips::<T, N, N>(N - 1);
        product.strips::<T, N, 1>(0);
    }
}

#[cfg(target_arch = "x86_64")]
impl Tiles<f32> for OnAvx2 {
    #[inline(always)]
    fn cover(product: &mut Product<'_, f32>) {
        product.strips::<Avx2, 6, 1>(4);
        product.strips::<Four, 4, 1>(1);
        product.strips::<f32, 4, 1>(0);
    }
}

#[cfg(target_arch = "x86_64")]
impl Tiles<f64> for OnAvx2 {
    #[inline(always)]
    fn cover(product: &mut Product<'_, f64>) {
        product.strips::<Doubles, 6, 2>(4);
        product.strips::<Doubles, 4, 1>(0);
    }
}

#[cfg(target_arch = "x86_64")]
impl Tiles<f32> for OnAvx512 {
    #[inline(always)]
    fn cover(product: &mut Product<'_, f32>) {
        product.strips::<Avx512, 8, 2>(16);
        product.strips::<Avx512, 8, 1>(4);
        product.strips::<Four, 4, 1>(1);
        product.strips::<f32, 4, 1>(0);
    }
}

#[cfg(target_arch = "aarch64")]
impl Tiles<f32> for OnNeon {
    #[inline(always)]
    fn cover(product: &mut Product<'_, f32>) {
        product.strips::<Singles, 6, 4>(4);
        product.strips::<Singles, 4, 1>(1);
        product.strips::<f32, 4, 1>(0);
    }
}

#[cfg(target_arch = "aarch64")]
impl Tiles<f64> for OnNeon {
    #[inline(always)]
    fn cover(product: &mut Product<'_, f64>) {
        product.strips::<Doubles, 6, 4>(4);
        product.strips::<Doubles, 4, 2>(1);
        product.strips::<f64, 4, 1>(0);
    }
}
