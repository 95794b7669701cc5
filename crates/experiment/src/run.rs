//! One run in memory: the groups of trials of its two phases, what each records, and the verdicts,
//! tables and charts that follow from them.
//!
//! A caller that stores trials, as `lab` does, asks for the groups and runs only the missing ones;
//! [`Run::whole`] does everything at once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use claims::claim::Tuning;
use claims::ledger::Row;
use claims::trial::{self, Group};
use claims::tuning::{self, Choice, Next};
use claims::verdict::Test;
use claims::{
    Cell, Claim, Finding, Metrics, Observed, Phase, Place, Resampling, Streams, Trial, finding,
};
use figures::{Chart, Table, found, proved, trials};
use mlp::Simd;
use mlp::film::{self, Film};

use crate::configured::Configured;
use crate::experiment::Ran;
use crate::parametrised::{Across, Job, Judged};

/// With more trials than this, a summary is shown instead of their table, and the trials of the
/// first seeds.
const MOST_ROWS: usize = 30_000;

/// A configured experiment and the instruction set it runs on.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What is run.
    pub configured: &'a Configured,
    /// The instruction set.
    pub simd: Simd,
}

/// What a run gives, as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The title of claim.toml.
    pub title: String,
    /// One row a claim.
    pub rows: Vec<Row>,
    /// How many verdicts are others, for each other stream of the bootstrap that was asked for.
    pub unstable: Vec<usize>,
    /// One finding a criterion and place.
    pub findings: Vec<Finding>,
    /// How many trials were run, tuning included.
    pub count: usize,
    /// Every confirmation trial.
    pub trials: Table,
    /// What is shown, by name: trials or their summary, tuning, verdicts, and the experiment's own.
    pub tables: Vec<(String, Table)>,
    /// What is drawn.
    pub charts: Vec<Chart>,
}

impl Report {
    /// A line for each table: the hash of its values and its path under `results/`, as b3sum prints
    /// them.
    pub fn table_hashes(&self, experiment: &str) -> String {
        let line = |(name, table): &(String, Table)| {
            format!("{}  {experiment}/{name}.csv\n", table.hash())
        };
        self.tables.iter().map(line).collect()
    }
}

