//! Tables of what was found: each criterion at each place, and the ledger; written and read back.

use std::path::Path;

use claims::Finding;
use claims::ledger::Row;
use claims::statistics::shown;
use polars::prelude::*;

use super::{column_of, floats, optional, read, texts};

/// Before a criterion that judges what the notes print, where that is thought to be a slip.
const PRINTED: &str = "printed: ";

/// One row a criterion and place: the statistic, its interval, its p-value, its verdict.
///
/// # Errors
/// If polars refuses the columns.
pub fn findings(findings: &[Finding]) -> PolarsResult<DataFrame> {
    let columns = vec![
        texts("id", findings, |finding| Some(finding.id.clone())),
        texts("criterion", findings, |finding| {
            let of = if finding.printed { PRINTED } else { "" };
            Some(format!("{of}{}", finding.criterion))
        }),
        texts("metric", findings, |finding| Some(finding.metric.clone())),
        texts("at", findings, |finding| Some(finding.at.clone())),
        optional("predicted", findings, |finding| finding.predicted),
        floats("value", findings, |finding| {
            // An exact statistic is one of the values, and shown as it was recorded.
            if finding.interval.is_some() { shown(finding.value) } else { finding.value }
        }),
        optional("low", findings, |finding| finding.interval.map(|(low, _)| shown(low))),
        optional("high", findings, |finding| finding.interval.map(|(_, high)| shown(high))),
        Column::new("n".into(), findings.iter().map(|finding| finding.n).collect::<Vec<_>>()),
        optional("p", findings, |finding| finding.p.map(shown)),
        texts("verdict", findings, |finding| Some(finding.verdict.to_string())),
    ];
    DataFrame::new(findings.len(), columns)
}

/// The ledger: one row a claim, sorted by id, then by experiment.
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
        optional("value", rows, |row| {
            row.value.map(|value| if row.low.is_some() { shown(value) } else { value })
        }),
        optional("low", rows, |row| row.low.map(shown)),
        optional("high", rows, |row| row.high.map(shown)),
        Column::new("n".into(), rows.iter().map(|row| row.n).collect::<Vec<_>>()),
        texts("verdict", rows, |row| Some(row.verdict.to_string())),
    ];
    let order = SortMultipleOptions::default();
    DataFrame::new(rows.len(), columns)?.sort(["id", "experiment"], order)
}

/// A table of text whose columns are known.
struct Rows(DataFrame);

impl Rows {
    fn text(&self, name: &str, row: usize) -> PolarsResult<Option<&str>> {
        Ok(column_of(&self.0, name)?[row])
    }

    fn string(&self, name: &str, row: usize) -> PolarsResult<String> {
        Ok(self.text(name, row)?.unwrap_or_default().to_owned())
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str, row: usize) -> PolarsResult<Option<T>> {
        let parse = |text: &str| {
            let wrong = |_| polars_err!(ComputeError: "column {}: `{}`", name, text);
            text.parse().map_err(wrong)
        };
        self.text(name, row)?.map(parse).transpose()
    }

    /// What must not be empty.
    fn wanted<T: std::str::FromStr>(&self, name: &str, row: usize) -> PolarsResult<T> {
        let empty = || polars_err!(ComputeError: "column {}: nothing in row {}", name, row + 1);
        self.parsed(name, row)?.ok_or_else(empty)
    }
}

/// The rows of a ledger as [`ledger`] writes it.
///
/// # Errors
/// If it cannot be read or is not a ledger.
pub fn read_ledger(path: &Path) -> PolarsResult<Vec<Row>> {
    let rows = Rows(read(path)?);
    let row = |i: usize| {
        Ok(Row {
            id: rows.string("id", i)?,
            experiment: rows.string("experiment", i)?,
            section: rows.string("section", i)?,
            kind: rows.string("kind", i)?,
            statement: rows.string("statement", i)?,
            criterion: rows.string("criterion", i)?,
            metric: rows.text("metric", i)?.map(str::to_owned),
            predicted: rows.parsed("predicted", i)?,
            value: rows.parsed("value", i)?,
            low: rows.parsed("low", i)?,
            high: rows.parsed("high", i)?,
            n: rows.parsed("n", i)?,
            verdict: rows.wanted("verdict", i)?,
        })
    };
    (0..rows.0.height()).map(row).collect()
}

/// What [`findings`] wrote.
///
/// # Errors
/// If it cannot be read or is no such table.
pub fn read_findings(path: &Path) -> PolarsResult<Vec<Finding>> {
    let rows = Rows(read(path)?);
    let row = |i: usize| {
        let said = rows.string("criterion", i)?;
        let printed = said.strip_prefix(PRINTED);
        let ends = (rows.parsed("low", i)?, rows.parsed("high", i)?);
        Ok(Finding {
            id: rows.string("id", i)?,
            criterion: printed.unwrap_or(&said).to_owned(),
            at: rows.string("at", i)?,
            metric: rows.string("metric", i)?,
            printed: printed.is_some(),
            predicted: rows.parsed("predicted", i)?,
            value: rows.parsed("value", i)?.unwrap_or(f64::NAN),
            interval: if let (Some(low), Some(high)) = ends { Some((low, high)) } else { None },
            n: rows.wanted("n", i)?,
            p: rows.parsed("p", i)?,
            verdict: rows.wanted("verdict", i)?,
        })
    };
    (0..rows.0.height()).map(row).collect()
}
