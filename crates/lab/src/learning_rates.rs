//! What tuning chose, read from its table: each learning rate for the cell it was tuned for.
//!
//! A row names its cell by data set, arm and levels; its position means nothing. A table of another
//! experiment or configuration is rejected.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail, ensure};
use claims::Cell;
use claims::tuning::Choice;
use experiment::{Configured, Entry};
use figures::trials;
use report::table::{self, DataFrame};

use crate::failure::{Attempt, Failure};
use crate::request::Request;
use crate::rows::{Rows, words};
use crate::{artifacts, files};

/// What tuning chose, given to a run: as the table has it that the request names or, for a part of
/// the committed configuration, the one in `results/`; none where the run has to tune.
///
/// # Errors
/// If the table cannot be read or belongs to another configuration.
pub(crate) fn given(
    entry: &Entry,
    configured: &Configured,
    request: &Request,
) -> Result<Option<Vec<Choice>>, Failure> {
    let path = match request {
        Request::SpotCheck { tuning } => tuning.clone(),
        Request::Part { tuning: Some(path), .. } => {
            let named = || format!("--tuning {}", path.display());
            if !path.is_file() {
                return Err(anyhow!("no such file").context(named())).input_output();
            }
            return read(path, configured).map(Some);
        }
        Request::Part { tuning: None, .. } => committed(entry, configured),
        Request::Whole | Request::Joined { .. } | Request::Committed { .. } => None,
    };
    path.map(|path| read(&path, configured)).transpose()
}

/// The committed table, if the configuration is the committed one.
fn committed(entry: &Entry, configured: &Configured) -> Option<PathBuf> {
    let committed = files::workspace().ok()?.join("results").join(entry.name);
    let tuning = committed.join("tuning.csv");
    let is_same = artifacts::are_of(configured, &committed).unwrap_or(false);
    (is_same && tuning.is_file()).then_some(tuning)
}

/// Reads what tuning chose from a table.
pub(crate) fn read(path: &Path, configured: &Configured) -> Result<Vec<Choice>, Failure> {
    let shown = files::shown(path);
    // An unreadable file fails differently from a file that is not such a table.
    std::fs::read(path).with_context(|| format!("cannot read {shown}")).input_output()?;
    let wrong = || {
        let name = configured.name;
        format!(
            "{shown} is no table of tuning for this configuration of {name}; give the tuning.csv \
                 that `merge --tuning` wrote for it"
        )
    };
    let table = table::read(path).map_err(anyhow::Error::from);
    table.and_then(|table| of(table, configured)).with_context(wrong).usage()
}

fn of(table: DataFrame, configured: &Configured) -> anyhow::Result<Vec<Choice>> {
    let cells = &configured.cells;
    let wanted = trials::tuning(cells, &[])?;
    let wanted: Vec<&str> = wanted.columns().iter().map(|c| c.name.as_str()).collect();
    let found: Vec<String> = table.get_column_names().iter().map(ToString::to_string).collect();
    let there: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    ensure!(
        there == wanted.iter().copied().collect(),
        "it has the columns {}, wanted {}",
        found.join(", "),
        wanted.join(", ")
    );
    let rows = Rows::new(table, cells);
    let (rates, values) = (rows.numbers::<f64>("learning_rate")?, rows.numbers("value")?);
    let (counts, shares) = (rows.numbers("n")?, rows.numbers::<f64>("share")?);
    let chosen = rows.numbers("chosen")?;
    let mut choices: Vec<Choice> = Vec::new();
    for (row, cell) in rows.cells()?.into_iter().enumerate() {
        let line = row + 2;
        let at = || words(&cells[cell]).join(", ");
        ensure!(configured.is_tuned(&cells[cell]), "line {line}: nothing is tuned at {}", at());
        let of_grid = |rate: &f64| {
            let tuning = configured.file().tuning.as_ref();
            tuning.is_some_and(|tuning| tuning.learning_rates.may_try(*rate))
        };
        let Some(learning_rate) = rates[row].filter(of_grid) else {
            bail!("line {line}: its learning rate is none of [tuning]");
        };
        let share = shares[row].filter(|share| (0.0..=1.0).contains(share));
        let share = share.with_context(|| format!("line {line}: no share from 0 to 1"))?;
        let of_cell = || choices.iter().filter(|choice| choice.cell == cell);
        let again = of_cell().any(|choice| choice.learning_rate == learning_rate);
        ensure!(!again, "line {line}: {learning_rate} is there twice at {}", at());
        let chosen = chosen[row].with_context(|| format!("line {line}: is it chosen?"))?;
        let second = chosen && of_cell().any(|choice| choice.chosen);
        ensure!(!second, "line {line}: a second rate is chosen at {}", at());
        choices.push(Choice {
            cell,
            learning_rate,
            value: values[row].unwrap_or(f64::NAN),
            n: counts[row].with_context(|| format!("line {line}: no n"))?,
            share,
            chosen,
        });
    }
    let has_none = |(index, cell): &(usize, &Cell)| {
        let is_chosen =
            |choice: &Choice| choice.cell == *index && choice.chosen && choice.share > 0.0;
        configured.is_tuned(cell) && !choices.iter().any(is_chosen)
    };
    match cells.iter().enumerate().find(has_none) {
        Some((_, cell)) => Err(anyhow!("no rate is chosen for {}", words(cell).join(", "))),
        None => Ok(choices),
    }
}
