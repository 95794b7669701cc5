//! The binary of one experiment: reads the command line, runs, prints, writes or compares.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, anyhow};
use claims::ledger::Row;
use clap::{CommandFactory, FromArgMatches, Parser};
use report::table;

use crate::command_line::{Changes, EXIT_CODES, Options};
use crate::failure::{DIFFERENT, Failure, REGISTERED, exit};
use crate::run::{Entry, Report};
use crate::{EXPERIMENTS, files, interrupt, manifest, reproduce, store, terminal};

/// The command line of one experiment.
#[derive(Parser, Debug)]
#[command(version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    changes: Changes,
    /// Print completions for a shell
    #[arg(long, value_name = "SHELL", hide_short_help = true)]
    completions: Option<clap_complete::Shell>,
}

/// The whole of an experiment's binary.
pub fn main(name: &'static str) -> ExitCode {
    exit(main_of(name))
}

fn main_of(name: &'static str) -> Result<u8, Failure> {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == name);
    let entry = entry.ok_or_else(|| Failure::Usage(anyhow!("no experiment {name}")))?;
    let title = entry.claim.lines().find_map(|line| line.strip_prefix("title"));
    let about = title.map_or("", |title| title.trim_matches([' ', '=', '"', '\'']));
    let mut command = CommandLine::command().name(name).about(about.to_owned());
    let matches = command.get_matches_mut();
    let CommandLine { options, changes, completions } =
        CommandLine::from_arg_matches(&matches).map_err(Failure::usage)?;
    if let Some(shell) = completions {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command, name, &mut script);
        terminal::write(&String::from_utf8_lossy(&script))?;
        return Ok(REGISTERED);
    }
    interrupt::listen()?;
    let registered = !options.quick && !changes.any();
    let folder = folder(&options, registered)?;
    let started = Instant::now();
    let ready = Some(folder.as_path()).filter(|_| !options.check);
    let mut report = entry.run(&options, &changes, ready)?;
    if changes.dry_run {
        return Ok(REGISTERED);
    }
    if let Some(shard) = changes.shard {
        let (trials, shown) = (report.trials, files::shown(&folder.join(name)));
        let rest = if report.is_untuned {
            ": the tuning; merge --tuning joins it, and --tuning FILE goes on from there"
        } else {
            ""
        };
        terminal::say(&options, &format!("part {shard}: {trials} trials in {shown}{rest}"))?;
        return Ok(REGISTERED);
    }
    finish(entry, &options, &folder, registered, &mut report, started.elapsed().as_secs_f64())
}

/// Where a run writes: `--out`, or `results/` if it is the registered one, or `target/runs/`.
fn folder(options: &Options, registered: bool) -> Result<PathBuf, Failure> {
    match &options.out {
        Some(folder) => Ok(folder.clone()),
        None if registered => Ok(files::workspace()?.join("results")),
        None => Ok(files::workspace()?.join("target/runs")),
    }
}

/// Prints, writes or compares, and says how it went.
fn finish(
    entry: &Entry,
    options: &Options,
    folder: &Path,
    registered: bool,
    report: &mut Report,
    seconds: f64,
) -> Result<u8, Failure> {
    // The files first: what has been computed is kept even if nobody reads what is printed.
    if !options.check {
        files::write(folder, &report.outputs)?;
        manifest::write(entry.name, report, options, seconds)?;
        report.journal.take().map_or(Ok(()), store::remove)?;
    }
    if options.json {
        terminal::print_json(&report.rows, &report.findings)?;
    } else {
        terminal::print(&report.title, &report.findings, &report.rows, options)?;
    }
    if options.check {
        let differences = if registered {
            differences(entry, folder, report)?
        } else {
            reproduce::quick_differences(entry.name, report)?
        };
        return say_differences(&differences, options);
    }
    let shown = files::shown(&folder.join(entry.name));
    let mut text = format!("\n{} trials in {seconds:.1} s; {shown}:", report.trials);
    for output in &report.outputs {
        text.extend(["\n  ", output.path.rsplit('/').next().unwrap_or_default()]);
    }
    terminal::say(options, &text)?;
    if !registered || options.out.is_some() {
        return Ok(REGISTERED);
    }
    let changed = changed_verdicts(&folder.join("ledger.csv"), &report.rows)?;
    for change in &changed {
        terminal::complain(change);
    }
    Ok(if changed.is_empty() { REGISTERED } else { DIFFERENT })
}

/// What differs between a registered run and `results/`.
pub(crate) fn differences(
    entry: &Entry,
    folder: &Path,
    report: &Report,
) -> Result<Vec<String>, Failure> {
    let mut differences = files::differences(folder, &report.outputs);
    for path in files::stale(folder, entry.name, &report.outputs)? {
        differences.push(format!("{}: no run makes this file", files::shown(&path)));
    }
    Ok(differences)
}

/// Prints the differences; the exit code they mean.
pub(crate) fn say_differences(differences: &[String], options: &Options) -> Result<u8, Failure> {
    for difference in differences {
        terminal::complain(difference);
    }
    if differences.is_empty() {
        terminal::say(options, "no difference from results/")?;
        Ok(REGISTERED)
    } else {
        terminal::complain(&format!("{} differences", differences.len()));
        Ok(DIFFERENT)
    }
}

/// The verdicts that differ from those in the ledger; a claim that is not in it differs in none.
pub(crate) fn changed_verdicts(ledger: &Path, rows: &[Row]) -> Result<Vec<String>, Failure> {
    if !ledger.is_file() {
        return Ok(Vec::new());
    }
    let committed = table::read_ledger(ledger)
        .with_context(|| format!("cannot read {}", ledger.display()))
        .map_err(Failure::InputOutput)?;
    let change = |row: &Row| {
        let same = |before: &&Row| before.id == row.id && before.experiment == row.experiment;
        let (before, now) = (committed.iter().find(same)?.verdict, row.verdict);
        (before != now).then(|| format!("{}: {now}, in the ledger {before}", row.id))
    };
    Ok(rows.iter().filter_map(change).collect())
}
