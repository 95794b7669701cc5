//! Tables for papers: Markdown and LaTeX, numbers to four digits.

use claims::criterion::shortest;
use claims::statistics::significant;
use polars_core::prelude::*;

/// How many rows have room on a page.
const PAGE: usize = 40;

/// A table of Markdown.
///
/// # Errors
/// If polars cannot read a value back.
pub fn markdown(table: &DataFrame) -> PolarsResult<String> {
    let columns = table.columns();
    let names = columns.iter().map(|column| plain(column.name())).collect::<Vec<_>>();
    let rules = columns.iter().map(|column| if is_number(column) { "---:" } else { "---" });
    let mut text =
        format!("| {} |\n|{}|\n", names.join(" | "), rules.collect::<Vec<_>>().join("|"));
    for row in rows(table)? {
        let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
        text.extend(["| ", &cells.join(" | "), " |\n"]);
    }
    Ok(text)
}

/// A table of LaTeX, with the rules of the package booktabs; one that is longer than a page by the package
/// longtable, its header on each page.
///
/// # Errors
/// If polars cannot read a value back.
pub fn latex(table: &DataFrame) -> PolarsResult<String> {
    let columns = table.columns();
    let sides = columns.iter().map(|column| if is_number(column) { 'r' } else { 'l' });
    let names: Vec<String> =
        columns.iter().map(|column| escaped(&column.name().replace('_', " "))).collect();
    let is_long = table.height() > PAGE;
    let name = if is_long { "longtable" } else { "tabular" };
    // What stands above `endhead` is repeated on each page, what stands above `endfoot` below it.
    let head = if is_long { "\\endhead\n\\bottomrule\n\\endfoot\n" } else { "" };
    let mut text = format!(
        "\\begin{{{name}}}{{{}}}\n\\toprule\n{} \\\\\n\\midrule\n{head}",
        sides.collect::<String>(),
        names.join(" & ")
    );
    for row in rows(table)? {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        // After the end of a row, a bracket or a star would be an argument of it.
        let guard =
            if cells.first().is_some_and(|c| c.starts_with(['[', '*'])) { "{}" } else { "" };
        text.extend([guard, &cells.join(" & "), " \\\\\n"]);
    }
    let foot = if is_long { "" } else { "\\bottomrule\n" };
    text.extend([foot, "\\end{", name, "}\n"]);
    Ok(text)
}

fn is_number(column: &Column) -> bool {
    column.dtype().is_primitive_numeric()
}

/// Every cell as a reader wants it.
fn rows(table: &DataFrame) -> PolarsResult<Vec<Vec<String>>> {
    let cells = |row| table.columns().iter().map(move |column| column.get(row));
    let row = |row| cells(row).map(|cell| cell.map(|value| words(&value))).collect();
    (0..table.height()).map(row).collect()
}

/// A value as a reader wants it: nothing where there is none, numbers to four digits.
pub fn words(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::Float64(x) => shortest(significant(*x, 4)),
        AnyValue::String(text) => (*text).to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        other => other.to_string(),
    }
}

/// A text without what Markdown takes for markup; a number as it is.
fn plain(text: &str) -> String {
    if text.parse::<f64>().is_ok() {
        return text.to_owned();
    }
    let mut plain = String::new();
    let letters: Vec<char> = text.chars().collect();
    let is_word = |at: Option<usize>| {
        at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphanumeric())
    };
    for (at, &letter) in letters.iter().enumerate() {
        match letter {
            '\n' => plain.push_str("<br>"),
            '<' => plain.push_str("&lt;"),
            '&' if is_word(Some(at + 1)) => plain.push_str("&amp;"),
            // Within a word it is a letter.
            '_' if is_word(at.checked_sub(1)) && is_word(Some(at + 1)) => plain.push(letter),
            '\\' | '*' | '_' | '`' | '[' | ']' | '|' | '$' | '~' => plain.extend(['\\', letter]),
            letter => plain.push(letter),
        }
    }
    plain
}

/// A number as a formula, a text without what `LaTeX` takes for a command.
fn escaped(text: &str) -> String {
    match (text, text.split_once('e')) {
        ("inf", _) => return "$\\infty$".to_owned(),
        ("-inf", _) => return "$-\\infty$".to_owned(),
        (_, Some((digits, power))) if text.parse::<f64>().is_ok() => {
            return format!("${digits} \\times 10^{{{power}}}$");
        }
        _ if text.parse::<f64>().is_ok_and(f64::is_finite) => return format!("${text}$"),
        _ => {}
    }
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', letter]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '<' | '>' => escaped.extend(['$', letter, '$']),
            letter => escaped.push(letter),
        }
    }
    escaped
}
