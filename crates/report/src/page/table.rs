//! A table in the page: to be read, sorted and copied.

use claims::criterion::shortest;
use claims::statistics::significant;
use maud::{Markup, html};
use polars::prelude::*;

/// The most rows that are shown; what is longer is a file beside the page.
pub(super) const LONGEST: usize = 60;

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
                    @for column in columns { th scope="col" { (column.name().replace('_', " ")) } }
                } }
                tbody { @for cells in rows { tr { @for cell in cells { (cell) } } } }
            }
        },
    ))
}

/// What may be wider than a phone scrolls by itself, with the keyboard too.
pub(super) fn scrolled(name: &str, contents: &Markup) -> Markup {
    html! { div.scrolled tabindex="0" role="region" aria-label=(name) { (contents) } }
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

/// A number to four digits.
pub(super) fn number(x: f64) -> Markup {
    html! { td.number { (rounded(x)) } }
}

/// To four digits, with a minus sign as printers set it.
pub(super) fn rounded(x: f64) -> String {
    shortest(significant(x, 4)).replace('-', "\u{2212}")
}
