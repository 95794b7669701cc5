//! `results/reliability.md`: the goals and whether they were reached, then a section for each table
//! that the scripts measured. Missing measurements are listed with the script that makes them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use report::table::{self, DataFrame};

use Wanted::{AtLeast, Nothing};

#[cfg(test)]
mod tests;

/// Where the tables are.
pub(crate) const FOLDER: &str = "results/reliability";

/// Writes the page, beside the folder of the tables.
pub(crate) fn write() -> Result<()> {
    let folder = Path::new(FOLDER);
    Ok(fs::write(folder.with_extension("md"), page(folder)?)?)
}

/// A table with what is said of it.
struct Section {
    table: &'static str,
    title: &'static str,
    script: &'static str,
    about: &'static str,
}

static SECTIONS: [Section; 6] = [
    Section {
        table: "faults",
        title: "Faults",
        script: "scripts/faults",
        about: "Runs were stopped by each of these faults, at random moments, and the same \
                command was given again. A trial is lost if it had been finished and was not \
                found; a duplicate is one that was counted twice; a hash differs if a file of \
                the finished run is not, byte for byte, that of a run which nothing disturbed. \
                Where the power fails, the row counts states in which a disk may then be, after \
                each call of a traced run: what was synced, and of the rest any number of each \
                folder's names, and the bytes of no file, of one, of all, cut or begun late at \
                any block of 512, or as zeros. Lost are trials that had been synced.",
    },
    Section {
        table: "fuzz",
        title: "Fuzzing",
        script: "scripts/fuzz",
        about: "Whatever reads files or arguments was given inputs made by a fuzzer. It may \
                refuse them, with an error; it may not panic, take longer than a second, or more \
                memory than its bound: 256 MiB for a configuration, 64 KiB for an IDX file, 1 MiB \
                and 256 times its size for a journal, 1 MiB and 64 times its size for weights, \
                64 MiB for a statement with certificates, data of one's own and a page. \
                The whole process took at most the MiB in the last column.",
    },
    Section {
        table: "mutants",
        title: "Mutation testing",
        script: "scripts/mutants",
        about: "Small changes to the code, drawn by hash from all that cargo-mutants can make, \
                were made one at a time, and the tests of the changed package were run. A change \
                is noticed if a test fails or hangs. The score is the share of changes noticed \
                among those that compile, in per cent.",
    },
    Section {
        table: "portability",
        title: "Portability",
        script: "scripts/portability",
        about: "Every experiment was run with its quick numbers and the hash of every table \
                compared with `results/quick.blake3`: for each processor that the compiler was \
                told to build for, profile, vector path and number of threads; and as \
                WebAssembly, in these engines.",
    },
    Section {
        table: "replica",
        title: "Replica",
        script: "scripts/replica --record",
        about: "Ten experiments were computed anew from the texts of `docs/contract` by Python and \
                NumPy. Of each: quick tables whose hash is that of `results/quick.blake3`; tables of \
                proofs, which another program checks, taken as they are; the committed table of \
                verdicts, made from the committed trials byte for byte; and claims whose verdict, \
                evidence and settings are those of the ledger.",
    },
    Section {
        table: "cluster",
        title: "Clusters",
        script: "scripts/slurm/test --record` and `scripts/parallel-test --record",
        about: "Runs in parts, under each of these, were joined and compared byte for byte with \
                a run in one piece.",
    },
];

/// A figure of a table, and what it should be.
struct Goal {
    what: &'static str,
    table: &'static str,
    wanted: Wanted,
    figure: fn(&DataFrame) -> Result<f64>,
}

enum Wanted {
    Nothing,
    AtLeast(f64),
}

#[rustfmt::skip]
static GOALS: [Goal; 11] = [
    Goal { what: "kills after which a run resumed", table: "faults", wanted: AtLeast(500.0),
        figure: kills },
    Goal { what: "trials lost", table: "faults", wanted: Nothing,
        figure: |table| total(table, &["trials_lost"]) },
    Goal { what: "trials counted twice", table: "faults", wanted: Nothing,
        figure: |table| total(table, &["duplicates"]) },
    Goal { what: "files that differ after a fault", table: "faults", wanted: Nothing,
        figure: |table| total(table, &["hash_differences"]) },
    Goal { what: "panics after a fault", table: "faults", wanted: Nothing,
        figure: |table| total(table, &["panics"]) },
    Goal { what: "fuzzed inputs, for the target with the fewest", table: "fuzz", wanted: AtLeast(1e7),
        figure: |table| Ok(counts(table, "inputs")?.into_iter().min().unwrap_or(0) as f64) },
    Goal { what: "panics, hangs and exhausted memory while fuzzing", table: "fuzz", wanted: Nothing,
        figure: |table| total(table, &["panics", "timeouts", "out_of_memory"]) },
    Goal { what: "changes to the code that tests notice, in per cent", table: "mutants", wanted: AtLeast(95.0),
        figure: |table| share_noticed(table) },
    Goal { what: "tables that differ on another processor, path, profile or number of threads",
        table: "portability", wanted: Nothing,
        figure: |table| total(table, &["differences"]) },
    Goal { what: "claims judged from the texts alone", table: "replica", wanted: AtLeast(30.0),
        figure: |table| total(table, &["claims"]) },
    Goal { what: "tables and claims that the replica has otherwise", table: "replica", wanted: Nothing,
        figure: |table| total(table, &["differences"]) },
];

