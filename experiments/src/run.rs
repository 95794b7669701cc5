//! One run of an experiment: from claim.toml to verdicts, tables and charts, nothing written.

use std::path::Path;

use claims::journal::Journal;
use claims::ledger::Row;
use claims::tuning::choose;
use claims::{Cell, Finding, Metrics, Phase, Trial, verdict};
use mlp::Simd;

use crate::command_line::{Changes, Options};
use crate::experiment::{Experiment, Results, Trials};
use crate::failure::Failure;
use crate::files::{self, Output};
use crate::phases::Phases;
use crate::plan::Plan;
use crate::store::{self, Store};
use crate::{checked, data, outputs, parts, terminal};

/// An experiment in the table of contents.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name: module, binary and folder under `results/`.
    pub name: &'static str,
    /// Its claim.toml.
    pub claim: &'static str,
    run: fn(&Entry, &Options, &Changes, Option<&Path>) -> Result<Report, Failure>,
    plan: fn(&Entry, &Options, &Changes) -> Result<Plan, Failure>,
}

/// What a run gives: everything that could be written, nothing written yet.
#[derive(Debug, Default)]
pub struct Report {
    /// The title of claim.toml.
    pub title: String,
    /// One row a claim.
    pub rows: Vec<Row>,
    /// One finding a criterion and place.
    pub findings: Vec<Finding>,
    /// The files under `results/`.
    pub outputs: Vec<Output>,
    /// How many trials were run, tuning included.
    pub trials: usize,
    /// The hash of what decides the trials.
    pub trials_hash: String,
    /// Where finished trials were written down, to be removed when the rest is safe, and until
    /// then no other process's.
    pub journal: Option<Journal>,
    /// Of a part: whether its confirmation waits for learning rates that all parts decide.
    pub is_untuned: bool,
}

impl Entry {
    /// The entry of `E`.
    pub const fn of<E: Experiment>(name: &'static str, claim: &'static str) -> Self {
        Self { name, claim, run: run::<E>, plan: plan::<E> }
    }

    /// Whether it needs data that `scripts/fetch-data` brings.
    pub fn is_fetched(&self) -> bool {
        let table: toml::Table = toml::from_str(self.claim).unwrap_or_default();
        let data_sets = table.get("trials").and_then(|trials| trials.get("data_sets"));
        let mut names = data_sets.and_then(toml::Value::as_array).into_iter().flatten();
        names.any(|name| name.as_str().is_some_and(|name| data::FETCHED.contains(&name)))
    }

    /// What a run would be: everything is checked and nothing run.
    ///
    /// # Errors
    /// If the configuration is wrong.
    pub fn plan(&self, options: &Options, changes: &Changes) -> Result<Plan, Failure> {
        (self.plan)(self, options, changes)
    }

    /// Runs the experiment on a pool of `--threads` threads. Once the configuration has been
    /// found right, and before the run, `folder` is made ready for what will be written there.
    ///
    /// # Errors
    /// If the configuration is wrong, or the folder cannot be written to.
    pub fn run(
        &self,
        options: &Options,
        changes: &Changes,
        folder: Option<&Path>,
    ) -> Result<Report, Failure> {
        let threads = options.threads.map_or(0, usize::from);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map_err(Failure::usage)?.install(|| (self.run)(self, options, changes, folder))
    }
}

fn plan<E: Experiment>(
    entry: &Entry,
    options: &Options,
    changes: &Changes,
) -> Result<Plan, Failure> {
    let file = checked::configuration::<E>(entry, options, changes)?.file;
    Ok(Plan::of(entry.name, &file, &file.cells()))
}

