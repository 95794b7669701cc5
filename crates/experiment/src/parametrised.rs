//! An experiment with its arms and settings read and its types erased: the interface for a run.
//!
//! Only `Adapter` is compiled for each experiment; code that uses a [`Parametrised`] is compiled
//! once for all.

use claims::claim::Parameters;
use claims::{Cell, Finding, Metrics, Phase, Streams};
use figures::{Chart, Table};
use mlp::Simd;

use crate::experiment::{Experiment, Ran, Results, Trials, Work};

/// The result of `across`: for each name, the metrics of each seed.
pub type Across = Vec<(&'static str, Vec<Metrics>)>;

/// What an experiment declares about itself, independent of any claim.toml.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What its trials record.
    pub metrics: &'static [&'static str],
    /// Its factors.
    pub factors: &'static [&'static str],
    /// The names under which all arms together record something.
    pub across: &'static [&'static str],
    /// Whether its learning rates are tuned.
    pub is_tuned: bool,
    /// Whether it is run on the digits, in whose place data of one's own may stand.
    pub has_digits: bool,
    /// How many seeds of a cell are run at a time.
    pub group: usize,
}

impl Facts {
    /// Those of `E`.
    pub const fn of<E: Experiment>() -> Self {
        Self {
            metrics: E::METRICS,
            factors: E::FACTORS,
            across: E::ACROSS,
            is_tuned: E::TUNED,
            has_digits: E::DIGITS,
            group: E::GROUP,
        }
    }
}

/// A group of seeds of one cell: [`Work`] without arm and settings.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Whether it tunes or judges.
    pub phase: Phase,
    /// The learning rate, for experiments that tune one.
    pub learning_rate: Option<f64>,
    /// The random streams, one for each seed.
    pub seeds: &'a [Streams],
    /// The instruction set.
    pub simd: Simd,
}

/// All that was run and found: [`Results`] without arms and settings.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// What was run.
    pub ran: Ran<'a>,
    /// What all arms together recorded.
    pub across: &'a [(&'static str, Vec<Metrics>)],
    /// What it says.
    pub findings: &'a [Finding],
}

/// An experiment with its arms and settings; the methods are those of [`Experiment`].
pub trait Parametrised: Send + Sync {
    /// Rejects a cell that cannot be run.
    ///
    /// # Errors
    /// Says what is wrong and the remedy.
    fn check(&self, cell: &Cell) -> anyhow::Result<()>;
    /// Whether an arm is trained at a learning rate that tuning gives.
    fn needs_rate(&self, arm: &str) -> bool;
    /// Runs some seeds of one cell and returns the metrics of each.
    fn run(&self, job: &Job<'_>) -> Vec<Metrics>;
    /// What all arms together record.
    fn across(&self, ran: Ran<'_>) -> Across;
    /// What is drawn.
    fn charts(&self, judged: Judged<'_>) -> Vec<Chart>;
    /// Tables in addition to trials, summary and verdicts: name and contents.
    ///
    /// # Errors
    /// If the columns do not form a table.
    fn tables(&self, judged: Judged<'_>) -> anyhow::Result<Vec<(&'static str, Table)>>;
}

/// The arms and settings of `E`.
struct Adapter<E: Experiment>(Parameters<E::Arm, E::Settings>);

/// Reads the arms and settings of `E` from a claim.toml.
///
/// # Errors
/// If they are not what `E` expects.
pub(crate) fn read<E: Experiment>(text: &str) -> Result<Box<dyn Parametrised>, toml::de::Error> {
    Ok(Box::new(Adapter::<E>(toml::from_str(text)?)))
}

impl<E: Experiment> Adapter<E> {
    fn trials<'a>(&'a self, ran: Ran<'a>) -> Trials<'a, E::Arm, E::Settings> {
        Trials { ran, arms: &self.0.arms, settings: &self.0.settings }
    }

    fn results<'a>(&'a self, judged: Judged<'a>) -> Results<'a, E::Arm, E::Settings> {
        let Judged { ran, across, findings } = judged;
        Results { run: self.trials(ran), across, findings }
    }
}

impl<E: Experiment> Parametrised for Adapter<E> {
    fn check(&self, cell: &Cell) -> anyhow::Result<()> {
        E::check(&self.0.arms[&cell.arm], &self.0.settings, cell)
    }

    fn needs_rate(&self, arm: &str) -> bool {
        E::needs_rate(&self.0.arms[arm])
    }

    fn run(&self, job: &Job<'_>) -> Vec<Metrics> {
        let Job { cell, phase, learning_rate, seeds, simd } = *job;
        let (arm, settings) = (&self.0.arms[&cell.arm], &self.0.settings);
        E::run(&Work { cell, arm, settings, phase, learning_rate, seeds, simd })
    }

    fn across(&self, ran: Ran<'_>) -> Across {
        E::across(&self.trials(ran))
    }

    fn charts(&self, judged: Judged<'_>) -> Vec<Chart> {
        E::charts(&self.results(judged))
    }

    fn tables(&self, judged: Judged<'_>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        E::tables(&self.results(judged))
    }
}