impl Run<'_> {
    /// The cells whose learning rate is tuned.
    pub fn tuned(&self) -> Vec<usize> {
        let Configured { cells, .. } = self.configured;
        (0..cells.len()).filter(|&cell| self.configured.is_tuned(&cells[cell])).collect()
    }

    /// The pilot trials of these cells: `run` runs a round of groups, until no cell needs another.
    ///
    /// # Errors
    /// As `run`.
    pub fn tune<E>(
        &self,
        cells: &[usize],
        mut run: impl FnMut(&[Group]) -> Result<Vec<Trial>, E>,
    ) -> Result<Vec<Trial>, E> {
        let mut pilots = Vec::new();
        loop {
            let groups = self.pilots(cells, &pilots);
            if groups.is_empty() {
                return Ok(pilots);
            }
            pilots.extend(run(&groups)?);
        }
    }

    /// The groups that the tuning of these cells needs next, after these `pilots`; none once it is
    /// over.
    fn pilots(&self, cells: &[usize], pilots: &[Trial]) -> Vec<Group> {
        let Some(tuning) = &self.configured.file().tuning else { return Vec::new() };
        let pilots = by_cell(self.configured.cells.len(), pilots);
        let mut groups = Vec::new();
        for &cell in cells {
            if let Next::Run(missing) = tuning::next(tuning, self.pilot_seeds(cell), &pilots[cell])
            {
                for (rate, seeds) in missing {
                    groups.extend(self.groups(cell, Some(rate), seeds));
                }
            }
        }
        groups
    }

    /// The first pilot seed of a cell, and how many there are.
    fn pilot_seeds(&self, cell: usize) -> (u64, usize) {
        let (file, cell) = (self.configured.file(), &self.configured.cells[cell]);
        (file.first_seed(cell, Phase::Pilot), file.seeds(cell, Phase::Pilot))
    }

    /// The groups that judge, each cell at its learning rates.
    pub fn confirmations(&self, rates: &[Vec<Option<f64>>]) -> Vec<Group> {
        let cells = rates.iter().enumerate();
        let rates = cells.flat_map(|(cell, rates)| rates.iter().map(move |&rate| (cell, rate)));
        let groups = |(cell, rate)| {
            let seeds = self.configured.file().seeds(&self.configured.cells[cell], Phase::Confirm);
            self.groups(cell, rate, 0..seeds as u64)
        };
        rates.flat_map(groups).collect()
    }

    fn groups(
        &self,
        cell: usize,
        rate: Option<f64>,
        seeds: Range<u64>,
    ) -> impl Iterator<Item = Group> + use<> {
        trial::groups(cell, rate, seeds, self.configured.facts.group)
    }

    /// Runs a group: the metrics of each of its seeds.
    pub fn group(&self, phase: Phase, group: &Group) -> Vec<Metrics> {
        let cell = &self.configured.cells[group.cell];
        self.seeds((phase, cell, group.learning_rate), group.seeds.clone())
    }

    /// One trial of any cell, of the configuration or not, and a film of every training in it.
    pub fn filmed(
        &self,
        at: (Phase, &Cell, Option<f64>),
        seed: u64,
        frames: usize,
    ) -> (Metrics, Vec<Film>) {
        let (mut metrics, films) = film::filmed(frames, || self.seeds(at, seed..seed + 1));
        (metrics.pop().unwrap_or_default(), films)
    }

    /// The metrics of some seeds of a cell, by the streams that the cell has.
    fn seeds(
        &self,
        (phase, cell, learning_rate): (Phase, &Cell, Option<f64>),
        seeds: Range<u64>,
    ) -> Vec<Metrics> {
        let streams = |seed| Streams::new(self.configured.name, phase, &cell.data_set, seed);
        let seeds: Vec<Streams> = seeds.map(streams).collect();
        let (seeds, simd) = (&*seeds, self.simd);
        self.configured.parametrised.run(&Job { cell, phase, learning_rate, seeds, simd })
    }

    /// The result of the pilot trials at every learning rate; empty where none is tuned.
    pub fn choices(&self, pilots: &[Trial]) -> Vec<Choice> {
        let Some(tuning) = &self.configured.file().tuning else { return Vec::new() };
        let pilots = by_cell(self.configured.cells.len(), pilots);
        let of_cell = |cell: usize| self.choices_of(tuning, cell, &pilots[cell]);
        self.tuned().into_iter().flat_map(of_cell).collect()
    }

    /// The same of one cell.
    fn choices_of(&self, tuning: &Tuning, cell: usize, pilots: &[&Trial]) -> Vec<Choice> {
        let at = &self.configured.cells[cell];
        let streams = Streams::new(self.configured.name, Phase::Pilot, &at.data_set, 0);
        let random = &mut streams.stream(&format!("choice of {}, {}", at.arm, Place::of(at)));
        tuning::choices(tuning, (cell, self.pilot_seeds(cell).1), pilots, random)
    }

    /// The learning rate that tuning chooses for one cell, run now; none where it is not tuned.
    pub fn tuned_rate(&self, cell: usize) -> Option<f64> {
        let tuning = self.configured.file().tuning.as_ref()?;
        let Ok(pilots) = self.tune(&[cell], |groups| self.trials(Phase::Pilot, groups));
        let pilots: Vec<&Trial> = pilots.iter().collect();
        let choices = self.choices_of(tuning, cell, &pilots);
        choices.into_iter().find(|choice| choice.chosen).map(|choice| choice.learning_rate)
    }

    /// The learning rates at which each cell is confirmed: those that tuning might choose, or none
    /// where nothing is tuned.
    pub fn rates(&self, choices: &[Choice]) -> Vec<Vec<Option<f64>>> {
        let mut rates = vec![Vec::new(); self.configured.cells.len()];
        for choice in choices.iter().filter(|choice| choice.share > 0.0) {
            rates[choice.cell].push(Some(choice.learning_rate));
        }
        for rates in rates.iter_mut().filter(|rates| rates.is_empty()) {
            rates.push(None);
        }
        rates
    }

    /// The report on the confirmation; `pilots` is the number of pilot trials before it. It is judged
    /// as often again, from other streams of the bootstrap, as `resamplings` says.
    ///
    /// # Errors
    /// If a metric or factor has the name of another column.
    pub fn report(
        &self,
        choices: &[Choice],
        confirmation: &[Trial],
        pilots: usize,
        resamplings: u64,
    ) -> anyhow::Result<Report> {
        let Configured { configuration, cells, parametrised, .. } = self.configured;
        let file = &configuration.file;
        let chosen = chosen(choices, confirmation);
        let ran = Ran { file, cells, choices, trials: &chosen, simd: self.simd };
        let across = parametrised.across(ran);
        let (all_cells, all_trials) = with_across((cells, confirmation), &across);
        let all = (&*all_cells, &*all_trials);
        let findings = self.findings(choices, all, 0);
        let rows = self.rows(&findings);
        let unstable = (1..=resamplings).map(|stream| {
            let others = self.rows(&self.findings(choices, all, stream));
            let verdicts = rows.iter().zip(&others);
            verdicts.filter(|(row, other)| row.verdict != other.verdict).count()
        });
        let unstable = unstable.collect();
        let judged = Judged { ran, across: &across, findings: &findings };
        let table = trials::trials(cells, confirmation)?;
        let mut tables = Vec::new();
        if confirmation.len() > MOST_ROWS {
            tables.push(("summary".to_owned(), trials::summary(cells, confirmation)?));
            tables.push(("first_trials".to_owned(), trials::first_trials(cells, confirmation)?));
        } else {
            tables.push(("trials".to_owned(), table.clone()));
        }
        if !choices.is_empty() {
            tables.push(("tuning".to_owned(), trials::tuning(cells, choices)?));
        }
        tables.push(("verdicts".to_owned(), found::findings(&findings)?));
        if file.claims.iter().flat_map(Claim::all_criteria).any(|(_, c)| c.proof.is_some()) {
            tables.push(("proofs".to_owned(), proved::proofs(&file.claims)?));
        }
        for (name, seeds) in &across {
            tables.push(((*name).to_owned(), trials::seeds(seeds)?));
        }
        let own = parametrised.tables(judged)?;
        tables.extend(own.into_iter().map(|(name, table)| (name.to_owned(), table)));
        let named = |chart: Chart| {
            let shows = |claim: &&Claim| claim.charts.contains(&chart.name);
            let ids: Vec<&str> = file.claims.iter().filter(shows).map(|claim| &*claim.id).collect();
            chart.rounded().naming(&ids)
        };
        let charts = parametrised.charts(judged).into_iter().map(named).collect();
        let (title, count) = (file.title.clone(), pilots + confirmation.len());
        Ok(Report { title, rows, unstable, findings, count, trials: table, tables, charts })
    }

    /// What these cells and trials come to, the bootstrap drawing from one of many streams.
    fn findings(
        &self,
        choices: &[Choice],
        (cells, trials): (&[Cell], &[Trial]),
        stream: u64,
    ) -> Vec<Finding> {
        let resampling = Resampling { stream, ..Resampling::default() };
        let experiment = self.configured.name;
        let observed = Observed { experiment, cells, trials, choices, resampling };
        finding::judge(&self.configured.file().claims, &observed)
    }

    /// One row a claim.
    fn rows(&self, findings: &[Finding]) -> Vec<Row> {
        let row = |claim: &Claim| {
            let of_claim = findings.iter().filter(|finding| finding.id == claim.id);
            let findings: Vec<Finding> = of_claim.cloned().collect();
            let experiment = self.configured.name;
            Row::new(&[(claim, Test { experiment, findings: &findings })])
        };
        self.configured.file().claims.iter().map(row).collect()
    }

    /// The trials of these groups, in memory.
    fn trials(&self, phase: Phase, groups: &[Group]) -> Result<Vec<Trial>, Infallible> {
        trial::run(groups, |group| Ok(self.group(phase, group)))
    }

    /// Tunes, confirms and reports, all trials in memory.
    ///
    /// # Errors
    /// If a metric or factor has the name of another column.
    pub fn whole(&self) -> anyhow::Result<Report> {
        let Ok(pilots) = self.tune(&self.tuned(), |groups| self.trials(Phase::Pilot, groups));
        let choices = self.choices(&pilots);
        let groups = self.confirmations(&self.rates(&choices));
        let Ok(confirmation) = self.trials(Phase::Confirm, &groups);
        self.report(&choices, &confirmation, pilots.len(), 0)
    }
}

