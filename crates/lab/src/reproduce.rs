//! Runs every experiment and rebuilds `results/`, the ledger and the README's table.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, anyhow};
use claims::ledger::{AND, Row};
use clap::Parser;
use experiment::Entry;
use figures::found;

use crate::catalogue::Catalogue;
use crate::command_line::{Changes, EXIT_CODES, Options};
use crate::comparison::{self, QUICK};
use crate::exit::exit;
use crate::failure::{Attempt, DIFFERENT, Failure, REGISTERED};
use crate::files::{self, Output};
use crate::ledger::Tested;
use crate::request::Report;
use crate::{artifacts, interrupt, json, ledger, manifest, page, run, spot_check, store, terminal};

const MARKERS: [&str; 2] = ["<!-- verdicts: made by reproduce -->", "<!-- end of verdicts -->"];

/// Run every experiment and rebuild results/, the ledger and the README's table
#[derive(Parser, Debug)]
#[command(version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(flatten)]
    options: Options,
    /// Also run what takes long or needs the data of scripts/fetch-data; with --check, only one seed of
    /// each cell
    #[arg(long, conflicts_with = "quick")]
    full: bool,
    /// With --check, recompute one seed of each cell and judge the committed trials again, where they
    /// are all there: minutes instead of half an hour
    #[arg(long, requires = "check", conflicts_with = "quick")]
    sample: bool,
    /// List every experiment with its claims and verdicts; run nothing
    #[arg(long, conflicts_with = "json")]
    list: bool,
}

/// The whole of the binary.
pub fn main(catalogue: &Catalogue) -> ExitCode {
    let CommandLine { options, full, sample, list } = CommandLine::parse();
    let done = || {
        if list {
            return print_list(catalogue, &options);
        }
        interrupt::listen()?;
        if options.quick {
            quick(catalogue, &options)
        } else {
            all(catalogue, &options, (full, sample))
        }
    };
    exit(done())
}

