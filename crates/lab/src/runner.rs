//! The binary of one experiment: reads the command line, runs, prints, writes or compares.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, FromArgMatches, Parser};
use experiment::Entry;

use crate::catalogue::Catalogue;
use crate::command_line::{Changes, EXIT_CODES, Options};
use crate::exit::exit;
use crate::failure::{Attempt, DIFFERENT, Failure, REGISTERED};
use crate::request::{Outcome, Report, Request};
use crate::{
    comparison, completions, files, interrupt, json, ledger, manifest, run, store, terminal,
};

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
pub fn main(catalogue: &Catalogue, name: &'static str) -> ExitCode {
    exit(main_of(catalogue, name))
}

fn main_of(catalogue: &Catalogue, name: &'static str) -> Result<u8, Failure> {
    let entry = catalogue.entry(name)?;
    let mut command = CommandLine::command().name(name).about(entry.summary().title.clone());
    let matches = command.get_matches_mut();
    let CommandLine { options, changes, completions } =
        CommandLine::from_arg_matches(&matches).usage()?;
    if let Some(shell) = completions {
        return completions::print(shell, &mut command);
    }
    interrupt::listen()?;
    let is_registered = !options.quick && !changes.any();
    let folder = folder(&options, is_registered)?;
    let started = Instant::now();
    let ready = Some(folder.as_path()).filter(|_| !options.check);
    let request = match changes.shard {
        _ if changes.dry_run => Request::Plan,
        Some(shard) => Request::Part { shard, tuning: changes.tuning.clone() },
        None => Request::Whole,
    };
    match run::run(catalogue, entry, &options, &changes, &request, ready)? {
        Outcome::Planned(plan) => terminal::write(&plan.to_string())?,
        Outcome::Part { trials, is_untuned } => {
            let part = changes.shard.map_or(String::new(), |shard| shard.to_string());
            let shown = files::shown(&folder.join(name));
            let rest = if is_untuned {
                ": the tuning; merge --tuning joins it, and --tuning FILE runs the rest"
            } else {
                ""
            };
            terminal::say(&options, &format!("part {part}: {trials} trials in {shown}{rest}"))?;
        }
        Outcome::Tuned { output, .. } => files::write(&folder, &[output])?,
        Outcome::Whole(report) => {
            let seconds = started.elapsed().as_secs_f64();
            let asked = (&options, &changes, is_registered);
            return finish((catalogue, entry), asked, &folder, *report, seconds);
        }
    }
    Ok(REGISTERED)
}

/// Where a run writes: `--out`, or `results/` if it is the registered one, or `target/runs/`.
fn folder(options: &Options, is_registered: bool) -> Result<PathBuf, Failure> {
    match &options.out {
        Some(folder) => {
            if !is_registered {
                files::refuse_committed(folder, options)?;
            }
            Ok(folder.clone())
        }
        None if is_registered => Ok(files::workspace()?.join("results")),
        None => Ok(files::workspace()?.join("target/runs")),
    }
}

/// Prints, writes or compares, and says how it went.
fn finish(
    (catalogue, entry): (&Catalogue, &Entry),
    (options, changes, is_registered): (&Options, &Changes, bool),
    folder: &Path,
    mut report: Report,
    seconds: f64,
) -> Result<u8, Failure> {
    // The files first, so that they are kept even if printing fails; and what they say is printed even
    // if they cannot be written.
    let written = if options.check { Ok(()) } else { files::write(folder, &report.outputs) };
    if options.json {
        json::print(&report.rows, &report.findings)?;
    }
    terminal::print(&report.title, &report.findings, &report.rows, options)?;
    written?;
    if options.check {
        let differences = if is_registered {
            comparison::registered(entry.name, folder, &report, options)?
        } else {
            comparison::quick(entry.name, &report)?
        };
        return comparison::say(&differences, options);
    }
    manifest::write(entry.name, &report, (options, changes), seconds);
    report.journal.take().map_or(Ok(()), store::remove)?;
    let shown = files::shown(&folder.join(entry.name));
    let mut text = format!("\n{} trials in {seconds:.1} s; {shown}:", report.trials);
    for output in &report.outputs {
        text.extend(["\n  ", output.path.rsplit('/').next().unwrap_or_default()]);
    }
    terminal::say(options, &text)?;
    if !is_registered || options.out.is_some() {
        return Ok(REGISTERED);
    }
    let mut rows = ledger::rows(&ledger::tested(catalogue, entry, folder)?);
    rows.retain(|row| report.rows.iter().any(|own| own.id == row.id));
    let changed = ledger::changes(folder, &rows)?;
    for change in &changed {
        terminal::complain(change);
    }
    Ok(if changed.is_empty() { REGISTERED } else { DIFFERENT })
}
