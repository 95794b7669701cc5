//! Work compiled for each instruction set and run on one that the machine has.
//!
//! A piece of work is a value with one generic method. For each path, that method and everything it
//! calls is compiled into one function with the processor's features enabled; the path is chosen at
//! run time. This module does not know what the work is, nor the work on which processor it runs.

#[cfg(target_arch = "x86_64")]
use crate::arch::{F32x8, F32x16};
use crate::cast::MadeOf;
use crate::lanes::Lanes;
use crate::product::Path;
use crate::real::Real;
use crate::simd::{Simd, Token};
use crate::software::Software;

/// Work on numbers `T`.
pub trait Work<T> {
    /// Does the work. `U` represents `T` on this path: software numbers where the processor has no
    /// fused multiply-add, registers where lanes fill them.
    ///
    /// Everything called here must be inlined; otherwise it is compiled without the processor's
    /// features.
    fn run<U: Real, P: Path<U>>(self, path: P)
    where
        T: MadeOf<U>;
}

/// A number type that work is compiled for: `f32`, `f64` and [`Lanes`] of 16.
pub trait Dispatch: Real + std::fmt::Debug + PartialEq {
    /// Runs `work` on the instruction set.
    fn dispatch<W: Work<Self>>(simd: Simd, work: W);
}

/// The number type used on each path. Where AVX-512 has no code of its own, it runs AVX2's.
macro_rules! dispatch {
    (
        $number:ty; portable: $portable:ty; neon: $neon:ty; avx2: $avx2:ty;
        $(avx512: $avx512:ty;)?
    ) => {
        impl Dispatch for $number {
            #[inline]
            fn dispatch<W: Work<Self>>(simd: Simd, work: W) {
                // Not inlined, like the other paths: here, all would pay for saving its registers.
                #[inline(never)]
                fn on_portable<W: Work<$number>>(path: impl Path<$portable>, work: W) {
                    work.run::<$portable, _>(path);
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma")]
                fn on_avx2<W: Work<$number>>(path: impl Path<$avx2>, work: W) {
                    work.run::<$avx2, _>(path);
                }
                $(
                    #[cfg(target_arch = "x86_64")]
                    #[target_feature(enable = "avx2,fma,avx512f,avx512dq")]
                    fn on_avx512<W: Work<$number>>(path: impl Path<$avx512>, work: W) {
                        work.run::<$avx512, _>(path);
                    }
                    #[cfg(target_arch = "x86_64")]
                    #[allow(unsafe_code, reason = "as below")]
                    if let Token::Avx512(path) = simd.0 {
                        // SAFETY: this token exists only where its features were detected.
                        return unsafe { on_avx512(path, work) };
                    }
                )?
                #[allow(unsafe_code, reason = "a token says that the processor has the features")]
                match simd.0 {
                    Token::Portable(path) => on_portable(path, work),
                    // SAFETY: this token exists only where its features were detected.
                    #[cfg(target_arch = "x86_64")]
                    Token::Avx2(path) => unsafe { on_avx2(path, work) },
                    // SAFETY: AVX-512's features include those of AVX2.
                    #[cfg(target_arch = "x86_64")]
                    Token::Avx512(path) => unsafe { on_avx2(crate::path::Avx2::from(path), work) },
                    #[cfg(target_arch = "aarch64")]
                    Token::Neon(path) => work.run::<$neon, _>(path),
                }
            }
        }
    };
}
dispatch! {
    f32; portable: Software<f32>; neon: f32; avx2: f32; avx512: f32;
}
// Not where the time goes.
dispatch! {
    f64; portable: Software<f64>; neon: f64; avx2: f64;
}
dispatch! {
    Lanes<16>; portable: Lanes<16, Software<f32>>; neon: Lanes<16>;
    avx2: Lanes<2, F32x8>; avx512: Lanes<1, F32x16>;
}
