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
use crate::{EXPERIMENTS, manifest, terminal};

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
    /// List every experiment with its claims and verdicts; run nothing
    #[arg(long)]
    list: bool,
}

/// The whole of the binary.
pub fn main() -> ExitCode {
    let CommandLine { options, list } = CommandLine::parse();
    exit(if list { print_list() } else { reproduce(&options) })
}

/// Every experiment with its claims and their verdicts in the ledger.
fn print_list() -> Result<u8, Failure> {
    let ledger = files::workspace()?.join("results").join(LEDGER);
    let rows = if ledger.is_file() {
        let read = |key, value| {
            let pairs = table::read_pairs(&ledger, key, value);
            let context = || format!("cannot read {}", files::shown(&ledger));
            pairs.with_context(context).map_err(Failure::InputOutput)
        };
        let verdicts = read("id", "verdict")?;
        let statements = read("experiment", "statement")?;
        verdicts.into_iter().zip(statements).collect()
    } else {
        Vec::new()
    };
    let mut text = String::new();
    for entry in EXPERIMENTS {
        text.extend([entry.name, "\n"]);
        let of_entry = rows.iter().filter(|(_, (experiment, _))| experiment == entry.name);
        let mut listed = false;
        for ((id, verdict), (_, statement)) in of_entry {
            let line = format!("  {id:<4} {verdict:<12}  {statement}\n");
            text.push_str(&line);
            listed = true;
        }
        if !listed {
            text.push_str("  not in the ledger yet: run reproduce\n");
        }
    }
    terminal::write(&text)?;
    Ok(REGISTERED)
}

fn reproduce(options: &Options) -> Result<u8, Failure> {
    if options.quick {
        return quick(options);
    }
    let root = files::workspace()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("results"));
    let mut rows: Vec<Row> = Vec::new();
    let mut findings = Vec::new();
    let mut differences = Vec::new();
    let mut hashes = String::new();
    for entry in EXPERIMENTS {
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
        let smoke = Options { quick: true, quiet: true, ..options.clone() };
        hashes.push_str(&table_hashes(&entry.run(&smoke, &Changes::default(), None)?));
        rows.extend(report.rows);
        findings.extend(report.findings);
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
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
        return runner::say_differences(&differences, options);
    }
    let changed = runner::changed_verdicts(&folder.join(LEDGER), &rows)?;
    files::write(&folder, &whole)?;
    if options.out.is_none() {
        files::write(&root, &[readme])?;
    }
    for change in &changed {
        eprintln!("{change}");
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
    let table = |output: &&Output| Path::new(&output.path).extension() != Some("svg".as_ref());
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
