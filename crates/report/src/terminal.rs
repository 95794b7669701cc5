//! What was found, for reading in a terminal: each claim with its verdict, below it each criterion,
//! below that every place at which it was judged.

use std::fmt::Write;

use claims::criterion::shortest;
use claims::ledger::Row;
use claims::statistics::significant;
use claims::{Evidence, Finding, Outcome, Verdict};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use figures::table::Values;
use textwrap::Options;

/// Columns that the numbers beside a criterion take, more or less.
const NUMBERS: usize = 56;
/// Where statements begin: after the id and the verdict.
const INDENT: &str = "                   ";

/// Claims and findings in lines of at most `width` columns; `paint` colours a verdict.
pub fn claims(
    rows: &[Row],
    findings: &[Finding],
    width: usize,
    paint: impl Fn(Verdict, &str) -> String,
) -> String {
    let groups: Vec<&[Finding]> = findings
        .chunk_by(|a, b| (&a.id, a.printed, &a.criterion) == (&b.id, b.printed, &b.criterion))
        .collect();
    // A criterion that is judged at one place stands in its line, if there is room.
    let room = width.saturating_sub(NUMBERS);
    let is_inline = |group: &[Finding]| group.len() == 1 && in_full(&group[0]).len() <= room;
    let numbers = aligned(&groups, is_inline);
    if numbers.lines().any(|line| line.trim_end().chars().count() + 4 > width) {
        return rows.iter().map(|row| narrow(row, &groups, width, &paint)).collect();
    }
    let mut numbers = numbers.lines();
    let mut text = String::new();
    if let Some(header) = numbers.next().filter(|_| !findings.is_empty()) {
        text.extend(["    ", header.trim_end(), "\n"]);
    }
    for row in rows {
        let verdict = paint(row.verdict, &format!("{:<12}", row.verdict));
        let options = Options::new(width).initial_indent(INDENT).subsequent_indent(INDENT);
        let statement = textwrap::fill(&row.statement, options);
        text.extend([&format!("{:<5}", row.id), &verdict, "  ", statement.trim_start(), "\n"]);
        if let Some(details) = row.details() {
            let options = Options::new(width).initial_indent(INDENT).subsequent_indent(INDENT);
            text.extend([&textwrap::fill(&details, options), "\n"]);
        }
        for group in groups.iter().filter(|group| group[0].id == row.id) {
            if !is_inline(group) {
                text.extend([&indented(&said(&group[0]), width, 5), "\n"]);
            }
            for (finding, line) in group.iter().zip(&mut numbers) {
                let outcome = finding.outcome.to_string();
                let line = line.trim_end().trim_end_matches(&outcome);
                text.extend(["    ", line, &paint(finding.outcome.into(), &outcome), "\n"]);
            }
        }
        text.push('\n');
    }
    text
}

/// A claim where there is no room for columns: its numbers in words.
fn narrow(
    row: &Row,
    groups: &[&[Finding]],
    width: usize,
    paint: impl Fn(Verdict, &str) -> String,
) -> String {
    let verdict = paint(row.verdict, &row.verdict.to_string());
    let mut text = format!("{}  {verdict}\n{}\n", row.id, indented(&row.statement, width, 2));
    if let Some(details) = row.details() {
        text.extend([&indented(&details, width, 2), "\n"]);
    }
    for group in groups.iter().filter(|group| group[0].id == row.id) {
        text.extend([&indented(&said(&group[0]), width, 2), "\n"]);
        for finding in *group {
            let interval = finding.interval;
            let interval = interval.map_or(String::new(), |(low, high)| {
                format!(" ({} to {})", rounded(low), rounded(high))
            });
            let predicted =
                finding.predicted.map_or(String::new(), |x| format!(" for {}", rounded(x)));
            let place =
                if finding.at.is_empty() { String::new() } else { format!("{}: ", finding.at) };
            let (value, n) = (value(finding), finding.n);
            let words = format!("{place}{value}{interval}{predicted}, n {n}, {}", finding.outcome);
            text.extend([&indented(&words, width, 4), "\n"]);
        }
    }
    text + "\n"
}

