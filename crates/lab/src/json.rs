//! What was found, as JSON for other programs.

use claims::Finding;
use claims::ledger::Row;
use claims::statistics::shown;

use crate::failure::Failure;
use crate::terminal;

/// Prints ledger rows and findings as JSON, one object.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn print(rows: &[Row], findings: &[Finding]) -> Result<(), Failure> {
    let number = |x: f64| serde_json::Number::from_f64(x).map(serde_json::Value::Number);
    let rows = rows.iter().map(|row| {
        serde_json::json!({
            "id": row.id, "experiment": row.experiment, "section": row.section,
            "kind": row.kind, "statement": row.statement, "criterion": row.criterion,
            "metric": row.metric, "predicted": row.predicted.and_then(number),
            "value": row.shown_value().and_then(number),
            "low": row.low.map(shown).and_then(number),
            "high": row.high.map(shown).and_then(number), "n": row.n,
            "verdict": row.verdict.to_string(),
            "evidence": row.evidence.map(|evidence| evidence.to_string()), "held": row.held,
            "observed": row.observed, "cells": row.cells, "region": row.region,
            "failing": row.failing,
        })
    });
    let findings = findings.iter().map(|finding| {
        serde_json::json!({
            "id": finding.id, "criterion": finding.criterion, "at": finding.at.to_string(),
            "role": finding.role.to_string(), "evidence": finding.evidence.to_string(),
            "unobserved": finding.unobserved,
            "printed": finding.printed, "predicted": finding.predicted.and_then(number),
            "value": number(finding.shown_value()),
            "low": finding.interval.and_then(|(low, _)| number(shown(low))),
            "high": finding.interval.and_then(|(_, high)| number(shown(high))),
            "n": finding.n, "p": finding.p.map(shown),
            "outcome": finding.outcome.to_string(),
        })
    });
    let all = serde_json::json!({
        "claims": rows.collect::<Vec<_>>(), "findings": findings.collect::<Vec<_>>(),
    });
    terminal::write(&format!("{all:#}\n"))
}
