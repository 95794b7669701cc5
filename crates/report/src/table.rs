//! Tables: trials, their summary, findings and the ledger, as data frames and as CSV.
//!
//! polars groups (stable), sorts, reads and writes; every reduction of floats is one of
//! [`claims::statistics`].

use std::path::Path;

use claims::ledger::Row;
use claims::statistics::{DIGITS, interquartile_mean, max, mean, median, min, significant};
use claims::tuning::Choice;
use claims::{Cell, Finding, Metrics, Trial};
use polars::prelude::*;
pub use polars::prelude::{Column, DataFrame, PolarsError};

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
/// `trials` is a table made by [`trials`]; its columns before `seed` say the cell.
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

/// One row a cell and learning rate.
///
/// # Errors
/// If a factor has the name of another column.
pub fn tuning(cells: &[Cell], choices: &[Choice]) -> PolarsResult<DataFrame> {
    let rows: Vec<usize> = choices.iter().map(|choice| choice.cell).collect();
    let mut columns = place(cells, &rows);
    columns.extend([
        floats("learning_rate", choices, |choice| choice.learning_rate),
        floats("value", choices, |choice| choice.value),
        Column::new("n".into(), choices.iter().map(|choice| choice.n).collect::<Vec<_>>()),
        Column::new(
            "chosen".into(),
            choices.iter().map(|choice| choice.chosen).collect::<Vec<_>>(),
        ),
    ]);
    DataFrame::new(choices.len(), columns)
}

/// One row a seed: what all arms together recorded.
///
/// # Errors
/// If a metric has the name of another column.
pub fn seeds(seeds: &[Metrics]) -> PolarsResult<DataFrame> {
    let mut columns = vec![Column::new("seed".into(), (0..seeds.len() as u64).collect::<Vec<_>>())];
    for (i, (name, _)) in seeds.first().into_iter().flatten().enumerate() {
        columns.push(Column::new((*name).into(), seeds.iter().map(|m| m[i].1).collect::<Vec<_>>()));
    }
    DataFrame::new(seeds.len(), columns)
}

/// One row a criterion and place.
///
/// # Errors
/// If polars refuses the columns.
pub fn findings(findings: &[Finding]) -> PolarsResult<DataFrame> {
    let columns = vec![
        texts("id", findings, |finding| Some(finding.id.clone())),
        texts("criterion", findings, |finding| {
            let of = if finding.printed { "printed: " } else { "" };
            Some(format!("{of}{}", finding.criterion))
        }),
        texts("at", findings, |finding| Some(finding.at.clone())),
        optional("predicted", findings, |finding| finding.predicted),
        floats("value", findings, |finding| finding.value),
        optional("low", findings, |finding| finding.interval.map(|(low, _)| low)),
        optional("high", findings, |finding| finding.interval.map(|(_, high)| high)),
        Column::new("n".into(), findings.iter().map(|finding| finding.n).collect::<Vec<_>>()),
        optional("p", findings, |finding| finding.p),
        texts("verdict", findings, |finding| Some(finding.verdict.to_string())),
    ];
    DataFrame::new(findings.len(), columns)
}

/// The ledger, sorted by id.
///
/// # Errors
/// If polars refuses the columns.
pub fn ledger(rows: &[Row]) -> PolarsResult<DataFrame> {
    let columns = vec![
        texts("id", rows, |row| Some(row.id.clone())),
        texts("experiment", rows, |row| Some(row.experiment.clone())),
        texts("section", rows, |row| Some(row.section.clone())),
        texts("kind", rows, |row| Some(row.kind.clone())),
        texts("statement", rows, |row| Some(row.statement.clone())),
        texts("criterion", rows, |row| Some(row.criterion.clone())),
        texts("metric", rows, |row| row.metric.clone()),
        optional("predicted", rows, |row| row.predicted),
        optional("value", rows, |row| row.value),
        optional("low", rows, |row| row.low),
        optional("high", rows, |row| row.high),
        Column::new("n".into(), rows.iter().map(|row| row.n).collect::<Vec<_>>()),
        texts("verdict", rows, |row| Some(row.verdict.to_string())),
    ];
    let order = SortMultipleOptions::default();
    DataFrame::new(rows.len(), columns)?.sort(["id", "experiment"], order)
}

