//! Tables: trials, their summary, findings and the ledger, as data frames and as CSV.
//!
//! polars groups (stable), sorts, reads and writes; every reduction of floats is one of
//! [`claims::statistics`].

mod formats;
mod ledger;
mod trials;

use std::path::Path;

use polars::prelude::*;
pub use polars::prelude::{Column, DataFrame, PolarsError};

pub use formats::{latex, markdown, words};
pub use ledger::{findings, ledger, read_findings, read_ledger};
pub use trials::{seeds, summary, trials, tuning};

/// A column of a table: `of` each of `rows`.
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

/// CSV with a header, floats in their shortest exact form.
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

/// A CSV file, its columns as what they look like: whole numbers, numbers, text.
///
/// # Errors
/// If it cannot be read.
pub fn read_typed(path: &Path) -> PolarsResult<DataFrame> {
    CsvReadOptions::default()
        .with_infer_schema_length(None)
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
