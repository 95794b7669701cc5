//! What an experiment is: how a group of trials is run and what is drawn.

use std::ops::Deref;

use claims::statistics::{clopper_pearson, shown};
use claims::tuning::Choice;
use claims::{Cell, ClaimFile, Finding, Metrics, Phase, Streams, Trial};
use figures::{Chart, Table};
use indexmap::IndexMap;
use mlp::Simd;
use serde::de::DeserializeOwned;

/// One experiment. Everything else is the same for all.
pub trait Experiment: 'static {
    /// What an arm is configured by, in claim.toml.
    type Arm: DeserializeOwned + Send + Sync;
    /// What all arms share, in claim.toml.
    type Settings: DeserializeOwned + Send + Sync;

    /// What its trials record; not every trial needs to record each metric.
    const METRICS: &'static [&'static str];
    /// Its factors, which must be exactly those in claim.toml.
    const FACTORS: &'static [&'static str] = &[];
    /// Whether its learning rates are tuned.
    const TUNED: bool = false;
    /// Names under which [`across`](Self::across) records something.
    const ACROSS: &'static [&'static str] = &[];
    /// Whether it is run on the digits, in whose place data of one's own may stand.
    const DIGITS: bool = false;
    /// How many seeds of a cell are run at a time; more than 1 to run them side by side in lanes.
    const GROUP: usize = 1;

    /// Rejects an arm that cannot be run at these levels.
    ///
    /// # Errors
    /// Says what is wrong and the remedy.
    fn check(_: &Self::Arm, _: &Self::Settings, _: &Cell) -> anyhow::Result<()> {
        Ok(())
    }

    /// Whether an arm is trained at a learning rate that tuning gives.
    fn needs_rate(_: &Self::Arm) -> bool {
        Self::TUNED
    }

    /// Runs some seeds of one cell and returns the metrics of each.
    fn run(work: &Work<'_, Self::Arm, Self::Settings>) -> Vec<Metrics>;

    /// Metrics that compare all arms, computed once every trial has been run: for each name in
    /// `ACROSS`, the metrics of each seed.
    fn across(_: &Trials<'_, Self::Arm, Self::Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
        Vec::new()
    }

    /// What is drawn.
    fn charts(_: &Results<'_, Self::Arm, Self::Settings>) -> Vec<Chart> {
        Vec::new()
    }

    /// Tables in addition to trials, summary and verdicts: name and contents.
    ///
    /// # Errors
    /// If the columns do not form a table.
    fn tables(
        _: &Results<'_, Self::Arm, Self::Settings>,
    ) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(Vec::new())
    }
}

/// A group of seeds of one cell, whose arms are `A` and settings `S`: what claim.toml says, so that
/// what is given it need not know the experiment.
#[derive(Debug)]
pub struct Work<'a, A, S> {
    /// The cell.
    pub cell: &'a Cell,
    /// Its arm.
    pub arm: &'a A,
    /// What all arms share.
    pub settings: &'a S,
    /// Whether it tunes or judges.
    pub phase: Phase,
    /// The learning rate, for experiments that tune one.
    pub learning_rate: Option<f64>,
    /// The random streams, one for each seed.
    pub seeds: &'a [Streams],
    /// The instruction set.
    pub simd: Simd,
}

impl<A, S> Work<'_, A, S> {
    /// The tuned learning rate.
    ///
    /// # Panics
    /// If claim.toml has no `[tuning]`.
    pub fn rate(&self) -> f64 {
        self.learning_rate.expect("claim.toml has [tuning]")
    }
}

/// All that was run, whatever the experiment.
#[derive(Clone, Copy, Debug)]
pub struct Ran<'a> {
    /// claim.toml.
    pub file: &'a ClaimFile,
    /// Every cell.
    pub cells: &'a [Cell],
    /// Every learning rate that was tried, and which was chosen.
    pub choices: &'a [Choice],
    /// Every confirmation trial at the rate that was chosen, cell by cell.
    pub trials: &'a [Trial],
    /// The instruction set.
    pub simd: Simd,
}

/// All that was run, with the experiment's arms and settings.
#[derive(Debug)]
pub struct Trials<'a, A, S> {
    /// What was run.
    pub ran: Ran<'a>,
    /// The arms by name.
    pub arms: &'a IndexMap<String, A>,
    /// What they share.
    pub settings: &'a S,
}

/// All that was run and found.
pub struct Results<'a, A, S> {
    /// What was run.
    pub run: Trials<'a, A, S>,
    /// What all arms together recorded.
    pub across: &'a [(&'static str, Vec<Metrics>)],
    /// What it says.
    pub findings: &'a [Finding],
}

impl<'a, A, S> Deref for Trials<'a, A, S> {
    type Target = Ran<'a>;

    fn deref(&self) -> &Ran<'a> {
        &self.ran
    }
}

impl<'a, A, S> Deref for Results<'a, A, S> {
    type Target = Trials<'a, A, S>;

    fn deref(&self) -> &Trials<'a, A, S> {
        &self.run
    }
}

impl Ran<'_> {
    /// The values of a metric in one cell.
    pub fn values(&self, cell: usize, metric: &str) -> Vec<f64> {
        let here = self.trials.iter().filter(|trial| trial.cell == cell);
        here.filter_map(|trial| trial.metric(metric)).collect()
    }

    /// The cells of an arm, with their indices.
    pub fn cells_of(&self, arm: &str) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(move |(_, cell)| cell.arm == arm)
    }

    /// The share of ones of a metric in one cell, with its Clopper-Pearson interval, both rounded
    /// for display.
    pub fn rate(&self, cell: usize, metric: &str) -> Rate {
        let values = self.values(cell, metric);
        let ones = values.iter().filter(|&&x| x == 1.0).count() as u64;
        let n = values.len() as u64;
        let (low, high) = clopper_pearson(ones, n);
        Rate { n, rate: ones as f64 / n as f64, low: shown(low), high: shown(high) }
    }
}

/// A share of trials, with its exact 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// How many trials.
    pub n: u64,
    /// The share.
    pub rate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}
