//! Trials: run in parallel, kept in a fixed order.
//!
//! A trial is (experiment, phase, data set, arm with its factor levels, learning rate, seed), and
//! nothing else decides its outcome. Work is handed out in groups of seeds of one cell, so that
//! an experiment may run a group side by side in lanes; the grouping changes no bit.

use std::fmt;
use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::claim::{ClaimFile, Tuning};
use crate::seed::Phase;

/// What a trial recorded, in the experiment's order.
pub type Metrics = Vec<(&'static str, f64)>;

/// An arm at one level of every factor on one data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The data set, empty where there is none.
    pub data_set: String,
    /// The arm.
    pub arm: String,
    /// Factors and levels.
    pub levels: Vec<(String, i64)>,
}

impl Cell {
    /// The level of a factor.
    ///
    /// # Panics
    /// If the experiment has no such factor.
    pub fn level(&self, factor: &str) -> i64 {
        let level = self.levels.iter().find(|(name, _)| name == factor);
        level.unwrap_or_else(|| panic!("no factor {factor} among {:?}", self.levels)).1
    }

    /// Whether every level named in `at` is this cell's.
    pub fn is_at<'a>(&self, mut at: impl Iterator<Item = (&'a String, &'a i64)>) -> bool {
        at.all(|(factor, level)| self.levels.iter().any(|(f, l)| f == factor && l == level))
    }
}

/// "digits, relu, depth 5".
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.data_set.is_empty() {
            write!(f, "{}, ", self.data_set)?;
        }
        f.write_str(&self.arm)?;
        self.levels.iter().try_for_each(|(factor, level)| write!(f, ", {factor} {level}"))
    }
}

/// One trial and what it recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Index into the list of cells.
    pub cell: usize,
    /// The learning rate, for experiments that tune one.
    pub learning_rate: Option<f64>,
    /// The seed.
    pub seed: u64,
    /// What it recorded.
    pub metrics: Metrics,
}

impl Trial {
    /// The value of a metric, if this trial recorded it.
    pub fn metric(&self, name: &str) -> Option<f64> {
        self.metrics.iter().find(|(metric, _)| *metric == name).map(|&(_, value)| value)
    }
}

impl ClaimFile {
    /// Data sets x arms x factor levels, in the file's order, the last factor fastest.
    pub fn cells(&self) -> Vec<Cell> {
        let data_sets = match &self.trials.data_sets[..] {
            [] => vec![String::new()],
            data_sets => data_sets.to_vec(),
        };
        let mut cells = Vec::new();
        for data_set in data_sets {
            for arm in self.arms.keys() {
                let cell = Cell { data_set: data_set.clone(), arm: arm.clone(), levels: vec![] };
                let mut crossed = vec![cell];
                for (factor, levels) in &self.factors {
                    crossed = crossed
                        .iter()
                        .flat_map(|cell| {
                            levels.iter().map(|&level| {
                                let mut cell = cell.clone();
                                cell.levels.push((factor.clone(), level));
                                cell
                            })
                        })
                        .collect();
                }
                cells.extend(crossed);
            }
        }
        cells
    }

    /// How many seeds a cell has in a phase; 0 in the pilot if it is not tuned or is left out.
    pub fn seeds(&self, cell: &Cell, phase: Phase) -> usize {
        let fits = |more: &&crate::claim::More| {
            (more.arms.is_empty() || more.arms.contains(&cell.arm))
                && (more.data_sets.is_empty() || more.data_sets.contains(&cell.data_set))
                && more.at.iter().all(|(factor, levels)| levels.contains(&cell.level(factor)))
        };
        let confirm = match self.trials.more.iter().find(fits) {
            Some(more) => more.confirm_seeds,
            None => self.trials.confirm_seeds,
        };
        let tuned = |tuning: &Tuning| tuning.arms.is_empty() || tuning.arms.contains(&cell.arm);
        match phase {
            Phase::Confirm => confirm,
            Phase::Pilot if confirm == 0 || !self.tuning.as_ref().is_some_and(tuned) => 0,
            Phase::Pilot => self.trials.pilot_seeds,
        }
    }

    /// The first of a cell's seeds in a phase: 0, but for the pilots of an arm that is tuned apart.
    pub fn first_seed(&self, cell: &Cell, phase: Phase) -> u64 {
        let is_apart = |tuning: &Tuning| tuning.apart.contains(&cell.arm);
        match phase {
            Phase::Pilot if self.tuning.as_ref().is_some_and(is_apart) => {
                self.trials.pilot_seeds as u64
            }
            _ => 0,
        }
    }
}

/// A group of seeds of one cell at one learning rate: what a thread takes at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Index into the list of cells.
    pub cell: usize,
    /// The learning rate, for experiments that tune one.
    pub learning_rate: Option<f64>,
    /// The seeds.
    pub seeds: Range<u64>,
}

/// Seeds of a cell in groups of `size`; the last may be smaller.
///
/// # Panics
/// If `size` is 0.
pub fn groups(
    cell: usize,
    learning_rate: Option<f64>,
    seeds: Range<u64>,
    size: usize,
) -> impl Iterator<Item = Group> {
    let end = seeds.end;
    seeds.step_by(size).map(move |from| Group {
        cell,
        learning_rate,
        seeds: from..(from + size as u64).min(end),
    })
}

/// Runs every group with `work`, which gives the metrics of each of its seeds, and returns the
/// trials in the order of the groups, whatever the number of threads.
///
/// # Errors
/// The first error that `work` returns, once the groups in progress are done.
///
/// # Panics
/// If `work` does not return one list of metrics for each seed.
pub fn run<E: Send>(
    groups: &[Group],
    work: impl Fn(&Group) -> Result<Vec<Metrics>, E> + Sync,
) -> Result<Vec<Trial>, E> {
    let run = |group: &Group| {
        let metrics = work(group)?;
        let (cell, learning_rate) = (group.cell, group.learning_rate);
        assert_eq!(metrics.len() as u64, group.seeds.end - group.seeds.start, "a trial a seed");
        let trial = |(seed, metrics): (u64, Metrics)| {
            let metrics = metrics.into_iter().map(|(name, x)| (name, canonical(x))).collect();
            Trial { cell, learning_rate, seed, metrics }
        };
        Ok(group.seeds.clone().zip(metrics).map(trial).collect())
    };
    let trials: Result<Vec<Vec<Trial>>, E> = groups.par_iter().map(run).collect();
    Ok(trials?.into_iter().flatten().collect())
}

/// One NaN: its sign and payload differ between processors.
pub(crate) fn canonical(x: f64) -> f64 {
    if x.is_nan() { f64::NAN } else { x }
}
