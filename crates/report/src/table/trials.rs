//! Tables of trials: each of them, their summary, their tuning.

use claims::statistics::{DIGITS, interquartile_mean, max, mean, median, min, shown, significant};
use claims::tuning::Choice;
use claims::{Cell, Metrics, Trial};
use polars::prelude::*;

use super::floats;

type Named = (&'static str, fn(&[f64]) -> f64);

/// What a summary says of a metric.
const STATISTICS: [Named; 5] = [
    ("mean", mean),
    ("median", median),
    ("interquartile_mean", interquartile_mean),
    ("min", min),
    ("max", max),
];

/// The columns that say which cell a row belongs to.
fn place(cells: &[Cell], rows: &[usize]) -> Vec<Column> {
    let text = |name: &str, of: fn(&Cell) -> &str| {
        let values: Vec<&str> = rows.iter().map(|&cell| of(&cells[cell])).collect();
        Column::new(name.into(), values)
    };
    let mut columns = Vec::new();
    if cells.iter().any(|cell| !cell.data_set.is_empty()) {
        columns.push(text("data_set", |cell| &cell.data_set));
    }
    columns.push(text("arm", |cell| &cell.arm));
    for (i, (factor, _)) in cells.first().map_or(&[][..], |cell| &cell.levels).iter().enumerate() {
        let levels: Vec<i64> = rows.iter().map(|&cell| cells[cell].levels[i].1).collect();
        columns.push(Column::new(factor.as_str().into(), levels));
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

/// One row a trial: its cell, learning rate (if there is one), seed and metrics.
///
/// # Errors
/// If a metric has the name of another column.
pub fn trials(cells: &[Cell], trials: &[Trial]) -> PolarsResult<DataFrame> {
    let rows: Vec<usize> = trials.iter().map(|trial| trial.cell).collect();
    let mut columns = place(cells, &rows);
    if trials.iter().any(|trial| trial.learning_rate.is_some()) {
        let rates: Vec<Option<f64>> = trials.iter().map(|trial| trial.learning_rate).collect();
        columns.push(Column::new("learning_rate".into(), rates));
    }
    let seeds: Vec<u64> = trials.iter().map(|trial| trial.seed).collect();
    columns.push(Column::new("seed".into(), seeds));
    for name in metric_names(trials) {
        let values: Vec<Option<f64>> = trials.iter().map(|trial| trial.metric(name)).collect();
        columns.push(Column::new(name.into(), values));
    }
    DataFrame::new(trials.len(), columns)
}

/// One row a cell and metric: how many trials recorded it, and what they say.
///
/// Columns: those of the cell, `metric`, `n`, `mean`, `median`, `interquartile_mean`, `min`, `max`,
/// to 12 digits. `trials` is a table made by [`trials`]; its columns before `seed` say the cell.
///
/// # Errors
/// If `trials` is not such a table.
pub fn summary(trials: &DataFrame) -> PolarsResult<DataFrame> {
    let names: Vec<String> = trials.get_column_names().iter().map(ToString::to_string).collect();
    let seed = names.iter().position(|name| name == "seed").unwrap_or(names.len());
    let (keys, metrics) = (&names[..seed], &names[(seed + 1).min(names.len())..]);
    trials.group_by_stable(keys)?.apply(|group| {
        let mut rows = Vec::new();
        for metric in metrics {
            let column = group.column(metric)?.f64()?.clone();
            let values: Vec<f64> = column.iter().flatten().collect();
            if !values.is_empty() {
                rows.push((metric.as_str(), values));
            }
        }
        let mut columns: Vec<Column> =
            group.columns()[..seed].iter().map(|key| key.new_from_index(0, rows.len())).collect();
        let names: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
        let counts: Vec<u64> = rows.iter().map(|(_, values)| values.len() as u64).collect();
        columns.push(Column::new("metric".into(), names));
        columns.push(Column::new("n".into(), counts));
        for (name, statistic) in STATISTICS {
            let values: Vec<f64> =
                rows.iter().map(|(_, values)| significant(statistic(values), 2 * DIGITS)).collect();
            columns.push(Column::new(name.into(), values));
        }
        DataFrame::new(rows.len(), columns)
    })
}

/// One row a cell and learning rate: what the pilot trials say of it, and whether it was chosen.
///
/// # Errors
/// If a factor has the name of another column.
pub fn tuning(cells: &[Cell], choices: &[Choice]) -> PolarsResult<DataFrame> {
    let rows: Vec<usize> = choices.iter().map(|choice| choice.cell).collect();
    let mut columns = place(cells, &rows);
    columns.extend([
        floats("learning_rate", choices, |choice| choice.learning_rate),
        floats("value", choices, |choice| shown(choice.value)),
        Column::new("n".into(), choices.iter().map(|choice| choice.n).collect::<Vec<_>>()),
        Column::new(
            "chosen".into(),
            choices.iter().map(|choice| choice.chosen).collect::<Vec<_>>(),
        ),
    ]);
    DataFrame::new(choices.len(), columns)
}

/// One row a seed, counted from 0: what all arms together recorded.
///
/// # Errors
/// If a metric has the name of another column.
///
/// # Panics
/// If a seed lacks a metric of the first one.
pub fn seeds(seeds: &[Metrics]) -> PolarsResult<DataFrame> {
    let mut columns = vec![Column::new("seed".into(), (0..seeds.len() as u64).collect::<Vec<_>>())];
    for (i, (name, _)) in seeds.first().into_iter().flatten().enumerate() {
        columns.push(Column::new((*name).into(), seeds.iter().map(|m| m[i].1).collect::<Vec<_>>()));
    }
    DataFrame::new(seeds.len(), columns)
}
