//! An experiment in the page: what it is about, its charts and tables, how to run it.

use maud::{Markup, html};

use super::contents::{Card, PageError, Section, hash};
use super::figure::figure;
use super::table::{LONGEST, table};
use super::typeset::typeset;

/// All of an experiment.
///
/// # Errors
/// If a chart cannot be drawn or a table not be read.
pub(super) fn section(section: &Section, cards: &[Card<'_>]) -> Result<Markup, PageError> {
    let (name, file) = (&section.name, &section.file);
    let is_here = |card: &&Card<'_>| card.tests.iter().any(|test| test.section.name == *name);
    let figures: Vec<Markup> =
        section.charts.iter().map(|chart| figure(name, chart)).collect::<Result<_, _>>()?;
    let mut tables = Vec::new();
    for (file, contents) in &section.tables {
        let is_short = contents.height() <= LONGEST;
        let shown = if is_short { Some(table(file, contents)?) } else { None };
        tables.push((file, contents.height(), shown));
    }
    Ok(html! {
        details.experiment id=(name) {
            summary {
                span.eyebrow { (name.replace('_', " ")) }
                h3 { (typeset(&file.title)) }
            }
            div.about { (prose(&file.about)) }
            p.links {
                "Claims: "
                @for Card { row, .. } in cards.iter().filter(is_here) {
                    a href={ "#" (row.id) } { (row.id) } " "
                }
            }
            @for figure in figures { (figure) }
            @if !tables.is_empty() {
                h4 { "Tables" }
                @for (file, rows, shown) in tables {
                    details.table {
                        summary { (file.replace('_', " ")) " " span.rows { (rows) " rows" } }
                        p.take {
                            a href={ (name) "/" (file) ".csv" } download { "CSV" } " "
                            @if shown.is_some() {
                                button.copy-table type="button" { "Copy" }
                            } @else {
                                "Too long to be shown here."
                            }
                        }
                        @if let Some(shown) = shown { noscript { (shown) } }
                    }
                }
            }
            @if !file.deviations.is_empty() {
                h4 { "Deviations" }
                (prose(&file.deviations))
            }
            h4 { "Run it" }
            p.take {
                code { "cargo run -p experiments --bin " (name) }
                button.copy type="button" { "Copy" }
            }
            @if section.is_fetched { p { "Needs the data of " code { "scripts/fetch-data" } "." } }
            @if !file.sources.is_empty() {
                h4 { "Sources" }
                ul { @for source in &file.sources { li { a href=(source.url) { (source.title) } } } }
            }
            p.hashes { "Configuration " (hash(section, "trials_configuration"))
                ", criteria " (hash(section, "criteria"))
                ", trials " (hash(section, "trials_table")) }
        }
    })
}

/// Paragraphs, with code between backticks.
fn prose(text: &str) -> Markup {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    html! {
        @for paragraph in paragraphs {
            p {
                @for (i, part) in paragraph.split('`').enumerate() {
                    @if i % 2 == 1 { code { (part) } } @else { (typeset(part)) }
                }
            }
        }
    }
}
