//! `reproduce --full --check`: recomputes one seed of every cell, at the committed learning rates,
//! and compares it with the committed trials. Recomputing all seeds would take as long as the
//! original run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, anyhow};
use experiment::Entry;

use crate::catalogue::Catalogue;
use crate::command_line::{Changes, Options};
use crate::failure::{Attempt, Failure};
use crate::files;
use crate::request::{Outcome, Request};
use crate::run;

/// Rows of trials by the columns before the seed: cell and learning rate.
type Rows<'a> = BTreeMap<&'a str, &'a str>;

/// The differences between the committed trials of the first seed and the same trials run again.
///
/// # Errors
/// If the committed tables cannot be read, or the trials cannot be run.
pub(crate) fn differences(
    catalogue: &Catalogue,
    entry: &Entry,
    options: &Options,
    folder: &Path,
) -> Result<Vec<String>, Failure> {
    let folder = folder.join(entry.name);
    let path = folder.join("trials.csv");
    let context = || format!("cannot read {}; reproduce --full rebuilds it", files::shown(&path));
    let committed = std::fs::read_to_string(&path).with_context(context).input_output()?;
    let tuning = Some(folder.join("tuning.csv")).filter(|tuning| tuning.is_file());
    let request = Request::SpotCheck { tuning };
    let configured = run::configured(catalogue, entry, options, &Changes::default(), &request)?;
    let outcome = run::run(catalogue, entry, &configured, options, &request, None)?;
    let Outcome::Whole(report) = outcome else {
        return Err(anyhow!("{}: no whole run", entry.name)).usage();
    };
    let trials = report.outputs.iter().find(|output| output.path.ends_with("/trials.csv"));
    let trials = trials.ok_or_else(|| anyhow!("no trials.csv")).usage()?;
    compared(&files::shown(&path), &committed, &String::from_utf8_lossy(&trials.bytes)).usage()
}

/// The rows of seed 0 that differ or are in one table only, whatever their order.
fn compared(name: &str, committed: &str, recomputed: &str) -> anyhow::Result<Vec<String>> {
    let (header, wanted) = of_seed_0(committed).with_context(|| name.to_owned())?;
    let recomputed = with_columns(header, recomputed);
    let (header_now, found) = of_seed_0(&recomputed).context("recomputed")?;
    let mut differences = Vec::new();
    if header != header_now {
        differences.push(format!(
            "{name}: different columns\n  on disk:    {header}\n  recomputed: {header_now}"
        ));
    }
    let row = |rows: &Rows<'_>, place| (*rows.get(place).unwrap_or(&"(no such row)")).to_owned();
    let places: BTreeSet<&str> = wanted.keys().chain(found.keys()).copied().collect();
    for place in places {
        let (wanted, found) = (row(&wanted, place), row(&found, place));
        if wanted != found {
            differences.push(format!("{name}\n  on disk:    {wanted}\n  recomputed: {found}"));
        }
    }
    Ok(differences)
}

/// A table with the columns of `header`, empty where it has none of that name: what no trial of it has
/// recorded has no column. One with others is left as it is.
fn with_columns(header: &str, table: &str) -> String {
    let mut lines = table.lines();
    let own: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let wanted: Vec<&str> = header.split(',').collect();
    if !own.contains(&"seed") || !own.iter().all(|name| wanted.contains(name)) {
        return table.to_owned();
    }
    let place = |name: &&str| own.iter().position(|known| known == name);
    let places: Vec<Option<usize>> = wanted.iter().map(place).collect();
    let aligned = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let cell = |place: &Option<usize>| place.and_then(|i| cells.get(i).copied());
        places.iter().map(|place| cell(place).unwrap_or_default()).collect::<Vec<_>>().join(",")
    };
    let aligned: Vec<String> = lines.map(aligned).collect();
    [&[header.to_owned()], &aligned[..]].concat().join("\n")
}

/// The header of a table of trials, and its rows of seed 0.
fn of_seed_0(table: &str) -> anyhow::Result<(&str, Rows<'_>)> {
    let mut lines = table.lines();
    let header = lines.next().unwrap_or_default();
    let seed = header.split(',').position(|name| name == "seed").context("no column `seed`")?;
    let row = |line| {
        let (place, is_first) = split(line, seed)?;
        is_first.then_some((place, line))
    };
    Ok((header, lines.filter_map(row).collect()))
}

/// The part of a line before column `seed`, and whether the seed is 0.
fn split(line: &str, seed: usize) -> Option<(&str, bool)> {
    // The names of a cell contain neither commas nor quotes.
    let before: usize = line.split(',').take(seed).map(|word| word.len() + 1).sum();
    let rest = line.get(before..)?;
    Some((&line[..before], rest.split(',').next() == Some("0")))
}

#[cfg(test)]
mod tests {
    use super::compared;

    const COMMITTED: &str = "arm,seed,x\nrelu,0,1.5\nrelu,1,9.0\ntanh,0,2.5\n";

    #[test]
    fn rows_are_compared_by_what_they_are_of() {
        let found = |table: &str| compared("t", COMMITTED, table).expect("tables");
        assert!(found("arm,seed,x\ntanh,0,2.5\nrelu,0,1.5\n").is_empty());
        let exchanged = found("arm,seed,x\nrelu,0,2.5\ntanh,0,1.5\n");
        assert_eq!(exchanged.len(), 2, "{exchanged:?}");
        assert!(found("arm,seed,x\nrelu,0,1.5\n")[0].contains("no such row"));
        // What none of these trials recorded has no column.
        let more = "arm,seed,x,y\nrelu,0,1.5,\nrelu,1,9.0,2.0\ntanh,0,2.5,\n";
        let fewer = compared("t", more, "arm,seed,x\nrelu,0,1.5\ntanh,0,2.5\n").expect("tables");
        assert!(fewer.is_empty(), "{fewer:?}");
        let lost = compared("t", "arm,seed,x,y\nrelu,0,1.5,3.0\n", "arm,seed,x\nrelu,0,1.5\n");
        assert_eq!(lost.expect("tables").len(), 1);
        assert!(found("arm,seed,y\nrelu,0,1.5\ntanh,0,2.5\n")[0].contains("different columns"));
        assert!(compared("t", COMMITTED, "arm,x\n").is_err());
    }
}
