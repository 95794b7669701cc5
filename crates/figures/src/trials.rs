//! Tables of trials: all trials, their summary, their tuning, and metrics across all arms.

use claims::statistics::{DIGITS, interquartile_mean, max, mean, median, min, shown, significant};
use claims::tuning::Choice;
use claims::{Cell, Metrics, Trial};

use crate::table::{Column, Table, TableError, column, frame};

type Named = (&'static str, fn(&[f64]) -> f64);

/// The statistics of a metric in a summary.
const STATISTICS: [Named; 5] = [
    ("mean", mean),
    ("median", median),
    ("interquartile_mean", interquartile_mean),
    ("min", min),
    ("max", max),
];

/// The columns that say which cell each of `rows` belongs to: `data_set` if there are any, `arm`,
/// and one for each factor.
pub fn place<R>(cells: &[Cell], rows: &[R], cell: impl Fn(&R) -> usize) -> Vec<Column> {
    let mut columns = Vec::new();
    if cells.iter().any(|cell| !cell.data_set.is_empty()) {
        columns.push(column("data_set", rows, |row| cells[cell(row)].data_set.clone()));
    }
    columns.push(column("arm", rows, |row| cells[cell(row)].arm.clone()));
    for (i, (factor, _)) in cells.first().map_or(&[][..], |cell| &cell.levels).iter().enumerate() {
        columns.push(column(factor, rows, |row| cells[cell(row)].levels[i].1));
    }
    columns
}

/// The names of all metrics, in the order in which they first appear.
fn metric_names(trials: &[Trial]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for (name, _) in trials.iter().flat_map(|trial| &trial.metrics) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names
}

fn have_rates(trials: &[Trial]) -> bool {
    trials.iter().any(|trial| trial.learning_rate.is_some())
}

/// One row a trial: its cell, learning rate (if any trial has one), seed and metrics.
///
/// # Errors
/// If a metric has the name of another column.
pub fn trials(cells: &[Cell], trials: &[Trial]) -> Result<Table, TableError> {
    let mut columns = place(cells, trials, |trial| trial.cell);
    if have_rates(trials) {
        columns.push(column("learning_rate", trials, |trial| trial.learning_rate));
    }
    columns.push(column("seed", trials, |trial| trial.seed));
    for name in metric_names(trials) {
        columns.push(column(name, trials, |trial| trial.metric(name)));
    }
    frame(columns)
}

/// So many seeds are the first ones: enough to run again what is published.
pub const FIRST_SEEDS: u64 = 2;

/// The same of the first seeds, where the table of all is too long.
///
/// # Errors
/// If a metric has the name of another column.
pub fn first_trials(cells: &[Cell], all: &[Trial]) -> Result<Table, TableError> {
    let first = all.iter().filter(|trial| trial.seed < FIRST_SEEDS).cloned();
    trials(cells, &first.collect::<Vec<_>>())
}

/// A metric over the trials of one cell at one learning rate.
struct Summary {
    cell: usize,
    learning_rate: Option<f64>,
    metric: &'static str,
    values: Vec<f64>,
}

/// One row per cell, learning rate and metric: how many trials recorded it, and its statistics.
///
/// Columns: those of the cell, `learning_rate` (if any trial has one), `metric`, `n`, `mean`,
/// `median`, `interquartile_mean`, `min`, `max`, to 12 digits. Cells come in the order of their
/// first trials.
///
/// # Errors
/// If a factor has the name of another column.
pub fn summary(cells: &[Cell], trials: &[Trial]) -> Result<Table, TableError> {
    let key = |trial: &Trial| (trial.cell, trial.learning_rate.map(f64::to_bits));
    let mut groups: Vec<Vec<&Trial>> = Vec::new();
    for trial in trials {
        // Nearly always the last one: trials come cell by cell.
        match groups.iter_mut().rev().find(|group| key(group[0]) == key(trial)) {
            Some(group) => group.push(trial),
            None => groups.push(vec![trial]),
        }
    }
    let names = metric_names(trials);
    let mut rows: Vec<Summary> = Vec::new();
    for group in &groups {
        let Trial { cell, learning_rate, .. } = *group[0];
        for &metric in &names {
            let values: Vec<f64> = group.iter().filter_map(|trial| trial.metric(metric)).collect();
            if !values.is_empty() {
                rows.push(Summary { cell, learning_rate, metric, values });
            }
        }
    }
    let mut columns = place(cells, &rows, |row| row.cell);
    if have_rates(trials) {
        columns.push(column("learning_rate", &rows, |row| row.learning_rate));
    }
    columns.push(column("metric", &rows, |row| row.metric));
    columns.push(column("n", &rows, |row| row.values.len()));
    for (name, statistic) in STATISTICS {
        let of = |row: &Summary| significant(statistic(&row.values), 2 * DIGITS);
        columns.push(column(name, &rows, of));
    }
    frame(columns)
}

/// One row per cell and learning rate: the result of its pilot trials, how likely it is chosen, and
/// whether it was.
///
/// # Errors
/// If a factor has the name of another column.
pub fn tuning(cells: &[Cell], choices: &[Choice]) -> Result<Table, TableError> {
    let mut columns = place(cells, choices, |choice| choice.cell);
    columns.extend([
        column("learning_rate", choices, |choice| choice.learning_rate),
        column("value", choices, |choice| shown(choice.value)),
        column("n", choices, |choice| choice.n),
        column("share", choices, |choice| choice.share),
        column("chosen", choices, |choice| choice.chosen),
    ]);
    frame(columns)
}

/// One row a seed, counted from 0: what all arms together recorded; a gap where it is not recorded.
///
/// # Errors
/// If a metric has the name of another column.
pub fn seeds(seeds: &[Metrics]) -> Result<Table, TableError> {
    let numbered: Vec<(usize, &Metrics)> = seeds.iter().enumerate().collect();
    let mut columns = vec![column("seed", &numbered, |(seed, _)| *seed)];
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in seeds.iter().flatten() {
        if !names.contains(name) {
            names.push(name);
        }
    }
    for name in names {
        // By name: not every row need have every metric.
        let of = |metrics: &Metrics| metrics.iter().find(|(known, _)| *known == name).map(|m| m.1);
        columns.push(column(name, seeds, of));
    }
    frame(columns)
}
