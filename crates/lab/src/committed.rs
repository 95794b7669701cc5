//! What has been run and committed, read back from its tables: trials that took hours are judged by
//! today's criteria without being run again.

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use claims::tuning::Choice;
use claims::{Cell, Metrics, Trial};
use experiment::Configured;
use report::table::{self, DataFrame};

use crate::failure::{Attempt, Failure};
use crate::files;
use crate::learning_rates::names;

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
    let hashes = std::fs::read_to_string(folder.join("hashes.toml"));
    let hashes = hashes.with_context(again).input_output()?;
    if !hashes.contains(&configured.configuration.trials_hash) {
        let made = anyhow!("its trials were made by another configuration");
        return Err(made.context(again())).input_output();
    }
    let choices = if configured.file().tuning.is_some() {
        choices(configured, &folder.join("tuning.csv")).with_context(again).input_output()?
    } else {
        Vec::new()
    };
    let trials = trials(configured, &folder.join("trials.csv")).with_context(again);
    let pilots = choices.iter().map(|choice| choice.n as usize).sum();
    Ok(Committed { choices, trials: trials.input_output()?, pilots })
}

/// A table whose rows each belong to a cell.
struct Rows<'a> {
    table: DataFrame,
    cells: &'a [Cell],
    /// The columns that say which.
    place: Vec<String>,
}

impl<'a> Rows<'a> {
    fn read(path: &Path, cells: &'a [Cell]) -> anyhow::Result<Self> {
        let place = figures::trials::place(cells, &[] as &[usize], |&cell| cell);
        let place = place.into_iter().map(|column| column.name).collect();
        Ok(Self { table: table::read(path)?, cells, place })
    }

    fn text(&self, name: &str) -> anyhow::Result<Vec<Option<&str>>> {
        Ok(table::column_of(&self.table, name)?)
    }

    /// The numbers of a column, where there are any.
    fn numbers<T: std::str::FromStr>(&self, name: &str) -> anyhow::Result<Vec<Option<T>>> {
        let parse = |text: Option<&str>| {
            let wrong = |text: &str| anyhow!("column {name}: `{text}`");
            text.map(|text| text.parse().map_err(|_| wrong(text))).transpose()
        };
        self.text(name)?.into_iter().map(parse).collect()
    }

    /// The cell of each row.
    fn cells(&self) -> anyhow::Result<Vec<usize>> {
        let columns: Vec<_> =
            self.place.iter().map(|name| self.text(name)).collect::<Result<_, _>>()?;
        let of_row = |row: usize| {
            let at: Vec<&str> =
                columns.iter().map(|column| column[row].unwrap_or_default()).collect();
            let cell = self.cells.iter().position(|cell| names(cell, &at));
            cell.with_context(|| format!("line {}: no cell {}", row + 2, at.join(", ")))
        };
        (0..self.table.height()).map(of_row).collect()
    }
}

fn trials(configured: &Configured, path: &Path) -> anyhow::Result<Vec<Trial>> {
    let rows = Rows::read(path, &configured.cells)?;
    let is_tuned = rows.table.get_column_names().iter().any(|name| *name == "learning_rate");
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

fn choices(configured: &Configured, path: &Path) -> anyhow::Result<Vec<Choice>> {
    let rows = Rows::read(path, &configured.cells)?;
    let (rates, values) = (rows.numbers("learning_rate")?, rows.numbers("value")?);
    let (counts, chosen) = (rows.numbers("n")?, rows.numbers("chosen")?);
    let choice = |(row, cell): (usize, usize)| {
        let missing = || format!("line {}: something is missing", row + 2);
        Ok(Choice {
            cell,
            learning_rate: rates[row].with_context(missing)?,
            value: values[row].unwrap_or(f64::NAN),
            n: counts[row].with_context(missing)?,
            chosen: chosen[row].with_context(missing)?,
        })
    };
    rows.cells()?.into_iter().enumerate().map(choice).collect()
}
