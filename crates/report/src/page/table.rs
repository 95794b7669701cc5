//! A table in the page: to be read, sorted and copied.

use claims::criterion::shortest;
use claims::statistics::significant;
use maud::{Markup, html};
use polars_core::prelude::*;

/// The most rows that are shown; what is longer is a file beside the page.
pub(super) const LONGEST: usize = 150;

/// A table whose columns sort it; numbers to four digits, their exact values in the file.
///
/// # Errors
/// If polars cannot read a value back.
pub(super) fn table(name: &str, table: &DataFrame) -> PolarsResult<Markup> {
    let columns = table.columns();
    let mut rows = Vec::new();
    for row in 0..table.height() {
        let cells = columns.iter().map(|column| column.get(row).map(|value| cell(&value)));
        rows.push(cells.collect::<PolarsResult<Vec<Markup>>>()?);
    }
    Ok(scrolled(
        name,
        &html! {
            table.sortable {
                thead { tr {
                    @for column in columns {
                    th.number[column.dtype().is_primitive_numeric()] scope="col" {
                        (column.name().replace('_', " "))
                    }
                }
                } }
                tbody { @for cells in rows { tr { @for cell in cells { (cell) } } } }
            }
        },
    ))
}

/// What may be wider than a phone scrolls by itself.
pub(super) fn scrolled(name: &str, contents: &Markup) -> Markup {
    html! { div.scrolled data-name=(name) { (contents) } }
}

fn cell(value: &AnyValue<'_>) -> Markup {
    match value {
        AnyValue::Null => html! { td {} },
        AnyValue::Float64(x) => number(*x),
        AnyValue::String(text) => html! { td { (text) } },
        AnyValue::StringOwned(text) => html! { td { (text) } },
        other if other.is_primitive_numeric() => html! { td.number { (other) } },
        other => html! { td { (other) } },
    }
}

/// A number to four digits, all of it for those who sort or copy.
fn number(x: f64) -> Markup {
    html! { td.number data-value=(x) { (rounded(x)) } }
}

/// To four digits.
pub(super) fn rounded(x: f64) -> String {
    printed(x, 4)
}

/// To four digits, or to as many as tell it from `limit`.
pub(super) fn told_from(x: f64, limit: f64) -> String {
    let same = |digits: &usize| significant(x, *digits) == significant(limit, *digits);
    let digits = if x == limit { 4 } else { (4..17).find(|digits| !same(digits)).unwrap_or(17) };
    printed(x, digits)
}

/// To so many digits, with a minus sign as printers set it.
pub(super) fn printed(x: f64, digits: usize) -> String {
    shortest(significant(x, digits)).replace('-', "\u{2212}")
}
