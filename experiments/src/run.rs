//! One run of an experiment: from claim.toml to verdicts, tables and charts, nothing written.

use std::path::Path;

use anyhow::{Context, anyhow};
use claims::configuration::nearest;
use claims::ledger::Row;
use claims::overlay::Overlay;
use claims::trial::{self, Group};
use claims::tuning::{Choice, choose};
use claims::{Cell, ClaimFile, Configuration, Finding, Phase, Streams, Trial, verdict};
use mlp::Simd;
use report::table;

use crate::command_line::{Changes, Options};
use crate::experiment::{Experiment, Results, Work};
use crate::failure::Failure;
use crate::files::{self, Output};
use crate::terminal;

/// Above so many trials, `trials.csv` stays unwritten and its hash stands for it.
const MOST_ROWS: usize = 20_000;

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
}

impl Entry {
    /// The entry of `E`.
    pub const fn of<E: Experiment>(name: &'static str, claim: &'static str) -> Self {
        Self { name, claim, run: run::<E> }
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
    if let Some(folder) = folder {
        files::prepare(folder)?;
    }

    let run = Run::<E> { entry, file, cells: &cells, simd, options };
    let (pilots, choices) = match &file.tuning {
        None => (0, Vec::new()),
        Some(tuning) => {
            let rates: Vec<Option<f64>> = tuning.learning_rates.iter().map(|&r| Some(r)).collect();
            let pilots = run.phase(Phase::Pilot, |_| rates.clone());
            (pilots.len(), choose(tuning, cells.len(), &pilots))
        }
    };
    let trials = run.phase(Phase::Confirm, |cell| {
        let chosen = choices.iter().find(|choice| choice.cell == cell && choice.chosen);
        vec![chosen.map(|choice| choice.learning_rate)]
    });
    let findings = verdict::judge(entry.name, &file.claims, &cells, &trials);
    let rows = file.claims.iter().map(|claim| {
        let of_claim: Vec<Finding> =
            findings.iter().filter(|finding| finding.id == claim.id).cloned().collect();
        Row::new(entry.name, claim, &of_claim)
    });
    let rows = rows.collect();
    let results = Results { file, cells: &cells, trials: &trials, findings: &findings, simd };
    let outputs = outputs::<E>(entry.name, &configuration, &results, &choices)?;
    Ok(Report {
        title: file.title.clone(),
        rows,
        findings,
        outputs,
        trials: pilots + trials.len(),
        trials_hash: configuration.trials_hash.clone(),
    })
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

/// What the phases of a run share.
struct Run<'a, E: Experiment> {
    entry: &'a Entry,
    file: &'a ClaimFile<E::Arm, E::Settings>,
    cells: &'a [Cell],
    simd: Simd,
    options: &'a Options,
}

impl<E: Experiment> Run<'_, E> {
    /// Runs every cell's seeds at the learning rates that `rates` gives for it.
    fn phase(&self, phase: Phase, rates: impl Fn(usize) -> Vec<Option<f64>>) -> Vec<Trial> {
        let mut groups = Vec::new();
        for (index, cell) in self.cells.iter().enumerate() {
            for rate in rates(index) {
                let seeds = self.file.seeds(cell, phase);
                groups.extend(trial::groups(index, rate, seeds, E::GROUP));
            }
        }
        let trials = groups.iter().map(|group| group.seeds.end - group.seeds.start).sum::<u64>();
        let what = format!("{} {phase}", self.entry.name);
        let bar = terminal::progress(trials as usize, &what, self.options);
        let work = |group: &Group| {
            let cell = &self.cells[group.cell];
            let streams = |seed| Streams::new(self.entry.name, phase, &cell.data_set, seed);
            let seeds: Vec<Streams> = group.seeds.clone().map(streams).collect();
            E::run(&Work {
                cell,
                arm: &self.file.arms[&cell.arm],
                settings: &self.file.settings,
                learning_rate: group.learning_rate,
                seeds: &seeds,
                simd: self.simd,
            })
        };
        let trials = trial::run(&groups, work, |count| bar.inc(count as u64));
        bar.finish_and_clear();
        trials
    }
}

/// Tables, charts and hashes of a run.
fn outputs<E: Experiment>(
    name: &str,
    configuration: &Configuration<E::Arm, E::Settings>,
    results: &Results<'_, E>,
    choices: &[Choice],
) -> Result<Vec<Output>, Failure> {
    let mut outputs = Vec::new();
    let mut add = |file: &str, bytes: Vec<u8>| {
        outputs.push(Output { path: format!("{name}/{file}"), bytes });
    };
    let trials = table::trials(results.cells, results.trials)?;
    let csv = table::csv(&trials)?;
    let trials_table = blake3::hash(&csv).to_hex().to_string();
    if results.trials.len() > MOST_ROWS {
        add("summary.csv", table::csv(&table::summary(&trials)?)?);
    } else {
        add("trials.csv", csv);
    }
    if !choices.is_empty() {
        add("tuning.csv", table::csv(&table::tuning(results.cells, choices)?)?);
    }
    add("verdicts.csv", table::csv(&table::findings(results.findings)?)?);
    for (file, contents) in E::tables(results).map_err(Failure::Usage)? {
        add(&format!("{file}.csv"), table::csv(&contents)?);
    }
    for chart in E::charts(results) {
        add(&format!("{}.svg", chart.name), chart.svg().map_err(Failure::usage)?.into_bytes());
    }
    let hashes = format!(
        "# blake3 of what decides the trials, of what judges them, and of the table of all trials.\n\
         trials_configuration = \"{}\"\ncriteria = \"{}\"\ntrials_table = \"{trials_table}\"\n",
        configuration.trials_hash, configuration.criteria_hash,
    );
    add("hashes.toml", hashes.into_bytes());
    Ok(outputs)
}
