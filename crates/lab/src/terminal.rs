//! What a run prints: the claims with their verdicts and findings, lines of text, the progress bar.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

use anyhow::Context;
use claims::ledger::Row;
use claims::{Finding, Verdict};
use indicatif::{ProgressBar, ProgressStyle};

use crate::command_line::{Color, Options};
use crate::failure::{Attempt, Failure};

/// The width of the terminal in columns, or a readable one elsewhere.
pub(crate) fn width() -> usize {
    let size = terminal_size::terminal_size().map_or(100, |(width, _)| width.0);
    usize::from(size.clamp(40, 140))
}

/// Whether standard output is coloured.
fn coloured(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            // An empty NO_COLOR is none (no-color.org).
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
            std::io::stdout().is_terminal() && !refused && !is_dumb
        }
    }
}

/// A verdict in its colour: green, yellow, red; dim where there is none to give.
fn paint(verdict: Verdict, text: &str, color: Color) -> String {
    let code = match verdict {
        Verdict::Supported => 32,
        Verdict::Conditional | Verdict::Erratum | Verdict::Imprecise | Verdict::Inconclusive => 33,
        Verdict::Refuted => 31,
        Verdict::NotTestable => 2,
    };
    if coloured(color) { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

/// Prints what was found, unless only data are to be printed: each claim, with its criteria below it.
///
/// # Errors
/// If standard output cannot be written to.
pub fn print(
    title: &str,
    findings: &[Finding],
    rows: &[Row],
    options: &Options,
) -> Result<(), Failure> {
    if options.quiet || options.json {
        return Ok(());
    }
    let paint = |verdict, text: &str| paint(verdict, text, options.color);
    let claims = report::terminal::claims(rows, findings, width(), paint);
    let title = report::terminal::wrapped(title, width());
    write(&format!("\n{title}\n\n{}\n", claims.trim_end()))
}

/// Writes to standard output. A closed pipe, as with `| head`, is not a failure.
///
/// # Errors
/// If standard output cannot be written to.
pub fn write(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("standard output").input_output()
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error. If that fails, the exit code still reports the failure.
pub fn complain(line: &impl Display) {
    let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Prints a line of text, unless only data are to be printed.
///
/// # Errors
/// If standard output cannot be written to.
pub fn say(options: &Options, line: &str) -> Result<(), Failure> {
    if options.quiet || options.json { Ok(()) } else { write(&format!("{line}\n")) }
}

/// The progress bar on standard error, hidden if that is not a terminal.
pub fn progress(trials: usize, what: &str, options: &Options) -> ProgressBar {
    if options.quiet || trials < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(trials as u64);
    let template = if width() < 90 {
        "{msg}  {pos}/{len}  {eta} to go"
    } else {
        "{msg:<28} {bar:32} {pos}/{len} trials  {elapsed}, {eta} to go"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    // So that time is seen to pass while a group of trials is under way.
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}
