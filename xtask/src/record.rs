//! Rows of the tables in `results/reliability` that scripts measure one by one.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::reliability;
use crate::table::Table;

/// Each table, how many of its first columns identify the measurement, and its columns.
const TABLES: [(&str, usize, &str); 4] = [
    ("cluster", 1, "what,result"),
    ("faults", 1, "fault,tried,trials_lost,duplicates,hash_differences,panics"),
    ("fuzz", 1, "target,inputs,panics,timeouts,out_of_memory,peak_rss_mb"),
    ("portability", 5, "processor,target_cpu,profile,simd,threads,tables,differences"),
];

/// Writes a row, replacing the one for the same measurement, or appending it.
pub(crate) fn record(name: &str, cells: &[String]) -> Result<()> {
    let (path, measured, mut table) = open(name)?;
    put(&mut table, measured, cells)?;
    table.write(&path)?;
    reliability::write()
}

/// Removes the rows that have all these cells.
pub(crate) fn forget(name: &str, cells: &[String]) -> Result<()> {
    let (path, _, mut table) = open(name)?;
    let cells = places(&table, cells)?;
    table.rows.retain(|row| !cells.iter().all(|&(place, value)| row[place] == value));
    table.write(&path)?;
    reliability::write()
}

fn open(name: &str) -> Result<(PathBuf, usize, Table)> {
    let known = TABLES.iter().find(|(known, ..)| *known == name);
    let names = TABLES.map(|(name, ..)| name).join(", ");
    let &(_, measured, columns) =
        known.with_context(|| format!("no table {name}: there are {names}"))?;
    let path = Path::new(reliability::FOLDER).join(name).with_extension("csv");
    let table = Table::read(&path, columns)?;
    Ok((path, measured, table))
}

fn put(table: &mut Table, measured: usize, cells: &[String]) -> Result<()> {
    let mut cells = places(table, cells)?;
    cells.sort_unstable();
    let is_whole = cells.iter().map(|&(place, _)| place).eq(0..table.columns.split(',').count());
    ensure!(is_whole, "give each column exactly once: {}", table.columns);
    let row: Vec<String> = cells.into_iter().map(|(_, value)| value.to_owned()).collect();
    match table.rows.iter_mut().find(|old| old[..measured] == row[..measured]) {
        Some(old) => *old = row,
        None => table.rows.push(row),
    }
    Ok(())
}

/// `COLUMN=VALUE` as the column's place and the value.
fn places<'a>(table: &Table, cells: &'a [String]) -> Result<Vec<(usize, &'a str)>> {
    let place = |cell: &'a String| {
        let (column, value) =
            cell.split_once('=').with_context(|| format!("`{cell}` is not COLUMN=VALUE"))?;
        Ok((table.place(column)?, value))
    };
    cells.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn row_replaces_the_one_that_measured_the_same() {
        let mut table = Table::read(Path::new("no file"), TABLES[2].2).unwrap();
        let mut put = |text| put(&mut table, 1, &cells(text));
        put("target=set inputs=5 panics=0 timeouts=0 out_of_memory=0 peak_rss_mb=9").unwrap();
        put("target=idx inputs=6 panics=0 timeouts=0 out_of_memory=0 peak_rss_mb=9").unwrap();
        put("peak_rss_mb=8 target=set inputs=7 panics=1 timeouts=0 out_of_memory=0").unwrap();
        assert!(put("target=set inputs=7").is_err());
        assert!(
            put("target=set inputs=7 inputs=7 timeouts=0 out_of_memory=0 peak_rss_mb=9").is_err()
        );
        assert!(put("aim=set").unwrap_err().to_string().starts_with("no column aim"));
        let rows = [cells("set 7 1 0 0 8"), cells("idx 6 0 0 0 9")];
        assert_eq!(table.rows, rows);
    }
}
