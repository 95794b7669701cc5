//! `reproduce --full --check`: one seed of every cell, at the committed learning rates, against the
//! committed trials. Recomputing all of them takes as long as making them did.

use std::path::Path;

use anyhow::{Context, anyhow};
use report::table;

use crate::command_line::{Changes, Options};
use crate::failure::Failure;
use crate::files;
use crate::run::Entry;

/// What differs between the committed trials of the first seed and those trials run again.
///
/// # Errors
/// If the committed tables cannot be read, or the trials cannot be run.
pub(crate) fn differences(
    entry: &Entry,
    options: &Options,
    folder: &Path,
) -> Result<Vec<String>, Failure> {
    let path = folder.join(entry.name).join("trials.csv");
    let context = || format!("cannot read {}; reproduce --full makes it", files::shown(&path));
    let committed =
        std::fs::read_to_string(&path).with_context(context).map_err(Failure::InputOutput)?;
    let seeds = table::read(&path).with_context(context).map_err(Failure::InputOutput)?;
    let seeds = table::column_of(&seeds, "seed")?;
    let tuning = folder.join(entry.name).join("tuning.csv");
    let rates = if tuning.is_file() { rates(&tuning)? } else { Vec::new() };
    let changes = Changes { seeds: Some(1), rates, ..Changes::default() };
    let report = entry.run(options, &changes, None)?;
    let of_trials = |path: &str| path.ends_with("/trials.csv");
    let recomputed = report.outputs.iter().find(|output| of_trials(&output.path));
    let recomputed = recomputed.ok_or_else(|| Failure::Usage(anyhow!("no trials.csv")))?;
    let recomputed = String::from_utf8_lossy(&recomputed.bytes);
    let (mut wanted, mut found) = (committed.lines(), recomputed.lines());
    let header = (wanted.next(), found.next());
    let first = wanted.zip(seeds).filter(|(_, seed)| *seed == Some("0")).map(|(line, _)| line);
    let pairs: Vec<(&str, &str)> = first.zip(&mut found).collect();
    let missing = found.count();
    let name = files::shown(&path);
    let mut differences: Vec<String> = pairs
        .into_iter()
        .filter(|(wanted, found)| wanted != found)
        .map(|(wanted, found)| format!("{name}\n  on disk:    {wanted}\n  recomputed: {found}"))
        .collect();
    if header.0 != header.1 || missing > 0 {
        differences.push(format!("{name}: other columns, or {missing} rows too few"));
    }
    Ok(differences)
}

/// The chosen learning rates of a tuning.csv, cell by cell.
///
/// # Errors
/// If it cannot be read, or a rate is no number.
pub(crate) fn rates(path: &Path) -> Result<Vec<f64>, Failure> {
    let context = || format!("cannot read {}", files::shown(path));
    let tuning = table::read(path).with_context(context).map_err(Failure::InputOutput)?;
    let rates = table::column_of(&tuning, "learning_rate")?;
    let chosen = table::column_of(&tuning, "chosen")?;
    let pairs = rates.into_iter().zip(chosen).filter(|(_, chosen)| *chosen == Some("true"));
    let rate = |(rate, _): (Option<&str>, _)| rate.and_then(|rate| rate.parse().ok());
    let rates: Option<Vec<f64>> = pairs.map(rate).collect();
    rates.ok_or_else(|| Failure::Usage(anyhow!("{}: a rate is no number", files::shown(path))))
}
