//! Runs every experiment and rebuilds `results/`, the ledger and the README's table.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, anyhow};
use claims::ledger::Row;
use clap::Parser;
use report::table;

use crate::command_line::{Changes, EXIT_CODES, Options};
use crate::failure::{DIFFERENT, Failure, REGISTERED, exit};
use crate::files::{self, Output};
use crate::run::{Entry, Report};
use crate::runner;
use crate::{EXPERIMENTS, interrupt, manifest, page, sample, store, terminal};

/// The hash of every table of a quick run.
const QUICK: &str = "quick.blake3";
const LEDGER: &str = "ledger.csv";
const MARKERS: [&str; 2] = ["<!-- verdicts: made by reproduce -->", "<!-- end of verdicts -->"];

/// Runs every experiment and rebuilds results/, the ledger and the README's table
#[derive(Parser, Debug)]
#[command(version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(flatten)]
    options: Options,
    /// Also what needs the data of scripts/fetch-data; with --check, one seed of each of its cells
    #[arg(long, conflicts_with = "quick")]
    full: bool,
    /// List every experiment with its claims and verdicts; run nothing
    #[arg(long)]
    list: bool,
}

/// The whole of the binary.
pub fn main() -> ExitCode {
    let CommandLine { options, full, list } = CommandLine::parse();
    exit(if list { print_list() } else { reproduce(&options, full) })
}

/// Every experiment with its claims and their verdicts in the ledger.
fn print_list() -> Result<u8, Failure> {
    let rows = read_ledger(&files::workspace()?.join("results"))?;
    let mut text = String::new();
    for entry in EXPERIMENTS {
        let needs = if entry.is_fetched() { "  (--full, data of scripts/fetch-data)" } else { "" };
        text.extend([entry.name, needs, "\n"]);
        let mut of_entry = rows.iter().filter(|row| row.experiment == entry.name).peekable();
        if of_entry.peek().is_none() {
            text.push_str("  not in the ledger yet: run reproduce\n");
        }
        for Row { id, verdict, statement, .. } in of_entry {
            let line = format!("  {id:<4} {verdict:<12}  {statement}\n");
            text.push_str(&line);
        }
    }
    terminal::write(&text)?;
    Ok(REGISTERED)
}

/// The ledger of a results folder; no rows where there is none yet.
pub(crate) fn read_ledger(folder: &Path) -> Result<Vec<Row>, Failure> {
    let path = folder.join(LEDGER);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let context = || format!("cannot read {}; reproduce makes it", files::shown(&path));
    table::read_ledger(&path).with_context(context).map_err(Failure::InputOutput)
}

fn reproduce(options: &Options, full: bool) -> Result<u8, Failure> {
    interrupt::listen()?;
    if options.quick {
        return quick(options);
    }
    let root = files::workspace()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("results"));
    let before = read_ledger(&root.join("results"))?;
    let mut rows: Vec<Row> = Vec::new();
    let mut findings = Vec::new();
    let mut differences = Vec::new();
    let mut hashes = String::new();
    let mut journals = Vec::new();
    for entry in EXPERIMENTS {
        let smoke = Options { quick: true, quiet: true, ..options.clone() };
        hashes.push_str(&table_hashes(&entry.run(&smoke, &Changes::default(), None)?));
        let sample = full && options.check;
        if entry.is_fetched() && (!full || sample) {
            let name = entry.name;
            if sample {
                differences.extend(sample::differences(entry, options, &folder)?);
                terminal::say(options, &format!("{name}: one seed of each cell compared"))?;
            } else {
                let left =
                    format!("{name}: left untouched; --full runs it, after scripts/fetch-data");
                terminal::say(options, &left)?;
            }
            rows.extend(before.iter().filter(|row| row.experiment == name).cloned());
            continue;
        }
        let report = run(entry, options, &folder)?;
        if options.check {
            differences.extend(runner::differences(entry, &folder, &report)?);
        } else {
            for path in files::stale(&folder, entry.name, &report.outputs)? {
                let forget = std::fs::remove_file(&path);
                forget
                    .with_context(|| format!("cannot remove {}", path.display()))
                    .map_err(Failure::InputOutput)?;
            }
        }
        rows.extend(report.rows);
        findings.extend(report.findings);
        journals.extend(report.journal);
    }
    rows.sort_by(|a, b| (&a.id, &a.experiment).cmp(&(&b.id, &b.experiment)));
    let whole = [
        Output { path: LEDGER.to_owned(), bytes: table::csv(&table::ledger(&rows)?)? },
        Output { path: QUICK.to_owned(), bytes: hashes.into_bytes() },
    ];
    let readme = readme(&root, &rows)?;
    if options.json {
        terminal::print_json(&rows, &findings)?;
    }
    if options.check {
        differences.extend(files::differences(&folder, &whole));
        differences.extend(files::differences(&root, &[readme]));
        differences.extend(files::differences(&folder, &[page::of(&folder)?]));
        return runner::say_differences(&differences, options);
    }
    let changed = runner::changed_verdicts(&folder.join(LEDGER), &rows)?;
    files::write(&folder, &whole)?;
    files::write(&folder, &[page::of(&folder)?])?;
    if options.out.is_none() {
        files::write(&root, &[readme])?;
    }
    // Only now: until here, a run that is stopped goes on after the last experiment.
    journals.into_iter().try_for_each(store::remove)?;
    for change in &changed {
        terminal::complain(change);
    }
    Ok(if changed.is_empty() { REGISTERED } else { DIFFERENT })
}

