//! A table whose rows each belong to a cell, read back.

use anyhow::{Context, anyhow};
use claims::Cell;
use report::table::{self, DataFrame};

/// A table whose rows each belong to a cell.
pub(crate) struct Rows<'a> {
    pub(crate) table: DataFrame,
    cells: &'a [Cell],
    /// The columns that say which.
    pub(crate) place: Vec<String>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(table: DataFrame, cells: &'a [Cell]) -> Self {
        let place = figures::trials::place(cells, &[] as &[usize], |&cell| cell);
        Self { table, cells, place: place.into_iter().map(|column| column.name).collect() }
    }

    fn text(&self, name: &str) -> anyhow::Result<Vec<Option<&str>>> {
        Ok(table::column_of(&self.table, name)?)
    }

    /// The values of a column, where there are any.
    ///
    /// # Errors
    /// If there is no such column, or a value is none of `T`.
    pub(crate) fn numbers<T: std::str::FromStr>(
        &self,
        name: &str,
    ) -> anyhow::Result<Vec<Option<T>>> {
        let parse = |(row, text): (usize, Option<&str>)| {
            let wrong = |text: &str| anyhow!("line {}, column {name}: `{text}`", row + 2);
            text.map(|text| text.parse().map_err(|_| wrong(text))).transpose()
        };
        self.text(name)?.into_iter().enumerate().map(parse).collect()
    }

    /// The cell of each row.
    ///
    /// # Errors
    /// If a row names a cell that is not there.
    pub(crate) fn cells(&self) -> anyhow::Result<Vec<usize>> {
        let columns: Vec<_> =
            self.place.iter().map(|name| self.text(name)).collect::<Result<_, _>>()?;
        let of_row = |row: usize| {
            let at: Vec<&str> =
                columns.iter().map(|column| column[row].unwrap_or_default()).collect();
            let cell = self
                .cells
                .iter()
                .position(|cell| words(cell).iter().map(String::as_str).eq(at.iter().copied()));
            cell.with_context(|| format!("line {}: no cell {}", row + 2, at.join(", ")))
        };
        (0..self.table.height()).map(of_row).collect()
    }
}

/// A cell as a row names it.
pub(crate) fn words(cell: &Cell) -> Vec<String> {
    let data_set = Some(cell.data_set.clone()).filter(|name| !name.is_empty());
    let levels = cell.levels.iter().map(|(_, level)| level.to_string());
    data_set.into_iter().chain([cell.arm.clone()]).chain(levels).collect()
}
