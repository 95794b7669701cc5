//! Tables, written and read by polars: as CSV, and for papers. What stands in them is in
//! [`figures`].

mod formats;
mod ledger;

use std::path::Path;
use std::{fs, io};

use figures::Table;
use figures::table::Values;
use polars_core::prelude::*;
pub use polars_core::prelude::{Column, DataFrame, PolarsError};
use polars_io::prelude::*;

pub use formats::{latex, markdown, words};
pub use ledger::{read_findings, read_ledger};

/// The table, for polars to write.
///
/// # Errors
/// If polars refuses the columns.
pub fn data_frame(table: &Table) -> PolarsResult<DataFrame> {
    let column = |column: &figures::Column| {
        let name = column.name.as_str().into();
        match &column.values {
            Values::Texts(values) => Column::new(name, values),
            Values::Integers(values) => Column::new(name, values),
            Values::Floats(values) => Column::new(name, values),
        }
    };
    DataFrame::new(table.height(), table.columns().iter().map(column).collect())
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

/// The names of the tables in a folder, without `.csv`, in order: a folder, or what begins with a dot and
/// was left there by a system, is none.
///
/// # Errors
/// If the folder cannot be read.
pub fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_csv = path.extension().is_some_and(|ending| ending == "csv");
        if is_csv && !name.starts_with('.') && path.is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The texts of a column, in the order of the rows; nothing where a cell is empty.
///
/// # Errors
/// If there is no such column of text.
pub fn column_of<'a>(table: &'a DataFrame, name: &str) -> PolarsResult<Vec<Option<&'a str>>> {
    Ok(table.column(name)?.str()?.iter().collect())
}