/// The trials of each cell.
fn by_cell(cells: usize, trials: &[Trial]) -> Vec<Vec<&Trial>> {
    let mut of_cells = vec![Vec::new(); cells];
    for trial in trials {
        of_cells[trial.cell].push(trial);
    }
    of_cells
}

/// The trials at the learning rate that was chosen: what is tabulated across arms, and drawn.
fn chosen<'a>(choices: &[Choice], trials: &'a [Trial]) -> Cow<'a, [Trial]> {
    let rates: BTreeMap<usize, f64> = choices
        .iter()
        .filter(|choice| choice.chosen)
        .map(|choice| (choice.cell, choice.learning_rate))
        .collect();
    let is_chosen = |trial: &&Trial| trial.learning_rate == rates.get(&trial.cell).copied();
    if trials.iter().all(|trial| is_chosen(&trial)) {
        return Cow::Borrowed(trials);
    }
    trials.iter().filter(is_chosen).cloned().collect()
}

/// Cells and trials, with the metrics across all arms added as if they were those of another arm.
fn with_across<'a>(
    (cells, trials): (&'a [Cell], &'a [Trial]),
    across: &Across,
) -> (Cow<'a, [Cell]>, Cow<'a, [Trial]>) {
    if across.is_empty() {
        return (Cow::Borrowed(cells), Cow::Borrowed(trials));
    }
    let (mut cells, mut trials) = (cells.to_vec(), trials.to_vec());
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
    (Cow::Owned(cells), Cow::Owned(trials))
}
