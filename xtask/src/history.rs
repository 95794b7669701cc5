//! The history of timings: what was measured by which run, row by row.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::table::Table;

const HISTORY: &str = "results/performance/history.csv";
const COLUMNS: &str = "date,commit,host,rustc,bench,median,low,high,unit";

/// What was timed, when and where
#[derive(Args, Clone, PartialEq)]
pub(crate) struct Run {
    /// The day, as 2026-01-31
    pub(crate) date: String,
    /// The commit, with a + if its files have changed
    pub(crate) commit: String,
    /// The processor and its cores
    pub(crate) host: String,
    /// The compiler's version
    pub(crate) rustc: String,
}

/// One line of the history: seconds of one call, their median with its 95 % interval.
pub(crate) struct Row {
    pub(crate) run: Run,
    pub(crate) bench: String,
    pub(crate) seconds: [f64; 3],
}

/// Every run on record, oldest first.
pub(crate) fn read() -> Result<Vec<Row>> {
    Table::read(Path::new(HISTORY), COLUMNS)?.rows.iter().map(|cells| Row::parse(cells)).collect()
}

/// Writes the whole record.
pub(crate) fn write(rows: &[Row]) -> Result<()> {
    let rows = rows.iter().map(Row::cells).collect();
    Table { columns: COLUMNS, rows }.write(Path::new(HISTORY))
}

impl Row {
    fn parse(cells: &[String]) -> Result<Self> {
        let [date, commit, host, rustc, bench, median, low, high, _] = cells else {
            unreachable!("there are nine columns")
        };
        let [date, commit, host, rustc] = [date, commit, host, rustc].map(String::clone);
        let seconds = [median.parse()?, low.parse()?, high.parse()?];
        Ok(Self { run: Run { date, commit, host, rustc }, bench: bench.clone(), seconds })
    }

    fn cells(&self) -> Vec<String> {
        let Run { date, commit, host, rustc } = &self.run;
        let [median, low, high] = self.seconds.map(|seconds| format!("{seconds:.4e}"));
        let cells = [date, commit, host, rustc, &self.bench, &median, &low, &high, "s"];
        cells.map(str::to_owned).to_vec()
    }
}
