//! The paths: for each instruction set, which tiles its products are computed in.
//!
//! A tile of R rows of C vectors takes R C registers for its sums, C for B and one for a value of
//! A. Each step of a sum depends on the one before, so at least eight sums are needed to keep two
//! multipliers busy. A path is an empty token that only `dispatch` creates, after detecting the
//! processor's features.

#[cfg(target_arch = "x86_64")]
use crate::arch::{F32x4, F32x8, F32x16, F64x4, F64x8};
#[cfg(target_arch = "aarch64")]
use crate::arch::{F32x4, F64x2};
use crate::lanes::Lanes;
use crate::product::{Path, Product};
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use crate::real::Number;
use crate::software::{Float, Software};

/// Any processor; multiply-adds are software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Portable(pub(crate) ());
/// AVX2 and FMA: sixteen registers of 32 bytes.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx2 {
    /// If the processor has AVX-512 as well, products in double precision use it.
    wide: Option<Avx512>,
}
#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// Once AVX2 and FMA were detected.
    pub(crate) fn detected() -> Self {
        Self { wide: None }
    }
}
/// AVX-512: thirty-two registers of 64 bytes.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx512(pub(crate) ());
#[cfg(target_arch = "x86_64")]
impl From<Avx512> for Avx2 {
    /// An AVX-512 path implies AVX2 and FMA: all three were detected.
    fn from(path: Avx512) -> Self {
        Self { wide: Some(path) }
    }
}
/// NEON: thirty-two registers of 16 bytes.
#[cfg(target_arch = "aarch64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Neon(pub(crate) ());

/// Implements a path for products of one number type: narrow products are inlined, all others go
/// through functions compiled with the features they need. In one function, what streams and what
/// tiles would keep each other out of registers.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
macro_rules! path {
    (
        $path:ty, $features:literal; $number:ty;
        up to $narrow:expr => |$small:ident| $narrow_strips:expr;
        $(wide $wide:ident;)?
        $(streamed $vector:ty, $rows:literal;)?
        |$product:ident| $strips:expr
    ) => {
        impl Path<$number> for $path {
            const NARROW: usize = $narrow;

            #[inline(always)]
            fn narrow(self, $small: &mut Product<'_, $number>) {
                $narrow_strips
            }

            #[allow(unsafe_code, reason = "instructions that not every processor has")]
            fn whole(self, mut product: Product<'_, $number>) {
                #[target_feature(enable = $features)]
                fn tiled($product: &mut Product<'_, $number>) {
                    $strips
                }
                $(if let Some(wide) = self.$wide {
                    return wide.whole(product);
                })?
                $({
                    #[target_feature(enable = $features)]
                    fn streamed(product: &mut Product<'_, $number>) {
                        product.streamed::<$vector, $rows>();
                    }
                    if product.may_be_streamed() {
                        // SAFETY: `self` exists, so that the processor has the features.
                        unsafe { streamed(&mut product) }
                    }
                })?
                // SAFETY: `self` exists, so that the processor has the features.
                unsafe { tiled(&mut product) }
            }
        }
    };
}

impl<S: Float> Path<Software<S>> for Portable {
    const NARROW: usize = 0;

    #[inline(always)]
    fn narrow(self, _: &mut Product<'_, Software<S>>) {}

    #[inline(never)]
    fn whole(self, mut product: Product<'_, Software<S>>) {
        product.strips::<Software<S>, 1, 4>(0);
    }
}

impl Path<Lanes<16, Software<f32>>> for Portable {
    const NARROW: usize = 0;

    #[inline(always)]
    fn narrow(self, _: &mut Product<'_, Lanes<16, Software<f32>>>) {}

    #[inline(never)]
    fn whole(self, mut product: Product<'_, Lanes<16, Software<f32>>>) {
        product.strips::<Lanes<16, Software<f32>>, 1, 1>(0);
    }
}

/// Tiles of N x N lanes; a number with lanes is already a vector.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[inline(always)]
fn squares<T: Number, const N: usize>(product: &mut Product<'_, T>) {
    product.strips::<T, N, N>(N - 1);
    product.strips::<T, N, 1>(0);
}

/// Up to four columns.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[inline(always)]
fn few(product: &mut Product<'_, f32>) {
    product.strips::<F32x4, 4, 1>(1);
    product.strips::<f32, 4, 1>(0);
}

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use super::{Avx2, Avx512, F32x8, F32x16, F64x4, F64x8, Lanes, Path, Product, few, squares};

    path!(
        Avx2, "avx2,fma"; f32; up to 4 => |product| few(product);
        streamed F32x8, 6;
        |product| {
            product.strips::<F32x8, 6, 2>(4);
            few(product);
        }
    );
    path!(
        Avx2, "avx2,fma"; f64; up to 0 => |_product| {};
        wide wide;
        streamed F64x4, 6;
        |product| {
            product.strips::<F64x4, 6, 2>(4);
            product.strips::<F64x4, 4, 1>(0);
        }
    );
    path!(
        Avx2, "avx2,fma"; Lanes<2, F32x8>;
        up to usize::MAX => |product| squares::<_, 2>(product);
        |product| squares::<_, 2>(product)
    );
    path!(
        Avx512, "avx2,fma,avx512f,avx512dq"; f32; up to 4 => |product| few(product);
        streamed F32x16, 8;
        |product| {
            product.strips::<F32x16, 8, 2>(16);
            product.strips::<F32x16, 8, 1>(4);
            few(product);
        }
    );
    path!(
        Avx512, "avx2,fma,avx512f,avx512dq"; f64; up to 0 => |_product| {};
        streamed F64x8, 8;
        |product| {
            product.strips::<F64x8, 8, 2>(8);
            product.strips::<F64x8, 8, 1>(4);
            product.strips::<F64x4, 4, 1>(0);
        }
    );
    path!(
        Avx512, "avx2,fma,avx512f,avx512dq"; Lanes<1, F32x16>;
        up to usize::MAX => |product| squares::<_, 4>(product);
        |product| squares::<_, 4>(product)
    );
}

#[cfg(target_arch = "aarch64")]
mod aarch64 {
    use super::{F32x4, F64x2, Lanes, Neon, Path, Product, few, squares};

    path!(
        Neon, "neon"; f32; up to 4 => |product| few(product);
        streamed F32x4, 6;
        |product| {
            product.strips::<F32x4, 6, 4>(4);
            few(product);
        }
    );
    path!(
        Neon, "neon"; f64; up to 0 => |_product| {};
        streamed F64x2, 6;
        |product| {
            product.strips::<F64x2, 6, 4>(4);
            product.strips::<F64x2, 4, 2>(1);
            product.strips::<f64, 4, 1>(0);
        }
    );
    path!(
        Neon, "neon"; Lanes<16>;
        up to usize::MAX => |product| squares::<_, 2>(product);
        |product| squares::<_, 2>(product)
    );
}
