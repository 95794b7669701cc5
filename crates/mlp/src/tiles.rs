//! Which tiles each path covers a product with: as many sums as its registers hold.
//!
//! R rows of C vectors take R C registers for their sums, C for B and one for a value of A. Each sum
//! is a chain that waits for itself: eight of them at least keep two multipliers busy.

use crate::product::{Product, Tiles};
use crate::real::Real;
#[cfg(target_arch = "x86_64")]
use crate::registers::{Avx2, Avx512, Four};

/// Of `f32` in arrays, of which the compiler makes vectors of four.
#[cfg(target_arch = "aarch64")]
pub(crate) struct Arrays;
/// Of `f64` in arrays.
pub(crate) struct Doubles;
/// Of numbers that call their arithmetic.
pub(crate) struct Software;
/// Of lanes, N x N numbers.
pub(crate) struct Squares<const N: usize>;
/// Of `f32` in sixteen registers of eight.
#[cfg(target_arch = "x86_64")]
pub(crate) struct OnAvx2;
/// Of `f32` in thirty-two registers of sixteen.
#[cfg(target_arch = "x86_64")]
pub(crate) struct OnAvx512;

#[cfg(target_arch = "aarch64")]
impl<T: Real> Tiles<T> for Arrays {
    #[inline(always)]
    fn cover(product: &mut Product<'_, T>) {
        product.strips::<T, 6, 16>(4);
        product.strips::<T, 4, 4>(1);
        product.strips::<T, 4, 1>(0);
    }
}

impl<T: Real> Tiles<T> for Doubles {
    #[inline(always)]
    fn cover(product: &mut Product<'_, T>) {
        product.strips::<T, 4, 8>(0);
    }
}

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
impl Tiles<f32> for OnAvx512 {
    #[inline(always)]
    fn cover(product: &mut Product<'_, f32>) {
        product.strips::<Avx512, 8, 2>(16);
        product.strips::<Avx512, 8, 1>(4);
        product.strips::<Four, 4, 1>(1);
        product.strips::<f32, 4, 1>(0);
    }
}