/// A column of a table whose rows are `rows`.
pub fn column<R, V, P: ?Sized>(name: &str, rows: &[R], of: impl Fn(&R) -> V) -> Column
where
    Series: NamedFrom<Vec<V>, P>,
{
    Column::new(name.into(), rows.iter().map(of).collect::<Vec<V>>())
}

/// A table of columns, all as long as the first.
///
/// # Errors
/// If they differ in length, or two have the same name.
pub fn frame(columns: Vec<Column>) -> PolarsResult<DataFrame> {
    let height = columns.first().map_or(0, Column::len);
    DataFrame::new(height, columns)
}

pub(crate) fn texts<R>(name: &str, rows: &[R], of: impl Fn(&R) -> Option<String>) -> Column {
    Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>())
}

fn floats<R>(name: &str, rows: &[R], of: impl Fn(&R) -> f64) -> Column {
    Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>())
}

fn optional<R>(name: &str, rows: &[R], of: impl Fn(&R) -> Option<f64>) -> Column {
    Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>())
}

/// CSV with floats in their shortest exact form.
///
/// # Errors
/// If polars cannot write it.
pub fn csv(table: &DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    CsvWriter::new(&mut bytes).finish(&mut table.clone())?;
    Ok(bytes)
}

/// A CSV file with every column as text.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> PolarsResult<DataFrame> {
    CsvReadOptions::default()
        .with_infer_schema_length(Some(0))
        .try_into_reader_with_file_path(Some(path.to_owned()))?
        .finish()
}

/// The texts of a column, in the order of the rows; nothing where a cell is empty.
///
/// # Errors
/// If there is no such column of text.
pub fn column_of<'a>(table: &'a DataFrame, name: &str) -> PolarsResult<Vec<Option<&'a str>>> {
    Ok(table.column(name)?.str()?.iter().collect())
}

/// The rows of a ledger as [`ledger`] writes it.
///
/// # Errors
/// If it cannot be read or is not a ledger.
pub fn read_ledger(path: &Path) -> PolarsResult<Vec<Row>> {
    let table = read(path)?;
    let column = |name: &str| column_of(&table, name);
    let text = |name: &str| -> PolarsResult<Vec<String>> {
        Ok(column(name)?.into_iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let wrong = |name: &str, text: &str| polars_err!(ComputeError: "column {}: `{}`", name, text);
    let number = |name: &str, row: usize| -> PolarsResult<Option<f64>> {
        let parse = |text: &str| text.parse().map_err(|_| wrong(name, text));
        column(name)?[row].map(parse).transpose()
    };
    let (ids, experiments, sections) = (text("id")?, text("experiment")?, text("section")?);
    let (kinds, statements) = (text("kind")?, text("statement")?);
    let (criteria, verdicts) = (text("criterion")?, text("verdict")?);
    let row = |i: usize| {
        Ok(Row {
            id: ids[i].clone(),
            experiment: experiments[i].clone(),
            section: sections[i].clone(),
            kind: kinds[i].clone(),
            statement: statements[i].clone(),
            criterion: criteria[i].clone(),
            metric: column("metric")?[i].map(str::to_owned),
            predicted: number("predicted", i)?,
            value: number("value", i)?,
            low: number("low", i)?,
            high: number("high", i)?,
            n: number("n", i)?.map(|n| n as u64),
            verdict: verdicts[i].parse().map_err(|_| wrong("verdict", &verdicts[i]))?,
        })
    };
    (0..table.height()).map(row).collect()
}
