//! The experiments and their verdicts as lists: in a terminal, and in the README.

use std::path::Path;

use anyhow::{Context, anyhow};
use claims::ledger::{AND, Row};
use experiment::Entry;
use serde_json::json;

use crate::catalogue::Catalogue;
use crate::command_line::{Options, RESULTS};
use crate::failure::{Attempt, Failure, REGISTERED};
use crate::files::{self, Output};
use crate::{ledger, terminal};

const MARKERS: [&str; 2] = ["<!-- verdicts: made by reproduce -->", "<!-- end of verdicts -->"];

/// Every experiment with its claims and their verdicts in the ledger.
pub(crate) fn print(catalogue: &Catalogue, options: &Options) -> Result<u8, Failure> {
    let folder = match &options.out {
        Some(folder) => folder.clone(),
        None => files::workspace()?.join(RESULTS),
    };
    let rows = ledger::read(&folder)?;
    let is_of =
        |row: &&Row, entry: &Entry| row.experiment.split(AND).any(|name| name == entry.name);
    if options.json {
        let all = catalogue.experiments.iter().map(|entry| {
            let claims = rows.iter().filter(|row| is_of(row, entry)).map(|row| {
                json!({ "id": row.id, "verdict": row.verdict.to_string(), "statement": row.statement })
            });
            json!({
                "experiment": entry.name, "full": catalogue.is_full(entry),
                "fetched": catalogue.is_fetched(entry), "claims": claims.collect::<Vec<_>>(),
            })
        });
        terminal::write(&format!("{:#}\n", json!(all.collect::<Vec<_>>())))?;
        return Ok(REGISTERED);
    }
    let mut text = String::new();
    for entry in catalogue.experiments {
        let needs = match (catalogue.is_full(entry), catalogue.is_fetched(entry)) {
            (false, _) => "",
            (true, false) => "  (--full)",
            (true, true) => "  (--full, data of scripts/fetch-data)",
        };
        text.extend([entry.name, needs, "\n"]);
        let mut of_entry = rows.iter().filter(|row| is_of(row, entry)).peekable();
        if of_entry.peek().is_none() {
            text.push_str("  not in the ledger yet: run reproduce\n");
        }
        for Row { id, verdict, statement, .. } in of_entry {
            let line = format!("  {id:<4} {verdict:<12}  {statement}");
            text.extend([&report::terminal::wrapped(&line, terminal::width()), "\n"]);
        }
    }
    terminal::write(&text)?;
    Ok(REGISTERED)
}

/// The README with the table of verdicts between its markers.
pub(crate) fn readme(root: &Path, rows: &[Row]) -> Result<Output, Failure> {
    let path = root.join("README.md");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))
        .input_output()?;
    let missing = || {
        Failure::Usage(anyhow!(
            "{}: the line `{}` or `{}` is missing",
            path.display(),
            MARKERS[0],
            MARKERS[1]
        ))
    };
    let (before, rest) = text.split_once(MARKERS[0]).ok_or_else(missing)?;
    let (_, after) = rest.split_once(MARKERS[1]).ok_or_else(missing)?;
    let mut spliced = format!("{before}{}\n", MARKERS[0]);
    spliced.push_str("| claim | statement | verdict | experiment |\n|---|---|---|---|\n");
    for row in rows {
        let statement = row.statement.replace('|', "\\|");
        let verdict = row.in_words().replace('|', "\\|");
        let links: Vec<String> =
            row.experiment.split(AND).map(|name| format!("[{name}](results/{name})")).collect();
        let links = links.join(", ");
        spliced.extend(["| ", &row.id, " | ", &statement, " | ", &verdict, " | ", &links, " |\n"]);
    }
    spliced.extend([MARKERS[1], after]);
    Ok(Output { path: "README.md".to_owned(), bytes: spliced.into_bytes() })
}