/// Every experiment with its claims and their verdicts in the ledger.
fn print_list(catalogue: &Catalogue, options: &Options) -> Result<u8, Failure> {
    let folder = match &options.out {
        Some(folder) => folder.clone(),
        None => files::workspace()?.join("results"),
    };
    let rows = ledger::read(&folder)?;
    let mut text = String::new();
    for entry in catalogue.experiments {
        let needs = match (catalogue.is_full(entry), catalogue.is_fetched(entry)) {
            (false, _) => "",
            (true, false) => "  (--full)",
            (true, true) => "  (--full, data of scripts/fetch-data)",
        };
        text.extend([entry.name, needs, "\n"]);
        let is_here = |row: &&Row| row.experiment.split(AND).any(|name| name == entry.name);
        let mut of_entry = rows.iter().filter(is_here).peekable();
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

/// The findings of all experiments, and their differences from the committed results.
#[derive(Default)]
struct All {
    tested: Vec<Tested>,
    findings: Vec<claims::Finding>,
    differences: Vec<String>,
    /// The hashes of the tables of quick runs.
    hashes: String,
    journals: Vec<crate::journal::Journal>,
}

/// Every registered run, written to `results/` or compared with it.
fn all(
    catalogue: &Catalogue,
    options: &Options,
    (full, sample): (bool, bool),
) -> Result<u8, Failure> {
    let root = files::workspace()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("results"));
    let mut all = All::default();
    for entry in catalogue.experiments {
        let smoke = Options { quick: true, quiet: true, ..options.clone() };
        all.hashes.push_str(&run::whole(catalogue, entry, &smoke, None)?.table_hashes);
        let is_whole = folder.join(entry.name).join("trials.csv").is_file();
        let is_left = catalogue.is_full(entry) && (!full || options.check);
        let report = if is_left || sample && is_whole {
            // What only takes long can be looked at wherever it is checked.
            if options.check && (full || !catalogue.is_fetched(entry)) {
                let found = spot_check::differences(catalogue, entry, options, &folder)?;
                all.differences.extend(found);
            }
            judged_again(catalogue, entry, options, (&root, &folder), full)?
        } else {
            run_and_write(catalogue, entry, options, &folder)?
        };
        if options.check {
            let found = comparison::registered(entry.name, &folder, &report, options)?;
            all.differences.extend(found);
        } else {
            remove_stale(&folder, entry.name, &report, options)?;
        }
        all.tested.push(Tested::new(entry, report.findings.clone())?);
        all.findings.extend(report.findings);
        all.journals.extend(report.journal);
    }
    finish(catalogue, options, &root, &folder, all)
}

/// The ledger, the hashes of quick runs, the page and the README: written or compared.
fn finish(
    catalogue: &Catalogue,
    options: &Options,
    root: &Path,
    folder: &Path,
    all: All,
) -> Result<u8, Failure> {
    let rows = ledger::rows(&all.tested);
    if options.json {
        json::print(&rows, &all.findings)?;
    }
    let whole = [
        artifacts::csv(ledger::NAME, &found::ledger(&rows).usage()?)?,
        Output { path: QUICK.to_owned(), bytes: all.hashes.into_bytes() },
    ];
    let readme = readme(root, &rows)?;
    if options.check {
        let mut differences = all.differences;
        differences.extend(files::differences(folder, &whole));
        differences.extend(files::differences(root, &[readme]));
        differences.extend(files::differences(folder, &[page::of(catalogue, folder)?]));
        return comparison::say(&differences, options);
    }
    // A ledger that cannot be read, of an earlier version say, is the very thing to be rebuilt.
    let changed = ledger::changes(folder, &rows).unwrap_or_else(|failure| {
        terminal::complain(&format!("{failure}\nit is made anew"));
        Vec::new()
    });
    files::write(folder, &whole)?;
    files::write(folder, &[page::of(catalogue, folder)?])?;
    if options.out.is_none() {
        files::write(root, &[readme])?;
    }
    // Not earlier: a run stopped before this point resumes after its last finished experiment.
    all.journals.into_iter().try_for_each(store::remove)?;
    for change in &changed {
        terminal::complain(change);
    }
    let page = files::shown(&folder.join(page::NAME));
    let verdicts = match changed.len() {
        0 => "no verdict has changed".to_owned(),
        1 => "a verdict has changed, as said above".to_owned(),
        n => format!("{n} verdicts have changed, as said above"),
    };
    terminal::say(options, &format!("\n{verdicts}; the report is {page}"))?;
    Ok(if changed.is_empty() { REGISTERED } else { DIFFERENT })
}

/// Removes the files that an earlier run has left.
fn remove_stale(
    folder: &Path,
    name: &str,
    report: &Report,
    options: &Options,
) -> Result<(), Failure> {
    for path in files::others(folder, name, &report.outputs)?.stale {
        let cannot = || format!("cannot remove {}", path.display());
        std::fs::remove_file(&path).with_context(cannot).input_output()?;
        let removed = format!("removed {}: the run no longer writes it", files::shown(&path));
        terminal::say(options, &removed)?;
    }
    Ok(())
}

/// Runs one experiment and writes its files, unless they are only to be checked. Findings are
/// printed afterwards, so that the files are kept even if printing fails, and even if the files cannot
/// be written.
fn run_and_write(
    catalogue: &Catalogue,
    entry: &Entry,
    options: &Options,
    folder: &Path,
) -> Result<Report, Failure> {
    let started = Instant::now();
    let ready = Some(folder).filter(|_| !options.check);
    let report = run::whole(catalogue, entry, options, ready)?;
    let seconds = started.elapsed().as_secs_f64();
    let written = if options.check { Ok(()) } else { files::write(folder, &report.outputs) };
    terminal::print(&report.title, &report.findings, &report.rows, options)?;
    written?;
    if !options.check {
        manifest::write(entry.name, &report, (options, &Changes::default()), seconds);
    }
    let (name, trials) = (entry.name, report.trials);
    terminal::say(options, &format!("{name}: {trials} trials in {seconds:.1} s"))?;
    Ok(report)
}

/// An experiment whose data were not fetched, or that takes too long: its committed trials, judged
/// by today's criteria. What is written elsewhere than in `results/` is made from those, too.
fn judged_again(
    catalogue: &Catalogue,
    entry: &Entry,
    options: &Options,
    (root, folder): (&Path, &Path),
    full: bool,
) -> Result<Report, Failure> {
    let report = run::committed(catalogue, entry, options, &root.join("results"))?;
    if !options.check {
        files::write(folder, &report.outputs)?;
    }
    terminal::print(&report.title, &report.findings, &report.rows, options)?;
    let done = match (options.check, full, catalogue.is_fetched(entry)) {
        (true, true, _) | (true, _, false) => {
            "one seed of each cell compared, the committed trials judged again"
        }
        (_, _, false) => "the committed trials judged again; --full runs them",
        _ => "the committed trials judged again; --full runs them, after scripts/fetch-data",
    };
    terminal::say(options, &format!("{}: {done}", entry.name))?;
    Ok(report)
}

/// Every experiment with the numbers of `[quick]`, written to `target/runs/` or compared with
/// `quick.blake3`.
fn quick(catalogue: &Catalogue, options: &Options) -> Result<u8, Failure> {
    let root = files::workspace()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("target/runs"));
    files::refuse_committed(&folder, options)?;
    let (mut all, mut rows) = (All::default(), Vec::new());
    for entry in catalogue.experiments {
        let report = run_and_write(catalogue, entry, options, &folder)?;
        if options.check {
            all.differences.extend(comparison::quick(entry.name, &report)?);
        }
        rows.extend(report.rows);
        all.findings.extend(report.findings);
    }
    if options.json {
        json::print(&rows, &all.findings)?;
    }
    if options.check { comparison::say(&all.differences, options) } else { Ok(REGISTERED) }
}

/// The README with the table of verdicts between its markers.
fn readme(root: &Path, rows: &[Row]) -> Result<Output, Failure> {
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
