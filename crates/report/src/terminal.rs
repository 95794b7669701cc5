//! Tables for reading, in a terminal.

use claims::Finding;
use claims::criterion::shortest;
use claims::statistics::significant;
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, TableComponent};
use polars::prelude::*;

use crate::table;

/// The findings for reading: the ends of an interval in one column, no column without a value.
///
/// # Errors
/// If polars refuses the columns.
pub fn findings(findings: &[Finding]) -> PolarsResult<DataFrame> {
    let interval = |finding: &Finding| {
        let (low, high) = finding.interval?;
        Some(format!("{} to {}", shortest(significant(low, 4)), shortest(significant(high, 4))))
    };
    let mut shown = table::findings(findings)?;
    shown.with_column(table::texts("95 % interval", findings, interval))?;
    let mut columns =
        vec!["id", "criterion", "at", "predicted", "value", "95 % interval", "n", "verdict"];
    if findings.iter().all(|finding| finding.at.is_empty()) {
        columns.retain(|name| *name != "at");
    }
    if findings.iter().all(|finding| finding.predicted.is_none()) {
        columns.retain(|name| *name != "predicted");
    }
    if findings.iter().all(|finding| finding.interval.is_none()) {
        columns.retain(|name| *name != "95 % interval");
    }
    shown.select(columns)
}

/// A table for reading: aligned, wrapped to `width`, floats to four digits, what
/// repeats from row to row left out of the first two columns.
///
/// # Errors
/// If polars cannot read a value back.
pub fn text(table: &DataFrame, width: u16) -> PolarsResult<String> {
    let mut shown = comfy_table::Table::new();
    shown
        .load_preset(UTF8_HORIZONTAL_ONLY)
        .remove_style(TableComponent::HorizontalLines)
        .remove_style(TableComponent::MiddleIntersections)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(table.get_column_names().iter().map(|name| name.replace('_', " ")));
    let columns = table.columns();
    let mut before: Vec<String> = Vec::new();
    for row in 0..table.height() {
        let cells = columns.iter().map(|column| column.get(row).map(|value| table::words(&value)));
        let cells = cells.collect::<PolarsResult<Vec<_>>>()?;
        let repeats = cells.iter().zip(&before).take(2).take_while(|(a, b)| a == b).count();
        let blank = |(i, cell): (usize, &String)| {
            if i < repeats { String::new() } else { cell.clone() }
        };
        shown.add_row(cells.iter().enumerate().map(blank));
        before = cells;
    }
    for (column, shown) in columns.iter().zip(shown.column_iter_mut()) {
        if column.dtype().is_numeric() {
            shown.set_cell_alignment(CellAlignment::Right);
        }
        // Only sentences are broken into lines.
        if column.name() != "criterion" {
            shown.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    Ok(shown.trim_fmt())
}
