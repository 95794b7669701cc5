//! Which instructions a pass runs on: it decides the speed, never the bits.
//!
//! A pass is compiled once for each instruction set, everything inlined into one function that
//! names the processor's features, and chosen at run time. The environment variable
//! `MLP_SIMD=portable|avx2|avx512|neon` forces a path. The portable path takes its fused
//! multiply-add from software; on AVX2 and AVX-512 lanes are registers (`registers`).
//! Double precision runs AVX2's code on AVX-512: it is not where the time goes.

use std::fmt;

use thiserror::Error;

use crate::lanes::Lanes;
use crate::layout::seen_as;
use crate::pass::Pass;
use crate::plan::{Ending, Plan};
use crate::portable::Portable;
use crate::product::{Callable, Product, Tiles};
use crate::random::Random;
use crate::real::Real;
#[cfg(target_arch = "x86_64")]
use crate::registers;
#[cfg(target_arch = "aarch64")]
use crate::tiles::OnNeon;
#[cfg(target_arch = "x86_64")]
use crate::tiles::{OnAvx2, OnAvx512};
use crate::tiles::{Software, Squares};
use crate::train::{Data, Trainer};

/// The environment variable that forces a path.
pub const VARIABLE: &str = "MLP_SIMD";

/// An instruction set that this machine has.
///
/// There is no way to make one that it lacks, which is what makes running on it sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simd(Path);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Path {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "aarch64")]
    Neon,
}

/// A forced path that cannot be taken.
#[derive(Debug, Error, PartialEq)]
#[error(
    "{VARIABLE}={asked}: {problem}; this machine has {available}. Leave {VARIABLE} unset to take the fastest"
)]
pub struct SimdError {
    asked: String,
    problem: &'static str,
    available: String,
}

impl Simd {
    /// The paths of this machine, the fastest first. The portable one is always there.
    pub fn available() -> Vec<Simd> {
        let mut paths = Vec::new();
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
        {
            if std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512dq")
            {
                paths.push(Simd(Path::Avx512));
            }
            paths.push(Simd(Path::Avx2));
        }
        #[cfg(target_arch = "aarch64")]
        paths.push(Simd(Path::Neon));
        paths.push(Simd(Path::Portable));
        paths
    }

    /// The path that `MLP_SIMD` names, or the fastest.
    ///
    /// # Errors
    /// If it names a path that does not exist or that this machine lacks.
    pub fn from_environment() -> Result<Simd, SimdError> {
        match std::env::var_os(VARIABLE) {
            None => Ok(Self::available()[0]),
            Some(name) => Self::named(&name.to_string_lossy()),
        }
    }

    /// The path of that name.
    ///
    /// # Errors
    /// If there is none, or this machine lacks it.
    pub fn named(name: &str) -> Result<Simd, SimdError> {
        let available = Self::available();
        if let Some(&found) = available.iter().find(|path| path.to_string() == name) {
            return Ok(found);
        }
        let known = ["portable", "avx2", "avx512", "neon"].contains(&name);
        let available = available.iter().map(ToString::to_string).collect::<Vec<_>>();
        Err(SimdError {
            asked: name.to_owned(),
            problem: if known { "this machine lacks it" } else { "no such path" },
            available: available.join(", "),
        })
    }
}

impl fmt::Display for Simd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Path::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => "avx512",
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => "avx2",
            #[cfg(target_arch = "aarch64")]
            Path::Neon => "neon",
        })
    }
}

/// A number type for which passes and training are compiled: `f32`, `f64` and [`Lanes`] of 16.
///
/// Here, once, so that no other crate spends its build on it.
pub trait Compiled: Real {
    /// Runs a pass on the instruction set.
    fn run(simd: Simd, pass: Pass<'_, Self>);

    /// [`Trainer::fit`].
    fn fit(
        trainer: &mut Trainer<Self>,
        data: &Data<Self::Scalar>,
        learning_rate: Self,
        plan: &Plan,
        orders: &mut [Random],
    ) -> Vec<Ending>;

    /// [`Trainer::errors`].
    fn errors(trainer: &mut Trainer<Self>, data: &Data<Self>) -> Vec<usize>;
}

/// The tiles `$tiles` of `$number` in a function of their own, under the features that they need.
macro_rules! callable {
    ($number:ty, $tiles:ty $(; $features:literal)?) => {
        impl Callable<$number> for $tiles {
            #[allow(
                unsafe_code,
                unused_unsafe,
                reason = "the features are there; some tiles need none"
            )]
            fn call(product: Product<'_, $number>) {
                $(#[target_feature(enable = $features)])?
                fn covered(mut product: Product<'_, $number>) {
                    <$tiles>::cover(&mut product);
                }
                // SAFETY: only a pass that runs on their path names these tiles, so that the
                // processor has the features.
                unsafe { covered(product) }
            }
        }
    };
}

