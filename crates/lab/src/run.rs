//! One run of an experiment, from a command line to everything that is to be written; only finished
//! trials are on disk by then.

use std::hint::black_box;
use std::path::Path;

use anyhow::{Context, anyhow};
use claims::Overlay;
use claims::tuning::Choice;
use experiment::{Configured, Entry, Run};
use mlp::Simd;

use crate::catalogue::Catalogue;
use crate::command_line::{Changes, Options};
use crate::failure::{Attempt, Failure};
use crate::journal::Journal;
use crate::phases::Phases;
use crate::request::{Outcome, Report, Request};
use crate::store::{self, Store};
use crate::{artifacts, committed, files, learning_rates, memory, own_data, terminal, wording};

/// Runs a configured experiment on a pool of `--threads` threads. Before it starts, `folder` is prepared for
/// the files to be written there.
///
/// # Errors
/// If data are missing, or the folder cannot be written to.
pub fn run(
    catalogue: &Catalogue,
    entry: &Entry,
    configured: &Configured,
    options: &Options,
    request: &Request,
    folder: Option<&Path>,
) -> Result<Outcome, Failure> {
    subnormals_are_kept()?;
    memory::give_back_blocks();
    let simd = Simd::from_environment().usage()?;
    memory::check(configured, request, options)?;
    let choices = learning_rates::given(entry, configured, request)?;
    if !matches!(request, Request::Committed { .. }) {
        for name in &configured.file().trials.data_sets {
            (catalogue.ready)(name).input_output()?;
        }
    }
    if let Some(folder) = folder {
        files::prepare(folder)?;
    }
    let store =
        store::open(configured, options, request, catalogue.code_version(entry.name), folder)?;
    let phases = Phases { run: Run { configured, simd }, options, store };
    let threads = options.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().usage()?;
    pool.install(|| all(phases, request, choices))
}

/// Refuses a process whose smallest numbers are taken for 0: its tables would be others.
fn subnormals_are_kept() -> Result<(), Failure> {
    let is_kept = f32::from_bits(1) * black_box(1.0) != 0.0;
    let what = "this process flushes subnormal numbers to zero, as a library that it loads may have \
                asked; run it without";
    if is_kept { Ok(()) } else { Err(Failure::Usage(anyhow!(what))) }
}

/// A whole run of what is registered, or of its quick numbers; with what was run.
///
/// # Errors
/// As [`run`].
pub(crate) fn whole(
    catalogue: &Catalogue,
    entry: &Entry,
    options: &Options,
    folder: Option<&Path>,
) -> Result<(Configured, Report), Failure> {
    let request = Request::Whole;
    let configured = configured(catalogue, entry, options, &Changes::default(), &request)?;
    match run(catalogue, entry, &configured, options, &request, folder)? {
        Outcome::Whole(report) => Ok((configured, *report)),
        outcome => unreachable!("a whole run comes to {outcome:?}"),
    }
}

/// What is to be run, checked; data of one's own are read and put in the place of the digits.
///
/// # Errors
/// If the configuration or the data are wrong.
pub fn configured(
    catalogue: &Catalogue,
    entry: &Entry,
    options: &Options,
    changes: &Changes,
    request: &Request,
) -> Result<Configured, Failure> {
    let label = changes.label.as_deref();
    let own_data = match &changes.data {
        Some(path) => {
            let (said, hash) = own_data::provide(catalogue, entry, path, label)?;
            terminal::say(options, &said)?;
            Some(hash)
        }
        None => None,
    };
    let is_spot_check = matches!(request, Request::SpotCheck { .. });
    let overlay = Overlay {
        quick: options.quick,
        seeds: if is_spot_check { Some(1) } else { changes.seeds.map(|seeds| seeds as usize) },
        set: changes.set.clone(),
        own_data,
    };
    let (text, origin) = match (request, &changes.config) {
        (Request::Joined { claim, .. }, _) => (claim.clone(), "claim.toml".to_owned()),
        (_, Some(path)) => {
            let named = || format!("--config {}", path.display());
            (std::fs::read_to_string(path).with_context(named).usage()?, path.display().to_string())
        }
        (_, None) => (entry.claim.to_owned(), format!("{}/claim.toml", entry.name)),
    };
    let configured = Configured::read(entry, &text, &origin, &overlay).usage()?;
    wording::check(catalogue, &configured.file().claims).with_context(|| origin.clone()).usage()?;
    if overlay.own_data.is_none() && configured.file().trials.own_data.is_some() {
        return Err(anyhow!("{origin} is of a run on data of its own; give them with --data"))
            .usage();
    }
    Ok(configured)
}

