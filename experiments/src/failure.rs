//! What goes wrong, and the exit code that says so.

use std::fmt;
use std::process::ExitCode;

use crate::terminal;

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

/// Why a run did not come to its end.
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
    /// For configuration that is wrong.
    pub fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self::Usage(error.into())
    }

    /// For files that cannot be read or written.
    pub fn input_output(error: impl Into<anyhow::Error>) -> Self {
        Self::InputOutput(error.into())
    }

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
                f.write_str("interrupted; finished trials are kept: the same command goes on")
            }
        }
    }
}

/// Tables and charts are made in memory: what fails there is a defect of the configuration's
/// names, such as a metric called `seed`.
impl From<report::table::PolarsError> for Failure {
    fn from(error: report::table::PolarsError) -> Self {
        Self::usage(error)
    }
}

/// The exit code of a whole run, its failure written to standard error.
pub fn exit(result: Result<u8, Failure>) -> ExitCode {
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            terminal::complain(&failure);
            ExitCode::from(failure.code())
        }
    }
}
