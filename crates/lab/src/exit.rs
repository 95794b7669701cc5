//! How a binary ends.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::{interrupt, terminal};

/// The exit code of a whole run, its failure written to standard error.
pub(crate) fn exit(result: Result<u8, Failure>) -> ExitCode {
    interrupt::over();
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            terminal::complain(&failure);
            ExitCode::from(failure.code())
        }
    }
}
