//! One run of an experiment: from claim.toml to verdicts, tables and charts, nothing written.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use claims::configuration::nearest;
use claims::ledger::Row;
use claims::overlay::Overlay;
use claims::tuning::choose;
use claims::{Cell, ClaimFile, Configuration, Finding, Metrics, Phase, Trial, verdict};
use mlp::Simd;

use crate::command_line::{Changes, Options};
use crate::experiment::{Experiment, Results, Trials};
use crate::failure::Failure;
use crate::files::{self, Output};
use crate::phases::Phases;
use crate::{data, journal, outputs, terminal};

/// An experiment in the table of contents.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name: module, binary and folder under `results/`.
    pub name: &'static str,
    /// Its claim.toml.
    pub claim: &'static str,
    run: fn(&Entry, &Options, &Changes, Option<&Path>) -> Result<Report, Failure>,
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
    /// Where finished trials were written down, to be removed when the rest is safe.
    pub journal: Option<PathBuf>,
}

impl Entry {
    /// The entry of `E`.
    pub const fn of<E: Experiment>(name: &'static str, claim: &'static str) -> Self {
        Self { name, claim, run: run::<E> }
    }

    /// Whether it needs data that `scripts/fetch-data` brings.
    pub fn is_fetched(&self) -> bool {
        let table: toml::Table = toml::from_str(self.claim).unwrap_or_default();
        let data_sets = table.get("trials").and_then(|trials| trials.get("data_sets"));
        let mut names = data_sets.and_then(toml::Value::as_array).into_iter().flatten();
        names.any(|name| name.as_str().is_some_and(|name| data::FETCHED.contains(&name)))
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

fn run<E: Experiment>(
    entry: &Entry,
    options: &Options,
    changes: &Changes,
    folder: Option<&Path>,
) -> Result<Report, Failure> {
    let simd = Simd::from_environment().map_err(Failure::usage)?;
    let configuration = configuration::<E>(entry, options, changes)?;
    let file = &configuration.file;
    check_names::<E>(entry, file)?;
    let cells = file.cells();
    for cell in &cells {
        E::check(&file.arms[&cell.arm], &file.settings, cell)
            .with_context(|| {
                format!("claim.toml of {}: arm {} {:?}", entry.name, cell.arm, cell.levels)
            })
            .map_err(Failure::Usage)?;
    }
    if changes.dry_run {
        print_plan::<E>(entry, file, &cells)?;
        return Ok(Report::default());
    }
    for name in &file.trials.data_sets {
        data::ready(name).map_err(Failure::InputOutput)?;
    }
    if let Some(folder) = folder {
        files::prepare(folder)?;
    }

    let journal = folder.filter(|_| !options.quick).map(|folder| {
        let hash = &configuration.trials_hash;
        journal::open(folder, entry.name, hash, E::METRICS, options)
    });
    let (journal, journal_path) = journal.transpose()?.unzip();
    let run = Phases::<E> { entry, file, cells: &cells, simd, options, journal };
    let (pilots, choices) = match &file.tuning {
        Some(tuning) if changes.rates.is_empty() => {
            let rates: Vec<Option<f64>> = tuning.learning_rates.iter().map(|&r| Some(r)).collect();
            let pilots = run.phase(Phase::Pilot, |_| rates.clone())?;
            (pilots.len(), choose(tuning, cells.len(), &pilots))
        }
        _ => (0, Vec::new()),
    };
    let tuned = choices.iter().filter(|choice| choice.chosen);
    let mut rates: Vec<Option<f64>> = vec![None; cells.len()];
    tuned.for_each(|choice| rates[choice.cell] = Some(choice.learning_rate));
    let is_tuned = |(cell, _): &(&Cell, _)| file.seeds(cell, Phase::Pilot) > 0;
    let given = cells.iter().zip(&mut rates).filter(is_tuned).zip(&changes.rates);
    given.for_each(|((_, rate), &given)| *rate = Some(given));
    let trials = run.phase(Phase::Confirm, |cell| vec![rates[cell]])?;
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
        journal: journal_path,
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

fn configuration<E: Experiment>(
    entry: &Entry,
    options: &Options,
    changes: &Changes,
) -> Result<Configuration<E::Arm, E::Settings>, Failure> {
    if let Some(shard) = changes.shard {
        return Err(Failure::Usage(anyhow!(
            "--shard {}/{}: parts of a run cannot be kept and merged yet; run it whole",
            shard.part,
            shard.of
        )));
    }
    let overlay = Overlay {
        quick: options.quick,
        seeds: changes.seeds.map(|seeds| seeds as usize),
        set: changes.set.clone(),
    };
    let (text, origin) = match &changes.config {
        None => (entry.claim.to_owned(), format!("{}/claim.toml", entry.name)),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("--config {}", path.display()))
                .map_err(Failure::Usage)?;
            (text, path.display().to_string())
        }
    };
    Configuration::read(&text, &origin, &overlay).map_err(Failure::usage)
}

/// The metrics and factors that claim.toml names are those that the experiment knows.
fn check_names<E: Experiment>(
    entry: &Entry,
    file: &ClaimFile<E::Arm, E::Settings>,
) -> Result<(), Failure> {
    let criteria = file.claims.iter().flat_map(|claim| claim.printed.iter().chain(&claim.criteria));
    let metrics = criteria.map(|c| &c.metric).chain(file.tuning.iter().map(|t| &t.metric));
    for metric in metrics {
        if !E::METRICS.contains(&metric.as_str()) {
            let nearest = nearest(metric, E::METRICS.iter().copied());
            let help = nearest.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            let known = E::METRICS.join(", ");
            let name = entry.name;
            return Err(Failure::Usage(anyhow!(
                "claim.toml of {name}: no metric `{metric}` among {known}{help}"
            )));
        }
    }
    if !file.factors.keys().eq(E::FACTORS) {
        let found: Vec<&String> = file.factors.keys().collect();
        let (name, wanted) = (entry.name, E::FACTORS);
        return Err(Failure::Usage(anyhow!(
            "claim.toml of {name}: [factors] has {found:?}, wanted {wanted:?}"
        )));
    }
    if !file.across.iter().eq(E::ACROSS) {
        let (name, found, wanted) = (entry.name, &file.across, E::ACROSS);
        return Err(Failure::Usage(anyhow!(
            "claim.toml of {name}: across = {found:?}, wanted {wanted:?}"
        )));
    }
    if file.tuning.is_some() != E::TUNED {
        let remedy = if E::TUNED { "is missing; give it" } else { "is not used; leave it out" };
        return Err(Failure::Usage(anyhow!("claim.toml of {}: [tuning] {remedy}", entry.name)));
    }
    Ok(())
}

fn print_plan<E: Experiment>(
    entry: &Entry,
    file: &ClaimFile<E::Arm, E::Settings>,
    cells: &[Cell],
) -> Result<(), Failure> {
    let count = |phase| cells.iter().map(|cell| file.seeds(cell, phase)).sum::<usize>();
    let rates = file.tuning.as_ref().map_or(0, |tuning| tuning.learning_rates.len());
    let cells = cells.iter().filter(|cell| file.seeds(cell, Phase::Confirm) > 0).count();
    let (name, title, claims) = (entry.name, &file.title, file.claims.len());
    let (pilots, trials) = (rates * count(Phase::Pilot), count(Phase::Confirm));
    terminal::write(&format!(
        "{name}: {title}\n  claims        {claims}\n  cells         {cells}\n  \
         pilot trials  {pilots} ({rates} learning rates)\n  trials        {trials}\n"
    ))
}