/// One experiment: its files written, unless they are only to be checked, and then printed, so
/// that what has been computed is kept even if nobody reads it.
fn run(entry: &Entry, options: &Options, folder: &Path) -> Result<Report, Failure> {
    let started = Instant::now();
    let ready = Some(folder).filter(|_| !options.check);
    let report = entry.run(options, &Changes::default(), ready)?;
    let seconds = started.elapsed().as_secs_f64();
    if !options.check {
        files::write(folder, &report.outputs)?;
        manifest::write(entry.name, &report, options, seconds)?;
    }
    if !options.json {
        terminal::print(&report.title, &report.findings, &report.rows, options)?;
    }
    let (name, trials) = (entry.name, report.trials);
    terminal::say(options, &format!("{name}: {trials} trials in {seconds:.1} s"))?;
    Ok(report)
}

/// Every experiment with the numbers of `[quick]`, into `target/runs/` or against `quick.blake3`.
fn quick(options: &Options) -> Result<u8, Failure> {
    let root = files::workspace()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("target/runs"));
    let mut differences = Vec::new();
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for entry in EXPERIMENTS {
        let report = run(entry, options, &folder)?;
        if options.check {
            differences.extend(quick_differences(entry.name, &report)?);
        }
        rows.extend(report.rows);
        findings.extend(report.findings);
    }
    if options.json {
        terminal::print_json(&rows, &findings)?;
    }
    if options.check { runner::say_differences(&differences, options) } else { Ok(REGISTERED) }
}

/// A line for each table: its hash and its path, as b3sum prints them.
fn table_hashes(report: &Report) -> String {
    let drawn = ["svg", "json"].map(AsRef::as_ref);
    let table = |output: &&Output| {
        Path::new(&output.path).extension().is_none_or(|ending| !drawn.contains(&ending))
    };
    let tables = report.outputs.iter().filter(table);
    let line = |output: &Output| format!("{}  {}\n", blake3::hash(&output.bytes), output.path);
    tables.map(line).collect()
}

/// What differs between a quick run of one experiment and `results/quick.blake3`.
pub(crate) fn quick_differences(name: &str, report: &Report) -> Result<Vec<String>, Failure> {
    let path = files::workspace()?.join("results").join(QUICK);
    let committed = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}; reproduce makes it", path.display()))
        .map_err(Failure::InputOutput)?;
    let of_name = format!("  {name}/");
    let committed: Vec<&str> = committed.lines().filter(|line| line.contains(&of_name)).collect();
    let hashes = table_hashes(report);
    let recomputed: Vec<&str> = hashes.lines().collect();
    let missing = committed.iter().filter(|line| !recomputed.contains(line));
    let new = recomputed.iter().filter(|line| !committed.contains(line));
    let missing = missing.map(|line| format!("{QUICK}: not recomputed: {line}"));
    Ok(missing.chain(new.map(|line| format!("{QUICK}: recomputed: {line}"))).collect())
}

/// The README with the table of verdicts between its markers.
fn readme(root: &Path, rows: &[Row]) -> Result<Output, Failure> {
    let path = root.join("README.md");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))
        .map_err(Failure::InputOutput)?;
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
        let (id, name) = (&row.id, &row.experiment);
        let statement = row.statement.replace('|', "\\|");
        let verdict = row.verdict.to_string();
        let link = format!("[{name}](results/{name})");
        spliced.extend(["| ", id, " | ", &statement, " | ", &verdict, " | ", &link, " |\n"]);
    }
    spliced.extend([MARKERS[1], after]);
    Ok(Output { path: "README.md".to_owned(), bytes: spliced.into_bytes() })
}