/// Runs both phases and returns their outcome.
fn all(
    phases: Phases<'_>,
    request: &Request,
    given: Option<Vec<Choice>>,
) -> Result<Outcome, Failure> {
    let run = phases.run;
    if let Request::Committed { folder } = request {
        let committed = committed::read(run.configured, folder)?;
        let (choices, trials) = (&committed.choices, &committed.trials);
        let report =
            run.report(choices, trials, committed.pilots, phases.options.resamplings).usage()?;
        return whole_of(run.configured, report, phases.options, None);
    }
    let is_part = matches!(request, Request::Part { .. });
    // A part tunes its share even where the rates are known: `merge` joins the tuning, too.
    let pilots = match request {
        Request::SpotCheck { .. } if given.is_some() => Vec::new(),
        _ => phases.tune()?,
    };
    let choices = match given {
        Some(choices) => choices,
        // A part alone cannot tell which rates are best.
        None if is_part && run.configured.file().tuning.is_some() => {
            return Ok(Outcome::Part { trials: pilots.len(), is_untuned: true });
        }
        None => run.choices(&pilots),
    };
    if let Request::Joined { only_tuning: true, .. } = request {
        let output = artifacts::tuning(run.configured, &choices)?;
        return Ok(Outcome::Tuned { trials: pilots.len(), output });
    }
    let trials = phases.confirm(&run.rates(&choices))?;
    if is_part {
        return Ok(Outcome::Part { trials: pilots.len() + trials.len(), is_untuned: false });
    }
    let report = run.report(&choices, &trials, pilots.len(), phases.options.resamplings).usage()?;
    let journal = if let Store::Journal(journal) = phases.store { Some(journal) } else { None };
    whole_of(run.configured, report, phases.options, journal)
}

/// Says how many verdicts hang on the stream of the bootstrap, if that was asked.
fn say_unstable(name: &str, report: &experiment::Report, options: &Options) -> Result<(), Failure> {
    if report.unstable.is_empty() {
        return Ok(());
    }
    let (streams, verdicts) = (report.unstable.len(), report.rows.len());
    let changed: usize = report.unstable.iter().sum();
    let line = format!(
        "{name}: {changed} of {} verdicts change ({verdicts} under {streams} other streams of the \
         bootstrap)",
        streams * verdicts
    );
    terminal::say(options, &line)
}

/// The outcome of a whole run.
fn whole_of(
    configured: &Configured,
    report: experiment::Report,
    options: &Options,
    journal: Option<Journal>,
) -> Result<Outcome, Failure> {
    say_unstable(configured.name, &report, options)?;
    let outputs = artifacts::of(configured, &report)?;
    Ok(Outcome::Whole(Box::new(Report {
        table_hashes: report.table_hashes(configured.name),
        title: report.title,
        rows: report.rows,
        findings: report.findings,
        outputs,
        trials: report.count,
        trials_hash: configured.configuration.trials_hash.clone(),
        journal,
    })))
}

/// The committed trials of an experiment, judged.
///
/// # Errors
/// If they cannot be read, or were made by another configuration.
pub(crate) fn committed(
    catalogue: &Catalogue,
    entry: &Entry,
    options: &Options,
    folder: &Path,
) -> Result<Report, Failure> {
    let request = Request::Committed { folder: folder.join(entry.name) };
    let configured = configured(catalogue, entry, options, &Changes::default(), &request)?;
    match run(catalogue, entry, &configured, options, &request, None)? {
        Outcome::Whole(report) => Ok(*report),
        outcome => unreachable!("judging comes to {outcome:?}"),
    }
}
