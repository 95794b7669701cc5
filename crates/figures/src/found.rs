//! Tables of findings: each criterion at each place, and the ledger.
//!
//! Verdicts were decided in full precision; the numbers beside them are rounded to six digits,
//! except that an exact statistic, which is one of the values, is written as recorded.
use claims::Finding;
use claims::ledger::Row;
use claims::statistics::{shown, significant};

use crate::table::{Table, TableError, column, frame};

/// The prefix of a criterion that judges what the notes print, if that is thought to be a slip.
pub const PRINTED: &str = "printed: ";

/// One row a criterion and place: the statistic, its interval, its p-value, what it comes to.
///
/// # Errors
/// Never: its columns are of one length, and each has a name of its own.
pub fn findings(findings: &[Finding]) -> Result<Table, TableError> {
    frame(vec![
        column("id", findings, |finding| finding.id.clone()),
        column("criterion", findings, |finding| {
            let of = if finding.printed { PRINTED } else { "" };
            format!("{of}{}", finding.criterion)
        }),
        column("role", findings, |finding| finding.role.to_string()),
        column("evidence", findings, |finding| finding.evidence.to_string()),
        column("metric", findings, |finding| finding.metric.clone()),
        column("at", findings, |finding| finding.at.to_string()),
        column("predicted", findings, |finding| finding.predicted),
        column("value", findings, Finding::shown_value),
        column("low", findings, |finding| finding.interval.map(|(low, _)| shown(low))),
        column("high", findings, |finding| finding.interval.map(|(_, high)| shown(high))),
        column("n", findings, |finding| finding.n),
        column("unobserved", findings, |finding| finding.unobserved),
        column("failing", findings, failing),
        column("p", findings, |finding| finding.p.map(shown)),
        column("outcome", findings, |finding| finding.outcome.to_string()),
    ])
}

/// The arms that often did not reach their goal, with the share: "sigmoid 0.94, prelu 0.13".
fn failing(finding: &Finding) -> String {
    let arm = |(arm, share): &(String, f64)| format!("{arm} {}", significant(*share, 2));
    finding.failing.iter().map(arm).collect::<Vec<_>>().join(", ")
}

/// The ledger: one row a claim, sorted by id.
///
/// # Errors
/// Never: its columns are of one length, and each has a name of its own.
pub fn ledger(rows: &[Row]) -> Result<Table, TableError> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    frame(vec![
        column("id", &rows, |row| row.id.clone()),
        column("experiment", &rows, |row| row.experiment.clone()),
        column("section", &rows, |row| row.section.clone()),
        column("kind", &rows, |row| row.kind.clone()),
        column("statement", &rows, |row| row.statement.clone()),
        column("criterion", &rows, |row| row.criterion.clone()),
        column("metric", &rows, |row| row.metric.clone()),
        column("predicted", &rows, |row| row.predicted),
        column("value", &rows, |row| row.shown_value()),
        column("low", &rows, |row| row.low.map(shown)),
        column("high", &rows, |row| row.high.map(shown)),
        column("n", &rows, |row| row.n),
        column("verdict", &rows, |row| row.verdict.to_string()),
        column("evidence", &rows, |row| row.evidence.map(|evidence| evidence.to_string())),
        column("held", &rows, |row| row.held),
        column("observed", &rows, |row| row.observed),
        column("cells", &rows, |row| row.cells),
        column("region", &rows, |row| row.region.clone()),
        column("failing", &rows, |row| row.failing.clone()),
    ])
}
