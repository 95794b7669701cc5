//! What a statistic is taken over: the values of an arm, or of the pairs of two arms, at the rates
//! that tuning chose and at those it might have chosen.

use std::collections::BTreeMap;

use crate::criterion::{Comparison, Criterion, Splits};
use crate::statistics::{RESAMPLES, log_ratio, mean};
use crate::trial::{Cell, Trial, canonical};
use crate::tuning::Choice;

/// Confirmation trials, and what is needed to judge by them.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// The experiment, which keys the random streams.
    pub experiment: &'a str,
    /// What trials and choices index.
    pub cells: &'a [Cell],
    /// The trials of the confirmation, at every rate that is confirmed.
    pub trials: &'a [Trial],
    /// What tuning came to; empty where nothing is tuned.
    pub choices: &'a [Choice],
    /// How the values are drawn again.
    pub resampling: Resampling,
}

/// How the values of a sample are drawn again.
#[derive(Clone, Copy, Debug)]
pub struct Resampling {
    /// How often.
    pub count: usize,
    /// From which of many streams: 0, but where it is asked whether another would lead to another
    /// verdict.
    pub stream: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { count: RESAMPLES, stream: 0 }
    }
}

/// The values at one rate of each arm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    /// How likely tuning chooses these rates.
    pub(crate) share: f64,
    /// The metric in each trial, or the comparison of each pair.
    pub(crate) values: Vec<f64>,
    /// The seed of each.
    pub(crate) seeds: Vec<u64>,
    /// How many pairs are missing, since both trials were stopped before.
    pub(crate) unobserved: usize,
}

impl Sample {
    /// The mean of each split.
    pub(crate) fn by_split(&self, splits: &Splits) -> Vec<f64> {
        let mut of_splits: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
        for (seed, &value) in self.seeds.iter().zip(&self.values) {
            of_splits.entry(seed / splits.seeds as u64).or_default().push(value);
        }
        of_splits.values().map(|values| mean(values)).collect()
    }

    /// Whether there is enough to speak of the cell: two thirds of the pairs.
    pub(crate) fn is_enough(&self) -> bool {
        !self.values.is_empty() && self.values.len() >= 2 * self.unobserved
    }
}

/// An arm with more than this share of trials that did not reach their goal is named.
const FAILING: f64 = 0.05;

/// A trial's metric, and whether it is more than a bound.
type Value = (f64, bool);

/// The values by seed at each rate of an arm that is confirmed, and how likely it is chosen; the
/// chosen one comes first.
fn of_arm(
    (metric, reached): (&str, Option<&str>),
    arm: &str,
    cell: &Cell,
    observed: &Observed<'_>,
) -> Vec<(f64, BTreeMap<u64, Value>)> {
    let index = observed.index(arm, cell);
    let choices = observed.choices.iter().filter(|choice| Some(choice.cell) == index);
    let mut rates: Vec<(bool, Option<f64>, f64)> = choices
        .filter(|choice| choice.share > 0.0)
        .map(|choice| (choice.chosen, Some(choice.learning_rate), choice.share))
        .collect();
    rates.sort_by_key(|&(chosen, ..)| !chosen);
    if rates.is_empty() {
        rates.push((true, None, 1.0));
    }
    let reached = |trial: &Trial| {
        let reached = reached.and_then(|metric| trial.metric(metric));
        reached.is_none_or(|reached| reached != 0.0)
    };
    let at_rate = |(_, rate, share): (bool, Option<f64>, f64)| {
        let here = observed.trials.iter().filter(|trial| {
            Some(trial.cell) == index && (rate.is_none() || trial.learning_rate == rate)
        });
        let value = |trial: &Trial| {
            let value = trial.metric(metric)?;
            Some((trial.seed, (value, reached(trial))))
        };
        (share, here.filter_map(value).collect())
    };
    rates.into_iter().map(at_rate).collect()
}

/// What a criterion's statistic is taken over at the place of `cell`: first as tuning chose, then
/// as it might have. Arms are taken to be tuned independently.
pub(crate) fn samples(criterion: &Criterion, cell: &Cell, observed: &Observed<'_>) -> Vec<Sample> {
    let arms = criterion.arms();
    let what = (criterion.metric.as_str(), criterion.reached.as_deref());
    let firsts = of_arm(what, arms[0], cell, observed);
    let Some(second) = arms.get(1) else {
        let of = |(share, values): (f64, BTreeMap<u64, Value>)| {
            let (seeds, values) = values.into_iter().map(|(seed, (x, _))| (seed, x)).unzip();
            Sample { share, values, seeds, unobserved: 0 }
        };
        return firsts.into_iter().map(of).collect();
    };
    let seconds = of_arm(what, second, cell, observed);
    let mut samples = Vec::new();
    for (first_share, first) in &firsts {
        for (second_share, second) in &seconds {
            let share = first_share * second_share;
            samples.push(pairs(criterion.comparison, share, first, second));
        }
    }
    samples
}

/// What the first trial of an arm recorded at the place of `cell`.
pub(crate) fn first_recorded(
    metric: &str,
    arm: &str,
    cell: &Cell,
    observed: &Observed<'_>,
) -> Option<f64> {
    let values = &of_arm((metric, None), arm, cell, observed)[0].1;
    values.values().next().map(|&(value, _)| value)
}

/// Whether an arm of the criterion has a trial at the place of `cell`.
pub(crate) fn is_run(criterion: &Criterion, cell: &Cell, observed: &Observed<'_>) -> bool {
    let indices: Vec<usize> =
        criterion.arms().iter().filter_map(|arm| observed.index(arm, cell)).collect();
    observed.trials.iter().any(|trial| indices.contains(&trial.cell))
}

/// The comparison of each pair.
fn pairs(
    comparison: Comparison,
    share: f64,
    first: &BTreeMap<u64, Value>,
    second: &BTreeMap<u64, Value>,
) -> Sample {
    let mut sample = Sample { share, ..Sample::default() };
    for (seed, &(x, x_reached)) in first {
        let Some(&(y, y_reached)) = second.get(seed) else { continue };
        if x_reached || y_reached {
            sample.seeds.push(*seed);
            sample.values.push(canonical(match comparison {
                Comparison::Difference => x - y,
                Comparison::LogRatio => log_ratio(x, y),
            }));
        } else {
            sample.unobserved += 1;
        }
    }
    sample
}

/// What trials record of whether they reached their goal, unless a criterion names another metric.
const REACHED: &str = "reached";

/// The arms of a criterion of which more than a twentieth of the trials did not reach their goal,
/// with their share.
pub(crate) fn failing(
    criterion: &Criterion,
    cell: &Cell,
    observed: &Observed<'_>,
) -> Vec<(String, f64)> {
    let reached = criterion.reached.as_deref().unwrap_or(REACHED);
    let share = |arm: &str| {
        let values = &of_arm((reached, None), arm, cell, observed)[0].1;
        let failed = values.values().filter(|(reached, _)| *reached == 0.0).count();
        (arm.to_owned(), failed as f64 / values.len() as f64)
    };
    let arms = criterion.arms().into_iter().map(share);
    arms.filter(|&(_, share)| share > FAILING).collect()
}

impl Observed<'_> {
    /// Which cell is that of another arm at the same place.
    fn index(&self, arm: &str, cell: &Cell) -> Option<usize> {
        let wanted = Cell { arm: arm.to_owned(), ..cell.clone() };
        self.cells.iter().position(|cell| *cell == wanted)
    }
}