fn run<E: Experiment>(
    entry: &Entry,
    options: &Options,
    changes: &Changes,
    folder: Option<&Path>,
) -> Result<Report, Failure> {
    let simd = Simd::from_environment().map_err(Failure::usage)?;
    let configuration = checked::configuration::<E>(entry, options, changes)?;
    let file = &configuration.file;
    let cells = file.cells();
    if changes.dry_run {
        terminal::write(&Plan::of(entry.name, file, &cells).to_string())?;
        return Ok(Report::default());
    }
    for name in &file.trials.data_sets {
        data::ready(name).map_err(Failure::InputOutput)?;
    }
    if let Some(folder) = folder {
        files::prepare(folder)?;
    }
    let hash = &configuration.trials_hash;
    let store = store::open::<E>(entry, &configuration, options, changes, folder)?;
    let run = Phases::<E> { entry, file, cells: &cells, simd, options, store };
    let is_tuned = |cell: &Cell| file.seeds(cell, Phase::Pilot) > 0;
    let mut rates: Vec<Option<f64>> = vec![None; cells.len()];
    let known = parts::rates(entry, hash, changes)?;
    let (mut pilots, mut choices) = (0, Vec::new());
    if let Some(tuning) = file.tuning.as_ref().filter(|_| changes.rates.is_empty()) {
        let grid: Vec<Option<f64>> = tuning.learning_rates.iter().map(|&r| Some(r)).collect();
        let trials = run.phase(Phase::Pilot, |_| grid.clone())?;
        pilots = trials.len();
        if changes.shard.is_none() {
            choices = choose(tuning, cells.len(), &trials);
        } else if known.is_none() {
            // A part alone cannot tell which rates are best.
            return Ok(Report { trials: pilots, is_untuned: true, ..Report::default() });
        }
    }
    if changes.only_tuning {
        let outputs = vec![outputs::tuning(entry.name, &cells, &choices)?];
        return Ok(Report { trials: pilots, outputs, ..Report::default() });
    }
    let tuned = choices.iter().filter(|choice| choice.chosen);
    tuned.for_each(|choice| rates[choice.cell] = Some(choice.learning_rate));
    let given = cells.iter().zip(&mut rates).filter(|(cell, _)| is_tuned(cell));
    given.zip(known.unwrap_or_default()).for_each(|((_, rate), given)| *rate = Some(given));
    let trials = run.phase(Phase::Confirm, |cell| vec![rates[cell]])?;
    if changes.shard.is_some() {
        return Ok(Report { trials: pilots + trials.len(), ..Report::default() });
    }
    let ran = Trials { file, cells: &cells, choices: &choices, trials: &trials, simd };
    let across = E::across(&ran);
    let (all_cells, all_trials) = with_across(&ran, &across);
    let findings = verdict::judge(entry.name, &file.claims, &all_cells, &all_trials);
    let rows = file.claims.iter().map(|claim| {
        let of_claim: Vec<Finding> =
            findings.iter().filter(|finding| finding.id == claim.id).cloned().collect();
        Row::new(entry.name, claim, &of_claim)
    });
    let rows = rows.collect();
    let results = Results { run: ran, across: &across, findings: &findings };
    let outputs = outputs::of::<E>(entry.name, &configuration, &results)?;
    Ok(Report {
        title: file.title.clone(),
        rows,
        findings,
        outputs,
        trials: pilots + trials.len(),
        trials_hash: configuration.trials_hash.clone(),
        journal: if let Store::Journal(journal) = run.store { Some(journal) } else { None },
        is_untuned: false,
    })
}

/// Cells and trials, with what all arms together recorded as if it were an arm's.
fn with_across<E: Experiment>(
    ran: &Trials<'_, E>,
    across: &[(&'static str, Vec<Metrics>)],
) -> (Vec<Cell>, Vec<Trial>) {
    let (mut cells, mut trials) = (ran.cells.to_vec(), ran.trials.to_vec());
    for (name, seeds) in across {
        let cell = cells.len();
        let trial = |(seed, metrics): (usize, &Metrics)| Trial {
            cell,
            learning_rate: None,
            seed: seed as u64,
            metrics: metrics.clone(),
        };
        trials.extend(seeds.iter().enumerate().map(trial));
        cells.push(Cell { data_set: String::new(), arm: (*name).to_owned(), levels: Vec::new() });
    }
    (cells, trials)
}
