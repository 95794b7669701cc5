//! An experiment in the page: what it is about, its claims, charts and tables, how to run it.

use maud::{Markup, html};

use super::claim;
use super::contents::{Listed, PageError, Section, hash};
use super::figure::figure;
use super::table::{LONGEST, table};

/// All of an experiment.
///
/// # Errors
/// If a chart cannot be drawn or a formula not be read.
pub(super) fn section(section: &Section, rows: &[Listed<'_>]) -> Result<Markup, PageError> {
    let (name, file) = (&section.name, &section.file);
    let mut claims = Vec::new();
    for item in &file.claims {
        let Some(listed) = rows.iter().find(|listed| listed.row.id == item.id) else { continue };
        let findings: Vec<_> = section.findings.iter().filter(|f| f.id == item.id).collect();
        claims.push(claim::claim(item, listed, &findings)?);
    }
    let figures: Vec<Markup> =
        section.charts.iter().map(|chart| figure(name, chart)).collect::<Result<_, _>>()?;
    let mut tables = Vec::new();
    for (file, contents) in &section.tables {
        let is_short = contents.height() <= LONGEST;
        let shown = if is_short { Some(table(file, contents)?) } else { None };
        tables.push((file, contents.height(), shown));
    }
    Ok(html! {
        section.experiment id=(name) aria-labelledby={ (name) "-title" } {
            p.eyebrow { a href={ "#" (name) } { (name.replace('_', " ")) } }
            h2 id={ (name) "-title" } { (file.title) }
            div.about { (prose(&file.about)) }
            p.links {
                @for Listed { row, anchor, .. } in rows { a href={ "#" (anchor) } { (row.id) } " " }
                @if !figures.is_empty() { a href={ "#" (name) "-charts" } { "Charts" } " " }
                a href="#claims" { "All claims" }
            }
            @for claim in claims { (claim) }
            @if !figures.is_empty() {
                div id={ (name) "-charts" } { @for figure in figures { (figure) } }
            }
            @if !tables.is_empty() {
                h3 { "Tables" }
                @for (file, rows, shown) in tables {
                    details.table {
                        summary { (file.replace('_', " ")) " " span.rows { (rows) " rows" } }
                        p.take {
                            a href={ (name) "/" (file) ".csv" } download { "CSV" } " "
                            @if shown.is_some() {
                                button.copy-table type="button" hidden { "Copy" }
                            } @else {
                                "Too long to be shown here."
                            }
                        }
                        @if let Some(shown) = shown { (shown) }
                    }
                }
            }
            @if !file.deviations.is_empty() {
                h3 { "Deviations" }
                (prose(&file.deviations))
            }
            h3 { "Run it" }
            p.take {
                code { "cargo run -p experiments --bin " (name) }
                button.copy type="button" hidden { "Copy" }
            }
            @if section.is_fetched { p { "Needs the data of " code { "scripts/fetch-data" } "." } }
            @if !file.sources.is_empty() {
                h3 { "Sources" }
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
                    @if i % 2 == 1 { code { (part) } } @else { (part) }
                }
            }
        }
    }
}
