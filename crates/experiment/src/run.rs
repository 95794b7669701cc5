//! One run in memory: the groups of trials of its two phases, what each records, and the verdicts,
//! tables and charts that follow from them.
//!
//! A caller that stores trials, as `lab` does, asks for the groups and runs only the missing ones;
//! [`Run::whole`] does everything at once.
use std::convert::Infallible;

use claims::ledger::Row;
use claims::trial::{self, Group};
use claims::tuning::{Choice, choose};
use claims::verdict::Test;
use claims::{Cell, Finding, Metrics, Phase, Streams, Trial, finding};
use figures::{Chart, Table, found, trials};
use mlp::Simd;

use crate::configured::Configured;
use crate::experiment::Ran;
use crate::parametrised::{Across, Job, Judged};

/// With more trials than this, a summary is shown instead of their table.
const MOST_ROWS: usize = 20_000;

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

impl Run<'_> {
    /// The groups that tune: every tuned cell at every rate of the grid.
    pub fn pilots(&self) -> Vec<Group> {
        let tuning = self.configured.file().tuning.iter();
        let grid: Vec<f64> = tuning.flat_map(|tuning| tuning.learning_rates.clone()).collect();
        let cells = 0..self.configured.cells.len();
        cells
            .flat_map(|cell| grid.iter().map(move |&rate| (cell, Some(rate))))
            .flat_map(|(cell, rate)| self.groups(Phase::Pilot, cell, rate))
            .collect()
    }

    /// The groups that judge, each cell at its learning rate.
    pub fn confirmations(&self, rates: &[Option<f64>]) -> Vec<Group> {
        let cells = rates.iter().enumerate();
        cells.flat_map(|(cell, rate)| self.groups(Phase::Confirm, cell, *rate)).collect()
    }

    fn groups(
        &self,
        phase: Phase,
        cell: usize,
        rate: Option<f64>,
    ) -> impl Iterator<Item = Group> + use<> {
        let seeds = self.configured.file().seeds(&self.configured.cells[cell], phase);
        trial::groups(cell, rate, seeds, self.configured.facts.group)
    }

    /// Runs a group: the metrics of each of its seeds.
    pub fn group(&self, phase: Phase, group: &Group) -> Vec<Metrics> {
        let cell = &self.configured.cells[group.cell];
        let streams = |seed| Streams::new(self.configured.name, phase, &cell.data_set, seed);
        let seeds: Vec<Streams> = group.seeds.clone().map(streams).collect();
        self.configured.parametrised.run(&Job {
            cell,
            phase,
            learning_rate: group.learning_rate,
            seeds: &seeds,
            simd: self.simd,
        })
    }

    /// The result of the pilot trials for every learning rate; empty where none is tuned.
    pub fn choices(&self, pilots: &[Trial]) -> Vec<Choice> {
        let tuning = self.configured.file().tuning.as_ref();
        let cells = self.configured.cells.len();
        tuning.map_or(Vec::new(), |tuning| choose(tuning, cells, pilots))
    }

    /// The chosen learning rate of each cell; none for cells that are not tuned.
    pub fn rates(&self, choices: &[Choice]) -> Vec<Option<f64>> {
        let mut rates = vec![None; self.configured.cells.len()];
        for choice in choices.iter().filter(|choice| choice.chosen) {
            rates[choice.cell] = Some(choice.learning_rate);
        }
        rates
    }

    /// The report on the confirmation; `pilots` is the number of pilot trials before it.
    ///
    /// # Errors
    /// If a metric or factor has the name of another column.
    pub fn report(
        &self,
        choices: &[Choice],
        confirmation: &[Trial],
        pilots: usize,
    ) -> anyhow::Result<Report> {
        let Configured { name, configuration, cells, parametrised, .. } = self.configured;
        let file = &configuration.file;
        let ran = Ran { file, cells, choices, trials: confirmation, simd: self.simd };
        let across = parametrised.across(ran);
        let (all_cells, all_trials) = with_across(ran, &across);
        let findings = finding::judge(name, &file.claims, &all_cells, &all_trials);
        let rows = file.claims.iter().map(|claim| {
            let of_claim = findings.iter().filter(|finding| finding.id == claim.id);
            let findings: Vec<Finding> = of_claim.cloned().collect();
            Row::new(&[(claim, Test { experiment: name, findings: &findings })])
        });
        let rows = rows.collect();
        let judged = Judged { ran, across: &across, findings: &findings };
        let table = trials::trials(cells, confirmation)?;
        let mut tables = vec![if confirmation.len() > MOST_ROWS {
            ("summary".to_owned(), trials::summary(cells, confirmation)?)
        } else {
            ("trials".to_owned(), table.clone())
        }];
        if !choices.is_empty() {
            tables.push(("tuning".to_owned(), trials::tuning(cells, choices)?));
        }
        tables.push(("verdicts".to_owned(), found::findings(&findings)?));
        for (name, seeds) in &across {
            tables.push(((*name).to_owned(), trials::seeds(seeds)?));
        }
        let own = parametrised.tables(judged)?;
        tables.extend(own.into_iter().map(|(name, table)| (name.to_owned(), table)));
        let charts = parametrised.charts(judged).into_iter().map(Chart::rounded).collect();
        let (title, count) = (file.title.clone(), pilots + confirmation.len());
        Ok(Report { title, rows, findings, count, trials: table, tables, charts })
    }

    /// Tunes, confirms and reports, all trials in memory.
    ///
    /// # Errors
    /// If a metric or factor has the name of another column.
    pub fn whole(&self) -> anyhow::Result<Report> {
        let trials = |phase, groups: &[Group]| {
            let work = |group: &Group| Ok::<_, Infallible>(self.group(phase, group));
            let Ok(trials) = trial::run(groups, work);
            trials
        };
        let pilots = trials(Phase::Pilot, &self.pilots());
        let choices = self.choices(&pilots);
        let confirmation = trials(Phase::Confirm, &self.confirmations(&self.rates(&choices)));
        self.report(&choices, &confirmation, pilots.len())
    }
}

/// Cells and trials, with the metrics across all arms added as if they were those of another arm.
fn with_across(ran: Ran<'_>, across: &Across) -> (Vec<Cell>, Vec<Trial>) {
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
