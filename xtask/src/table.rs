//! A CSV table as rows of text, whose columns are known beforehand.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use figures::table::{Column, column, frame};
use report::table;

/// Rows under the columns that a caller expects.
pub(crate) struct Table {
    /// Their names, joined by commas.
    pub(crate) columns: &'static str,
    /// One text for each cell of each row; empty for an empty cell.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// The table of a file with these columns, joined by commas; without rows if there is no file.
    pub(crate) fn read(path: &Path, columns: &'static str) -> Result<Self> {
        let mut rows = Vec::new();
        if fs::metadata(path).is_ok_and(|file| file.len() > 0) {
            let context = || format!("{} cannot be read", path.display());
            let found = table::read(path).with_context(context)?;
            let names: Vec<&str> =
                found.columns().iter().map(|column| column.name().as_str()).collect();
            ensure!(
                names.join(",") == columns,
                "{} does not have the columns {columns}: add them to its first line",
                path.display()
            );
            let texts = names.iter().map(|name| table::column_of(&found, name));
            let texts = texts.collect::<Result<Vec<_>, _>>().with_context(context)?;
            rows.extend((0..found.height()).map(|row| {
                texts.iter().map(|column| column[row].unwrap_or_default().to_owned()).collect()
            }));
        }
        Ok(Self { columns, rows })
    }

    /// Writes the table into a file, creating its folder if necessary.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let cell = |i: usize| {
            move |row: &Vec<String>| Some(row[i].clone()).filter(|text| !text.is_empty())
        };
        let columns = self.columns.split(',').enumerate();
        let columns: Vec<Column> =
            columns.map(|(i, name)| column(name, &self.rows, cell(i))).collect();
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
            anyhow::Ok(fs::write(path, table::csv(&table::data_frame(&frame(columns)?)?)?)?)
        };
        write().with_context(|| format!("{} cannot be written", path.display()))
    }

    /// The place of a column.
    pub(crate) fn place(&self, column: &str) -> Result<usize> {
        let place = self.columns.split(',').position(|name| name == column);
        place.with_context(|| format!("no column {column}: there are {}", self.columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        let rows = [["a, b", "1.50"], ["\"c\"", ""]].map(|row| row.map(str::to_owned).to_vec());
        Table { columns: "what,count", rows: rows.to_vec() }.write(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, "what,count\n\"a, b\",1.50\n\"\"\"c\"\"\",\n");
        assert_eq!(Table::read(&path, "what,count").unwrap().rows, rows);
        let error = Table::read(&path, "what,sum").err().unwrap().to_string();
        assert!(error.contains("does not have the columns what,sum"), "{error}");
        assert!(Table::read(&path.with_extension("no"), "what").unwrap().rows.is_empty());
    }
}
