//! Runs every experiment and rebuilds `results/`, the ledger and the README's table.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Parser;
use experiment::Entry;
use figures::found;
use report::table;

use crate::catalogue::Catalogue;
use crate::command_line::{self, Changes, EXIT_CODES, Options};
use crate::comparison::{self, QUICK};
use crate::completions::Completions;
use crate::exit::exit;
use crate::failure::{Attempt, DIFFERENT, Failure, REGISTERED};
use crate::files::{self, Output};
use crate::ledger::Tested;
use crate::recomputed::{self, How};
use crate::request::Report;
use crate::{
    artifacts, completions, interrupt, json, kept, ledger, listing, manifest, page, registered,
    run, spot_check, store, terminal,
};

/// Run every experiment and rebuild results/, the ledger and the README's table
#[derive(Parser, Debug)]
#[command(name = "reproduce", version, after_help = EXIT_CODES)]
struct CommandLine {
    /// Run these experiments only (default: all that this checkout has not recomputed since something
    /// changed that decides them; --fresh runs all)
    #[arg(value_name = "NAME")]
    names: Vec<String>,
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
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    _completions: Completions,
}

/// What is to be reproduced.
#[derive(Clone, Copy)]
struct Extent<'a> {
    /// Only these; all if there are none.
    names: &'a [String],
    full: bool,
    sample: bool,
}

impl Extent<'_> {
    /// Whether an experiment is among those that were named, or none was.
    fn has(self, entry: &Entry) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| name == entry.name)
    }
}

/// The whole of the binary.
pub fn main(catalogue: &Catalogue) -> ExitCode {
    exit(completions::parsed(|CommandLine { names, options, full, sample, list, .. }| {
        names.iter().try_for_each(|name| catalogue.entry(name).map(drop))?;
        if list {
            return listing::print(catalogue, &options);
        }
        interrupt::listen()?;
        let extent = Extent { names: &names, full, sample };
        if options.quick {
            quick(catalogue, &options, extent)
        } else {
            all(catalogue, &options, extent)
        }
    }))
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
    /// How many experiments were left as they are.
    kept: usize,
}

impl All {
    /// Takes what an earlier run has left of an experiment, if it has.
    ///
    /// # Errors
    /// If it cannot be read, or the hashes of its quick tables have to be made anew and cannot be.
    fn keep(
        &mut self,
        catalogue: &Catalogue,
        entry: &Entry,
        (options, folder): (&Options, &Path),
    ) -> Result<(), Failure> {
        let path = folder.join(entry.name).join("verdicts.csv");
        if !path.is_file() {
            return Ok(());
        }
        let read =
            || format!("cannot read {}; reproduce {} rebuilds it", files::shown(&path), entry.name);
        let findings = table::read_findings(&path).with_context(read).input_output()?;
        self.tested.push(Tested::new(entry, findings.clone())?);
        self.findings.extend(findings);
        let of_entry = format!("  {}/", entry.name);
        let hashes = std::fs::read_to_string(folder.join(QUICK)).unwrap_or_default();
        let mut hashes = hashes.lines().filter(|line| line.contains(&of_entry)).peekable();
        if hashes.peek().is_none() {
            self.hashes.push_str(&quick_hashes(catalogue, entry, options)?);
        }
        for line in hashes {
            self.hashes.extend([line, "\n"]);
        }
        self.kept += 1;
        Ok(())
    }
}

/// Every registered run, written to `results/` or compared with it.
fn all(catalogue: &Catalogue, options: &Options, extent: Extent<'_>) -> Result<u8, Failure> {
    let Extent { full, sample, .. } = extent;
    let root = files::workspace()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("results"));
    // Who names an experiment wants it run; a check is of what is not believed.
    let is_asked = !extent.names.is_empty() || options.check || options.fresh;
    let may_keep = !is_asked && options.out.is_none() && options.resamplings == 0;
    let mut all = All::default();
    for entry in catalogue.experiments {
        let places = (&*root, &*folder);
        if !extent.has(entry) || may_keep && recomputed::is_known(catalogue, entry, places, full)? {
            all.keep(catalogue, entry, (options, &folder))?;
            continue;
        }
        all.hashes.push_str(&quick_hashes(catalogue, entry, options)?);
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
            for path in files::remove_stale(&folder, entry.name, &report.outputs)? {
                let removed =
                    format!("removed {}: the run no longer writes it", files::shown(&path));
                terminal::say(options, &removed)?;
            }
            if options.out.is_none() {
                let how = if is_left { How::Judged } else { How::Run };
                recomputed::record(catalogue, entry, (&root, how), &report)?;
            }
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
    let readme = listing::readme(root, &rows)?;
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
    if all.kept > 0 {
        let kept = all.kept;
        let line = format!("\n{kept} experiments are as they were; --fresh runs all of them again");
        terminal::say(options, &line)?;
    }
    terminal::say(options, &format!("\n{verdicts}; the report is {page}"))?;
    Ok(if changed.is_empty() { REGISTERED } else { DIFFERENT })
}

/// The hashes of the tables of a quick run.
fn quick_hashes(
    catalogue: &Catalogue,
    entry: &Entry,
    options: &Options,
) -> Result<String, Failure> {
    let smoke = Options { quick: true, quiet: true, ..options.clone() };
    Ok(run::whole(catalogue, entry, &smoke, None)?.1.table_hashes)
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
    if !options.quick && !options.check && !options.quiet {
        registered::warn(&files::workspace()?, entry);
    }
    let ready = Some(folder).filter(|_| !options.check);
    let (configured, mut report) = run::whole(catalogue, entry, options, ready)?;
    if options.quick {
        report.outputs.push(kept::claim(&configured));
    }
    let seconds = started.elapsed().as_secs_f64();
    let written = if options.check { Ok(()) } else { files::write(folder, &report.outputs) };
    terminal::print(&report.title, &report.findings, &report.rows, options)?;
    written?;
    if !options.check {
        let changes = Changes::default();
        let run_name = kept::name(&configured, options, &changes);
        manifest::write(entry, &report, (&run_name, options, &changes), seconds);
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

/// Every experiment with the numbers of `[quick]`, written to `target/runs/quick/` or compared with
/// `quick.blake3`.
fn quick(catalogue: &Catalogue, options: &Options, extent: Extent<'_>) -> Result<u8, Failure> {
    let root = files::workspace()?;
    let folder =
        options.out.clone().unwrap_or_else(|| kept::folder(&root).join(command_line::QUICK));
    files::refuse_committed(&folder, options)?;
    let (mut all, mut rows) = (All::default(), Vec::new());
    for entry in catalogue.experiments.iter().filter(|entry| extent.has(entry)) {
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
