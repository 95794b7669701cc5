//! What has been run and committed, read back from its tables: trials that took hours are judged by
//! today's criteria without being run again.

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use claims::tuning::Choice;
use claims::{Metrics, Trial};
use experiment::Configured;
use report::table;

use crate::failure::{Attempt, Failure};
use crate::rows::Rows;
use crate::{artifacts, files, learning_rates};

/// The trials of a finished run.
pub(crate) struct Committed {
    /// What tuning chose from.
    pub(crate) choices: Vec<Choice>,
    /// The confirmation.
    pub(crate) trials: Vec<Trial>,
    /// How many trials tuned.
    pub(crate) pilots: usize,
}

/// Reads the tables in `folder`.
///
/// # Errors
/// If they cannot be read, or were made by another configuration.
pub(crate) fn read(configured: &Configured, folder: &Path) -> Result<Committed, Failure> {
    let name = configured.name;
    let again = || {
        let shown = files::shown(folder);
        format!("{shown} does not fit {name}; reproduce --full runs it again")
    };
    if !artifacts::are_of(configured, folder).with_context(again).input_output()? {
        let made = anyhow!("its trials were made by another configuration");
        return Err(made.context(again())).input_output();
    }
    let choices = if configured.file().tuning.is_some() {
        learning_rates::read(&folder.join("tuning.csv"), configured)?
    } else {
        Vec::new()
    };
    let trials = trials(configured, &folder.join("trials.csv")).with_context(again);
    let pilots = choices.iter().map(|choice| choice.n as usize).sum();
    Ok(Committed { choices, trials: trials.input_output()?, pilots })
}

/// The trials in a table of them.
///
/// # Errors
/// If it cannot be read, or has other columns or cells.
pub(crate) fn trials(configured: &Configured, path: &Path) -> anyhow::Result<Vec<Trial>> {
    let rows = Rows::new(table::read(path)?, &configured.cells);
    // Where nothing is tuned, a metric may have this name.
    let is_tuned = configured.file().tuning.is_some()
        && rows.table.get_column_names().iter().any(|name| *name == "learning_rate");
    let rates =
        if is_tuned { rows.numbers("learning_rate")? } else { vec![None; rows.table.height()] };
    let seeds = rows.numbers::<u64>("seed")?;
    let mut metrics: Vec<(&'static str, Vec<Option<f64>>)> = Vec::new();
    for name in rows.table.get_column_names() {
        if let Some(metric) = configured.facts.metrics.iter().find(|metric| name == *metric) {
            metrics.push((metric, rows.numbers(metric)?));
        }
    }
    let columns = rows.place.len() + usize::from(is_tuned) + 1 + metrics.len();
    ensure!(columns == rows.table.width(), "a column is neither a place nor a metric");
    let trial = |(row, cell): (usize, usize)| {
        let metrics: Metrics =
            metrics.iter().filter_map(|(name, values)| Some((*name, values[row]?))).collect();
        let seed = seeds[row].with_context(|| format!("line {}: no seed", row + 2))?;
        Ok(Trial { cell, learning_rate: rates[row], seed, metrics })
    };
    rows.cells()?.into_iter().enumerate().map(trial).collect()
}
