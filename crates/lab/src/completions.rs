//! Completions of a command line for a shell.

use clap::Command;
use clap_complete::Shell;

use crate::failure::{Failure, REGISTERED};
use crate::terminal;

/// Prints them.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn print(shell: Shell, command: &mut Command) -> Result<u8, Failure> {
    let (name, mut script) = (command.get_name().to_owned(), Vec::new());
    clap_complete::generate(shell, command, name, &mut script);
    terminal::write(&String::from_utf8_lossy(&script))?;
    Ok(REGISTERED)
}