/// The passes over `$number`, on each path as what and in which tiles: on software, on NEON, and on
/// x86-64 under the features of AVX2 and, where it gains by them, of AVX-512.
macro_rules! compiled {
    (
        $number:ty; portable $portable:ty, $software:ty; neon $on_neon:ty;
        avx2 $avx2:ty, $on_avx2:ty; $(avx512 $avx512:ty, $on_avx512:ty;)?
    ) => {
        callable!($portable, $software);
        #[cfg(target_arch = "aarch64")]
        callable!($number, $on_neon);
        #[cfg(target_arch = "x86_64")]
        callable!($avx2, $on_avx2; "avx2,fma");
        $(
            #[cfg(target_arch = "x86_64")]
            callable!($avx512, $on_avx512; "avx2,fma,avx512f,avx512dq");
        )?

        impl Compiled for $number {
            fn run(simd: Simd, pass: Pass<'_, Self>) {
                // By itself, as the others have to be: in here, its registers would be saved for all.
                #[inline(never)]
                fn on_portable<K: Callable<$portable>>(pass: Pass<'_, $number>) {
                    seen_as::<$number, $portable>(pass).run::<K>();
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma")]
                fn on_avx2<K: Callable<$avx2>>(pass: Pass<'_, $number>) {
                    seen_as::<$number, $avx2>(pass).run::<K>();
                }
                $(
                    #[cfg(target_arch = "x86_64")]
                    #[target_feature(enable = "avx2,fma,avx512f,avx512dq")]
                    fn on_avx512<K: Callable<$avx512>>(pass: Pass<'_, $number>) {
                        seen_as::<$number, $avx512>(pass).run::<K>();
                    }
                )?
                match simd.0 {
                    Path::Portable => on_portable::<$software>(pass),
                    $(
                        #[cfg(target_arch = "x86_64")]
                        #[allow(
                            unsafe_code,
                            reason = "a Simd says that the processor has the features"
                        )]
                        // SAFETY: `Path::Avx512` exists only where all its features were detected.
                        Path::Avx512 => unsafe { on_avx512::<$on_avx512>(pass) },
                    )?
                    #[cfg(target_arch = "x86_64")]
                    #[allow(
                        unsafe_code,
                        unreachable_patterns,
                        reason = "a Simd says that the processor has the features; AVX-512's has AVX2's"
                    )]
                    // SAFETY: both exist only where AVX2 and FMA were detected.
                    Path::Avx2 | Path::Avx512 => unsafe { on_avx2::<$on_avx2>(pass) },
                    // Every 64-bit Arm processor has vectors and the fused multiply-add.
                    #[cfg(target_arch = "aarch64")]
                    Path::Neon => pass.run::<$on_neon>(),
                }
            }

            fn fit(
                trainer: &mut Trainer<Self>,
                data: &Data<Self::Scalar>,
                learning_rate: Self,
                plan: &Plan,
                orders: &mut [Random],
            ) -> Vec<Ending> {
                trainer.run_epochs(data, learning_rate, plan, orders)
            }

            fn errors(trainer: &mut Trainer<Self>, data: &Data<Self>) -> Vec<usize> {
                trainer.count_errors(data)
            }
        }
    };
}
compiled!(
    f32; portable Portable<f32>, Software; neon OnNeon;
    avx2 f32, OnAvx2; avx512 f32, OnAvx512;
);
compiled!(f64; portable Portable<f64>, Software; neon OnNeon; avx2 f64, OnAvx2;);
compiled!(
    Lanes<16>; portable Lanes<16, Portable<f32>>, Squares<2>; neon Squares<2>;
    avx2 registers::Avx2, Squares<2>; avx512 registers::Avx512, Squares<4>;
);
