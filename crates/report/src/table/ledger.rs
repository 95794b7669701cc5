//! Findings and the ledger, read back from their files.

use std::path::Path;

use claims::Finding;
use claims::ledger::Row;
use figures::found::PRINTED;
use polars_core::prelude::*;

use super::{column_of, read};

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

/// The rows of [`figures::found::ledger`], written as CSV.
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
            evidence: rows.parsed("evidence", i)?,
            held: rows.wanted("held", i)?,
            observed: rows.wanted("observed", i)?,
            cells: rows.wanted("cells", i)?,
            region: rows.string("region", i)?,
            failing: rows.string("failing", i)?,
        })
    };
    (0..rows.0.height()).map(row).collect()
}

/// The rows of [`figures::found::findings`], written as CSV.
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
            role: rows.wanted("role", i)?,
            evidence: rows.wanted("evidence", i)?,
            at: rows.parsed("at", i)?.unwrap_or_default(),
            metric: rows.string("metric", i)?,
            printed: printed.is_some(),
            predicted: rows.parsed("predicted", i)?,
            value: rows.parsed("value", i)?.unwrap_or(f64::NAN),
            interval: if let (Some(low), Some(high)) = ends { Some((low, high)) } else { None },
            n: rows.wanted("n", i)?,
            unobserved: rows.wanted("unobserved", i)?,
            failing: failing(&rows.string("failing", i)?),
            p: rows.parsed("p", i)?,
            outcome: rows.wanted("outcome", i)?,
        })
    };
    (0..rows.0.height()).map(row).collect()
}

/// Arms and their shares, as [`figures::found::findings`] writes them.
fn failing(text: &str) -> Vec<(String, f64)> {
    let arm = |arm: &str| {
        let (arm, share) = arm.split_once(' ')?;
        Some((arm.to_owned(), share.parse().ok()?))
    };
    text.split(", ").filter_map(arm).collect()
}
