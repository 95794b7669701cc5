//! The differences between a run and the committed results.

use std::path::Path;

use anyhow::Context;

use crate::command_line::Options;
use crate::failure::{Attempt, DIFFERENT, Failure, REGISTERED};
use crate::request::Report;
use crate::{files, terminal};

/// The hashes of every table of a quick run.
pub(crate) const QUICK: &str = "quick.blake3";

/// The differences between a registered run and `results/`. A file that no run writes counts as a
/// difference if an earlier version could have written it; any other is only mentioned.
///
/// # Errors
/// If the folder cannot be read.
pub(crate) fn registered(
    name: &str,
    folder: &Path,
    report: &Report,
    options: &Options,
) -> Result<Vec<String>, Failure> {
    let mut differences = files::differences(folder, &report.outputs);
    let others = files::others(folder, name, &report.outputs)?;
    for path in others.stale {
        differences.push(format!("{}: no run writes this file", files::shown(&path)));
    }
    for path in others.foreign {
        terminal::say(options, &format!("{}: not a result, left alone", files::shown(&path)))?;
    }
    Ok(differences)
}

/// What differs between a quick run of one experiment and `results/quick.blake3`.
///
/// # Errors
/// If that cannot be read.
pub(crate) fn quick(name: &str, report: &Report) -> Result<Vec<String>, Failure> {
    let path = files::workspace()?.join("results").join(QUICK);
    let committed = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}; reproduce rebuilds it", files::shown(&path)))
        .input_output()?;
    let of_name = format!("  {name}/");
    let committed: Vec<&str> = committed.lines().filter(|line| line.contains(&of_name)).collect();
    let recomputed: Vec<&str> = report.table_hashes.lines().collect();
    let missing = committed.iter().filter(|line| !recomputed.contains(line));
    let new = recomputed.iter().filter(|line| !committed.contains(line));
    let missing = missing.map(|line| format!("{QUICK}: not recomputed: {line}"));
    Ok(missing.chain(new.map(|line| format!("{QUICK}: recomputed: {line}"))).collect())
}

/// Prints the differences and returns the exit code.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn say(differences: &[String], options: &Options) -> Result<u8, Failure> {
    for difference in differences {
        terminal::complain(difference);
    }
    if differences.is_empty() {
        terminal::say(options, "no difference from results/")?;
        Ok(REGISTERED)
    } else {
        terminal::complain(&format!("{} differences", differences.len()));
        Ok(DIFFERENT)
    }
}
