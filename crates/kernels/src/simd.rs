//! The instruction set that work runs on: it decides the speed, never the bits.
//!
//! It is the fastest that the machine has, unless the environment variable
//! `MLP_SIMD=portable|avx2|avx512|neon` forces another.

use std::fmt;

use thiserror::Error;

#[cfg(target_arch = "aarch64")]
use crate::path::Neon;
use crate::path::Portable;
#[cfg(target_arch = "x86_64")]
use crate::path::{Avx2, Avx512};

/// The environment variable that forces a path.
pub const VARIABLE: &str = "MLP_SIMD";

/// An instruction set that this machine has.
///
/// A value cannot be created for one the machine lacks, which makes running on it sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simd(pub(crate) Token);

/// The path of an instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Portable(Portable),
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    #[cfg(target_arch = "aarch64")]
    Neon(Neon),
}

/// A forced path that cannot be used.
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
                paths.push(Simd(Token::Avx512(Avx512(()))));
            }
            paths.push(Simd(Token::Avx2(Avx2::detected())));
        }
        // Every 64-bit Arm processor has vectors and the fused multiply-add.
        #[cfg(target_arch = "aarch64")]
        paths.push(Simd(Token::Neon(Neon(()))));
        paths.push(Simd(Token::Portable(Portable(()))));
        paths
    }

    /// The fastest path of this machine.
    pub fn fastest() -> Simd {
        Self::available()[0]
    }

    /// The path that `MLP_SIMD` names, or the fastest if it is unset or empty.
    ///
    /// # Errors
    /// If it names a path that does not exist or that this machine lacks.
    pub fn from_environment() -> Result<Simd, SimdError> {
        match std::env::var_os(VARIABLE).filter(|name| !name.is_empty()) {
            None => Ok(Self::fastest()),
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
            Token::Portable(_) => "portable",
            #[cfg(target_arch = "x86_64")]
            Token::Avx512(_) => "avx512",
            #[cfg(target_arch = "x86_64")]
            Token::Avx2(_) => "avx2",
            #[cfg(target_arch = "aarch64")]
            Token::Neon(_) => "neon",
        })
    }
}
