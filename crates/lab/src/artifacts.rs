//! Tables, charts and hashes of a run, as files.

use std::io;
use std::path::Path;

use anyhow::Context;
use claims::tuning::Choice;
use experiment::{self, Configured};
use figures::{Table, trials};
use report::chart::{self, Layout};
use report::table;

use crate::failure::{Attempt, Failure};
use crate::files::Output;

/// What says which configuration made a folder of results.
const HASHES: &str = "hashes.toml";

/// Every file under `results/`.
///
/// # Errors
/// If polars or plotters fails.
pub(crate) fn of(
    configured: &Configured,
    report: &experiment::Report,
) -> Result<Vec<Output>, Failure> {
    let name = configured.name;
    let mut outputs = Vec::new();
    for (file, contents) in &report.tables {
        outputs.push(csv(&path(name, file), contents)?);
    }
    let mut add = |file: &str, bytes: Vec<u8>| {
        outputs.push(Output { path: format!("{name}/{file}"), bytes });
    };
    for chart in &report.charts {
        let svg = chart::svg(chart, Layout::FILE).usage()?;
        add(&format!("{}.svg", chart.name), svg.into_bytes());
    }
    if !report.charts.is_empty() {
        add("charts.json", chart::json(&report.charts).usage()?);
    }
    let trials_table = blake3::hash(&csv("trials", &report.trials)?.bytes).to_hex();
    let hashes = format!(
        "# blake3 of what decides the trials, of what judges them, and of the table of all trials.\n\
         trials_configuration = \"{}\"\ncriteria = \"{}\"\ntrials_table = \"{trials_table}\"\n",
        configured.configuration.trials_hash, configured.configuration.criteria_hash,
    );
    add(HASHES, hashes.into_bytes());
    Ok(outputs)
}

/// Whether the trials in a folder of results were made by this configuration.
///
/// # Errors
/// If the folder does not say.
pub(crate) fn are_of(configured: &Configured, folder: &Path) -> io::Result<bool> {
    Ok(hashes(folder)?.contains(&configured.configuration.trials_hash))
}

/// Whether they were also judged by it.
///
/// # Errors
/// If the folder does not say.
pub(crate) fn are_judged_by(configured: &Configured, folder: &Path) -> io::Result<bool> {
    let (hashes, of) = (hashes(folder)?, &configured.configuration);
    Ok(hashes.contains(&of.trials_hash) && hashes.contains(&of.criteria_hash))
}

fn hashes(folder: &Path) -> io::Result<String> {
    std::fs::read_to_string(folder.join(HASHES))
}

/// tuning.csv.
///
/// # Errors
/// If a factor has the name of another column.
pub(crate) fn tuning(configured: &Configured, choices: &[Choice]) -> Result<Output, Failure> {
    let tuning = trials::tuning(&configured.cells, choices).usage()?;
    csv(&path(configured.name, "tuning"), &tuning)
}

/// A table as a file.
///
/// # Errors
/// If polars refuses it.
pub(crate) fn csv(path: &str, table: &Table) -> Result<Output, Failure> {
    let bytes = table::data_frame(table).and_then(|frame| table::csv(&frame));
    let bytes = bytes.with_context(|| path.to_owned()).usage()?;
    Ok(Output { path: path.to_owned(), bytes })
}

fn path(name: &str, file: &str) -> String {
    format!("{name}/{file}.csv")
}
