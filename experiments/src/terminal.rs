//! What a run prints: the claims with their verdicts and findings, JSON, the progress bar.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

use claims::ledger::Row;
use claims::statistics::shown;
use claims::{Finding, Verdict};
use indicatif::{ProgressBar, ProgressStyle};

use crate::command_line::{Color, Options};
use crate::failure::Failure;

/// Columns of the terminal, or what reads well elsewhere.
fn width() -> usize {
    let size = terminal_size::terminal_size().map_or(100, |(width, _)| width.0);
    usize::from(size.clamp(60, 140))
}

/// Whether standard output is coloured.
fn coloured(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}

/// A verdict in its colour: green, yellow, red; dim where there is none to give.
fn paint(verdict: Verdict, text: &str, color: Color) -> String {
    let code = match verdict {
        Verdict::Supported => 32,
        Verdict::Erratum | Verdict::Inconclusive => 33,
        Verdict::Refuted => 31,
        Verdict::NotTestable => 2,
    };
    if coloured(color) { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

/// Prints what was found: each claim, with its criteria below it.
///
/// # Errors
/// If standard output is gone.
pub fn print(
    title: &str,
    findings: &[Finding],
    rows: &[Row],
    options: &Options,
) -> Result<(), Failure> {
    if options.quiet {
        return Ok(());
    }
    let paint = |verdict, text: &str| paint(verdict, text, options.color);
    let claims = report::terminal::claims(rows, findings, width(), paint);
    write(&format!("\n{title}\n\n{}\n", claims.trim_end()))
}

/// Writes to standard output. A reader that has seen enough and left is no failure.
///
/// # Errors
/// If standard output cannot be written to.
pub fn write(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::InputOutput(anyhow::anyhow!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error. Where that is gone, the exit code still says it.
pub fn complain(line: &impl Display) {
    let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Prints a line of text, unless only data are wanted.
///
/// # Errors
/// If standard output cannot be written to.
pub fn say(options: &Options, line: &str) -> Result<(), Failure> {
    if options.quiet || options.json { Ok(()) } else { write(&format!("{line}\n")) }
}

/// The bar on standard error, hidden off a terminal.
pub fn progress(trials: usize, what: &str, options: &Options) -> ProgressBar {
    if options.quiet || trials < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(trials as u64);
    let template = "{msg:<28} {bar:32} {pos}/{len} trials  {elapsed}, {eta} to go";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// Prints ledger rows and findings as JSON, one object.
///
/// # Errors
/// If standard output cannot be written to.
pub fn print_json(rows: &[Row], findings: &[Finding]) -> Result<(), Failure> {
    let number = |x: f64| serde_json::Number::from_f64(x).map(serde_json::Value::Number);
    // As in the tables: an exact statistic is one of the values, and shown as it was recorded.
    let shown_number = |x: f64, is_rounded: bool| number(if is_rounded { shown(x) } else { x });
    let rows = rows.iter().map(|row| {
        serde_json::json!({
            "id": row.id, "experiment": row.experiment, "section": row.section,
            "kind": row.kind, "statement": row.statement, "criterion": row.criterion,
            "metric": row.metric, "predicted": row.predicted.and_then(number),
            "value": row.value.and_then(|value| shown_number(value, row.low.is_some())),
            "low": row.low.map(shown).and_then(number),
            "high": row.high.map(shown).and_then(number), "n": row.n,
            "verdict": row.verdict.to_string(),
        })
    });
    let findings = findings.iter().map(|finding| {
        serde_json::json!({
            "id": finding.id, "criterion": finding.criterion, "at": finding.at,
            "printed": finding.printed, "predicted": finding.predicted.and_then(number),
            "value": shown_number(finding.value, finding.interval.is_some()),
            "low": finding.interval.and_then(|(low, _)| number(shown(low))),
            "high": finding.interval.and_then(|(_, high)| number(shown(high))),
            "n": finding.n, "p": finding.p.map(shown),
            "verdict": finding.verdict.to_string(),
        })
    });
    let all = serde_json::json!({
        "claims": rows.collect::<Vec<_>>(), "findings": findings.collect::<Vec<_>>(),
    });
    write(&format!("{all:#}\n"))
}
