//! Completions of a command line for a shell: an option that every binary has.

use clap::{ArgMatches, Args, Command, Parser};
use clap_complete::Shell;

use crate::failure::{Failure, REGISTERED};
use crate::terminal;

/// The option.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Completions {
    /// Print completions for a shell
    #[arg(long, value_name = "SHELL", exclusive = true, hide_short_help = true)]
    completions: Option<Shell>,
}

/// Does what the command line says; or prints its completions, if they are asked for.
///
/// # Errors
/// As `then`.
pub(crate) fn parsed<C: Parser>(
    then: impl FnOnce(C) -> Result<u8, Failure>,
) -> Result<u8, Failure> {
    let mut command = C::command();
    let matches = command.get_matches_mut();
    match printed(&matches, &mut command) {
        Some(printed) => printed,
        None => then(C::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())),
    }
}

/// Prints them, if they are asked for.
pub(crate) fn printed(matches: &ArgMatches, command: &mut Command) -> Option<Result<u8, Failure>> {
    let shell = *matches.get_one::<Shell>("completions")?;
    let (name, mut script) = (command.get_name().to_owned(), Vec::new());
    clap_complete::generate(shell, command, name, &mut script);
    Some(terminal::write(&String::from_utf8_lossy(&script)).map(|()| REGISTERED))
}
