//! Learning rates read from a tuning table, each for the cell it was tuned for.
//!
//! A row names its cell by data set, arm and levels; its position means nothing. A table of another
//! experiment or configuration is rejected.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail, ensure};
use claims::Cell;
use experiment::{Configured, Entry};
use figures::trials;
use report::table::{self, DataFrame};

use crate::failure::{Attempt, Failure};
use crate::files;
use crate::request::Request;

/// The chosen learning rate of each cell; none for a cell that is not tuned.
pub(crate) type Rates = Vec<Option<f64>>;

/// The learning rates given to a run: those of the table that the request names or, for a part of
/// the committed configuration, those in `results/`; none where the run has to tune.
///
/// # Errors
/// If the table cannot be read or belongs to another configuration.
pub(crate) fn given(
    entry: &Entry,
    configured: &Configured,
    request: &Request,
) -> Result<Option<Rates>, Failure> {
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
        Request::Plan | Request::Whole | Request::Joined { .. } | Request::Committed { .. } => None,
    };
    path.map(|path| read(&path, configured)).transpose()
}

/// The committed table, if the configuration is the committed one.
fn committed(entry: &Entry, configured: &Configured) -> Option<PathBuf> {
    let committed = files::workspace().ok()?.join("results").join(entry.name);
    let hashes = std::fs::read_to_string(committed.join("hashes.toml")).unwrap_or_default();
    let tuning = committed.join("tuning.csv");
    let is_same = hashes.contains(&configured.configuration.trials_hash);
    (is_same && tuning.is_file()).then_some(tuning)
}

/// Reads the chosen rates from a table.
fn read(path: &Path, configured: &Configured) -> Result<Rates, Failure> {
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
    table.and_then(|table| of(&table, configured)).with_context(wrong).usage()
}

fn of(table: &DataFrame, configured: &Configured) -> anyhow::Result<Rates> {
    let cells = &configured.cells;
    let wanted = trials::tuning(cells, &[])?;
    let wanted: Vec<&str> = wanted.columns().iter().map(|column| column.name.as_str()).collect();
    let found: Vec<String> = table.get_column_names().iter().map(ToString::to_string).collect();
    let there: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    ensure!(
        there == wanted.iter().copied().collect(),
        "it has the columns {}, wanted {}",
        found.join(", "),
        wanted.join(", ")
    );
    let text = |name: &str| table::column_of(table, name);
    let (rates, chosen) = (text("learning_rate")?, text("chosen")?);
    // The columns before `learning_rate` say which cell a row belongs to.
    let place: Vec<_> =
        wanted[..wanted.len() - 4].iter().map(|name| text(name)).collect::<Result<_, _>>()?;
    let grid = configured.file().tuning.iter().flat_map(|tuning| &tuning.learning_rates);
    let grid: Vec<f64> = grid.copied().collect();
    let mut of_cells: Rates = vec![None; cells.len()];
    for (row, (rate, is_chosen)) in rates.into_iter().zip(chosen).enumerate() {
        let at: Vec<&str> = place.iter().map(|column| column[row].unwrap_or_default()).collect();
        let line = row + 2;
        let is_it = |cell: &Cell| configured.is_tuned(cell) && names(cell, &at);
        let Some(cell) = cells.iter().position(is_it) else {
            bail!("line {line}: nothing is tuned at {}", at.join(", "));
        };
        let rate = rate.and_then(|rate| rate.parse().ok());
        let Some(rate) = rate.filter(|rate| grid.contains(rate)) else {
            bail!("line {line}: its learning rate is none of [tuning]: {grid:?}");
        };
        match is_chosen {
            Some("true") if of_cells[cell].is_some() => {
                bail!("line {line}: a second rate is chosen at {}", at.join(", "));
            }
            Some("true") => of_cells[cell] = Some(rate),
            Some("false") => {}
            _ => bail!("line {line}: `chosen` is neither true nor false"),
        }
    }
    let mut rated = cells.iter().zip(&of_cells);
    match rated.find(|(cell, rate)| configured.is_tuned(cell) && rate.is_none()) {
        Some((cell, _)) => Err(anyhow!("no rate is chosen for {}", words(cell).join(", "))),
        None => Ok(of_cells),
    }
}

/// Whether a cell is the one that these cells of a row name.
pub(crate) fn names(cell: &Cell, row: &[&str]) -> bool {
    words(cell).iter().map(String::as_str).eq(row.iter().copied())
}

/// A cell as a row names it.
fn words(cell: &Cell) -> Vec<String> {
    let data_set = Some(cell.data_set.clone()).filter(|name| !name.is_empty());
    let levels = cell.levels.iter().map(|(_, level)| level.to_string());
    data_set.into_iter().chain([cell.arm.clone()]).chain(levels).collect()
}
