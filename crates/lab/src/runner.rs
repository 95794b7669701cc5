//! The binary of one experiment: reads the command line, runs, prints, writes or compares.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, FromArgMatches, Parser};
use experiment::{Configured, Entry};

use crate::catalogue::Catalogue;
use crate::command_line::{Changes, EXIT_CODES, Options, RESULTS};
use crate::completions::Completions;
use crate::exit::exit;
use crate::failure::{Attempt, DIFFERENT, Failure, REGISTERED};
use crate::request::{Outcome, Report, Request};
use crate::{
    comparison, completions, estimate, files, interrupt, json, kept, ledger, manifest, registered,
    run, store, terminal,
};

/// The command line of one experiment.
#[derive(Parser, Debug)]
#[command(version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    _completions: Completions,
}

/// The whole of an experiment's binary.
pub fn main(catalogue: &Catalogue, name: &'static str) -> ExitCode {
    exit(main_of(catalogue, name))
}

fn main_of(catalogue: &Catalogue, name: &'static str) -> Result<u8, Failure> {
    let entry = catalogue.entry(name)?;
    let mut command = CommandLine::command().name(name).about(entry.summary().title.clone());
    let matches = command.get_matches_mut();
    if let Some(printed) = completions::printed(&matches, &mut command) {
        return printed;
    }
    let CommandLine { options, changes, .. } = CommandLine::from_arg_matches(&matches).usage()?;
    interrupt::listen()?;
    let started = Instant::now();
    let request = match changes.shard {
        Some(shard) => Request::Part { shard, tuning: changes.tuning.clone() },
        None => Request::Whole,
    };
    let configured = run::configured(catalogue, entry, &options, &changes, &request)?;
    if changes.dry_run {
        return estimate::print(catalogue, configured, &options);
    }
    let run_name = kept::name(&configured, &options, &changes);
    let folder = folder((entry, &configured), &options, &run_name)?;
    let ready = Some(folder.as_path()).filter(|_| !options.check);
    if run_name == RESULTS && !options.check && !options.quiet {
        registered::warn(&files::workspace().unwrap_or_default(), entry);
    }
    match run::run(catalogue, entry, &configured, &options, &request, ready)? {
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
            let asked = (&*run_name, &options, &changes);
            return finish((catalogue, entry, &configured), asked, &folder, *report, seconds);
        }
    }
    Ok(REGISTERED)
}

/// Where a run writes: `--out`, or `results/` if it is the registered one, or a folder of its own.
fn folder(
    (entry, configured): (&Entry, &Configured),
    options: &Options,
    run_name: &str,
) -> Result<PathBuf, Failure> {
    let is_registered = run_name == RESULTS;
    if let Some(folder) = &options.out {
        if !is_registered {
            files::refuse_committed(folder, options)?;
        }
        return Ok(folder.clone());
    }
    if is_registered {
        return Ok(files::workspace()?.join(RESULTS));
    }
    let folder = kept::folder(&files::workspace()?).join(run_name);
    if !options.check {
        kept::refuse_another(entry, configured, options, &folder)?;
    }
    Ok(folder)
}

/// Prints, writes or compares, and says how it went.
fn finish(
    (catalogue, entry, configured): (&Catalogue, &Entry, &Configured),
    (run_name, options, changes): (&str, &Options, &Changes),
    folder: &Path,
    mut report: Report,
    seconds: f64,
) -> Result<u8, Failure> {
    let is_registered = run_name == RESULTS;
    if !is_registered {
        report.outputs.push(kept::claim(configured));
    }
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
    if !is_registered && options.out.is_none() {
        files::remove_stale(folder, entry.name, &report.outputs)?;
    }
    manifest::write(entry, &report, (run_name, options, changes), seconds);
    report.journal.take().map_or(Ok(()), store::remove)?;
    let shown = files::shown(&folder.join(entry.name));
    let mut text = format!("\n{} trials in {seconds:.1} s; {shown}:", report.trials);
    for output in &report.outputs {
        text.extend(["\n  ", output.path.rsplit('/').next().unwrap_or_default()]);
    }
    if !is_registered && options.out.is_none() {
        text.extend(["\n\nkept as ", run_name, "; to compare it with the committed results:\n  "]);
        text.extend(["cargo run -p experiments --bin compare -- ", run_name]);
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