/// A text in lines of at most `width` columns, so many spaces before each and two more before the later ones.
fn indented(text: &str, width: usize, spaces: usize) -> String {
    let (first, later) = (" ".repeat(spaces), " ".repeat(spaces + 2));
    textwrap::fill(text, Options::new(width).initial_indent(&first).subsequent_indent(&later))
}

/// A criterion, of a slip which form it judges, and what it is for.
pub(crate) fn said(finding: &Finding) -> String {
    let printed = if finding.printed { "as printed: " } else { "" };
    format!("{printed}{}{}", finding.role.prefix(), finding.criterion)
}

/// The same with the place at which it was judged.
fn in_full(finding: &Finding) -> String {
    let between = if finding.at.is_empty() { "" } else { ", " };
    format!("{}{between}{}", said(finding), finding.at)
}

/// The statistic, or what came of a statement.
fn value(finding: &Finding) -> String {
    match (finding.evidence, finding.outcome) {
        (Evidence::Proved, Outcome::Supported) => "proved".to_owned(),
        (Evidence::Proved, Outcome::Refuted) => "disproved".to_owned(),
        (Evidence::Proved, _) => "open".to_owned(),
        _ => rounded(finding.value),
    }
}

pub(crate) fn rounded(x: f64) -> String {
    shortest(significant(x, 4))
}

/// A header and a line for every finding, in columns.
fn aligned(groups: &[&[Finding]], is_inline: impl Fn(&[Finding]) -> bool) -> String {
    let is_predicted = groups.iter().copied().flatten().any(|f| f.predicted.is_some());
    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let mut header = vec!["", "value", "95 % interval", "n", ""];
    if is_predicted {
        header.insert(1, "predicted");
    }
    table.set_header(header);
    for group in groups {
        for finding in *group {
            let place = format!("  {}", finding.at);
            let label = if is_inline(group) { in_full(finding) } else { place };
            let interval = finding
                .interval
                .map(|(low, high)| format!("{} to {}", rounded(low), rounded(high)));
            let mut cells = vec![
                label,
                value(finding),
                interval.unwrap_or_default(),
                finding.n.to_string(),
                finding.outcome.to_string(),
            ];
            if is_predicted {
                cells.insert(1, finding.predicted.map(rounded).unwrap_or_default());
            }
            table.add_row(cells);
        }
    }
    let last = if is_predicted { 5 } else { 4 };
    for column in table.column_iter_mut() {
        let is_words = column.index == 0 || column.index == last;
        let side = if is_words { CellAlignment::Left } else { CellAlignment::Right };
        column.set_cell_alignment(side);
    }
    table.trim_fmt()
}

/// Some rows of a table, numbers to four digits: as many of its columns as have room in `width`, the
/// first ones.
pub fn rows(table: &figures::Table, rows: &[usize], width: usize) -> String {
    let cell = |values: &Values, row: usize| match values {
        Values::Texts(texts) => texts[row].clone(),
        Values::Integers(numbers) => numbers[row].map(|n| n.to_string()),
        Values::Floats(numbers) => numbers[row].map(rounded),
    };
    let mut lines = vec![String::new(); rows.len() + 1];
    for column in table.columns() {
        let cells = rows.iter().map(|&row| cell(&column.values, row).unwrap_or_default());
        let cells: Vec<String> = std::iter::once(column.name.clone()).chain(cells).collect();
        let widest = 2 + cells.iter().map(String::len).max().unwrap_or(0);
        if lines[0].len() + widest > width {
            break;
        }
        for (line, cell) in lines.iter_mut().zip(&cells) {
            let _ = write!(line, "{cell:>widest$}");
        }
    }
    lines.join("\n")
}

/// A text in lines of at most `width` columns, the later ones indented.
pub fn wrapped(text: &str, width: usize) -> String {
    textwrap::fill(text, Options::new(width).subsequent_indent("  "))
}