impl Goal {
    /// Its row, if it has been measured.
    fn row(&self, folder: &Path) -> Result<Option<String>> {
        let Some(path) = measured(folder, self.table)? else { return Ok(None) };
        let figure = (self.figure)(&table::read(&path)?)?;
        let (wanted, is_reached) = match self.wanted {
            Nothing => ("0".to_owned(), figure == 0.0),
            AtLeast(least) => (format!("at least {}", count(least)), figure >= least),
        };
        let verdict = if is_reached { "yes" } else { "no" };
        Ok(Some(format!("| {} | {wanted} | {} | {verdict} |\n", self.what, count(figure))))
    }
}

/// The whole page.
fn page(folder: &Path) -> Result<String> {
    let mut paragraphs = vec![
        "# Reliability\n".to_owned(),
        "What was tried to make runs lose trials, change their bytes or break, and what came of \
         it. The tables are those of [`reliability/`](reliability).\n"
            .to_owned(),
    ];
    let goals = GOALS.iter().filter_map(|goal| goal.row(folder).transpose());
    let goals = goals.collect::<Result<String>>()?;
    if !goals.is_empty() {
        let header = "| goal | wanted | measured | reached |\n|---|---:|---:|---|\n";
        paragraphs.push(format!("{header}{goals}"));
    }
    let mut missing = Vec::new();
    for Section { table: name, title, script, about } in &SECTIONS {
        let Some(path) = measured(folder, name)? else {
            missing.push(format!("- {title}: `{script}`\n"));
            continue;
        };
        paragraphs.push(format!("## {title}\n\n{about} Made by `{script}`.\n"));
        paragraphs.push(table::markdown(&table::read_typed(&path)?)?);
        if *name == "mutants" {
            paragraphs.push(survivors(folder)?);
        }
    }
    if !missing.is_empty() {
        paragraphs.push(format!("## Not measured yet\n\n{}", missing.concat()));
    }
    Ok(paragraphs.join("\n"))
}

/// The survivors, each with the reason given for it.
fn survivors(folder: &Path) -> Result<String> {
    let Some(path) = measured(folder, "survivors")? else {
        return Ok("Every change that compiles was noticed.\n".to_owned());
    };
    let table = table::read(&path)?;
    let mutants = table::column_of(&table, "mutant")?.into_iter();
    let reasons = table::column_of(&table, "reason")?;
    let cell = |text: Option<&str>| text.unwrap_or_default().replace('|', "\\|");
    // As code, since names contain angle brackets, which Markdown takes for markup.
    let row = |(mutant, reason)| format!("| `{}` | {} |\n", cell(mutant), cell(reason));
    let rows: String = mutants.zip(reasons).map(row).collect();
    Ok(format!("Not noticed, and why that is:\n\n| change | reason |\n|---|---|\n{rows}"))
}

/// The path of a table in the folder; none if it does not exist or has no rows.
fn measured(folder: &Path, name: &str) -> Result<Option<PathBuf>> {
    let path = folder.join(name).with_extension("csv");
    let has_rows = path.is_file() && fs::read_to_string(&path)?.lines().nth(1).is_some();
    Ok(has_rows.then_some(path))
}

/// The whole numbers of a column.
fn counts(table: &DataFrame, name: &str) -> Result<Vec<u64>> {
    let numbers = table::column_of(table, name)?.into_iter();
    let parse = |text: Option<&str>| -> Result<u64> {
        let text = text.unwrap_or_default();
        text.parse().with_context(|| format!("column {name}: `{text}` is no whole number"))
    };
    numbers.map(parse).collect()
}

/// The sum of columns over all rows.
fn total(table: &DataFrame, names: &[&str]) -> Result<f64> {
    let mut total = 0;
    for name in names {
        total += counts(table, name)?.into_iter().sum::<u64>();
    }
    Ok(total as f64)
}

/// The percentage of mutants noticed among those that compile; one that hangs the tests is noticed.
fn share_noticed(table: &DataFrame) -> Result<f64> {
    let noticed = total(table, &["caught", "timeout"])?;
    Ok(100.0 * noticed / (noticed + total(table, &["missed"])?))
}

/// How often a run was killed: the count of all faults with `kill` in their names.
fn kills(table: &DataFrame) -> Result<f64> {
    let faults = table::column_of(table, "fault")?.into_iter().map(Option::unwrap_or_default);
    let tried = faults.zip(counts(table, "tried")?);
    let kills = tried.filter(|(fault, _)| fault.to_lowercase().contains("kill"));
    Ok(kills.map(|(_, tried)| tried).sum::<u64>() as f64)
}

/// A figure in four digits.
fn count(x: f64) -> String {
    claims::criterion::shortest(claims::statistics::significant(x, 4))
}
