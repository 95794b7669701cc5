//! Failures and their exit codes.

use std::fmt;

/// All went as registered.
pub const REGISTERED: u8 = 0;
/// A verdict differs from the committed ledger, or `--check` found a difference.
pub const DIFFERENT: u8 = 1;
/// The command line or the configuration is wrong; nothing was written.
pub const USAGE: u8 = 2;
/// A file could not be read or written.
pub const INPUT_OUTPUT: u8 = 3;
/// A signal ended the run; what was finished is kept.
pub const INTERRUPTED: u8 = 130;

/// Why a run did not finish.
#[derive(Debug)]
pub enum Failure {
    /// The command line or the configuration is wrong.
    Usage(anyhow::Error),
    /// A file could not be read or written.
    InputOutput(anyhow::Error),
    /// A signal ended it.
    Interrupted,
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::InputOutput(_) => INPUT_OUTPUT,
            Self::Interrupted => INTERRUPTED,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(error) | Self::InputOutput(error) => write!(f, "error: {error:#}"),
            Self::Interrupted => {
                f.write_str("interrupted; finished trials are kept: the same command resumes")
            }
        }
    }
}

/// Turns the error of a result into a kind of failure.
pub trait Attempt<T> {
    /// The error is a wrong command line or configuration.
    ///
    /// # Errors
    /// If this is one.
    fn usage(self) -> Result<T, Failure>;

    /// The error is a file that cannot be read or written.
    ///
    /// # Errors
    /// If this is one.
    fn input_output(self) -> Result<T, Failure>;
}

impl<T, E: Into<anyhow::Error>> Attempt<T> for Result<T, E> {
    fn usage(self) -> Result<T, Failure> {
        self.map_err(|error| Failure::Usage(error.into()))
    }

    fn input_output(self) -> Result<T, Failure> {
        self.map_err(|error| Failure::InputOutput(error.into()))
    }
}
