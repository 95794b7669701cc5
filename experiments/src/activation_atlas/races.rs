//! What came of each specification: its arms side by side.

use claims::statistics::{Time, Unit, log_ratio};
use claims::{Phase, Streams, Trial};
use experiment::Trials;
use mlp::Random;

use super::settings::{Arm, Settings};
use super::specification::Specification;
use super::training::RUNS;

/// The activations that run on every specification.
pub(super) const RACERS: [&str; 3] = ["relu", "tanh", "sigmoid"];

/// A specification of a data set, with the trial of each arm that ran on it.
#[derive(Clone)]
pub(super) struct Race<'a> {
    pub(super) data_set: &'a str,
    /// The data set's place among all.
    pub(super) group: usize,
    pub(super) seed: u64,
    pub(super) specification: Specification,
    pub(super) arms: Vec<(&'a str, &'a Trial)>,
}

/// Every specification, data set by data set, its seeds in order.
pub(super) fn races<'a>(trials: &Trials<'a, Arm, Settings>) -> Vec<Race<'a>> {
    let ran = trials.ran;
    let data_sets = &ran.file.trials.data_sets;
    let mut races: Vec<Race<'a>> = Vec::new();
    for trial in ran.trials {
        let cell = &ran.cells[trial.cell];
        let (data_set, arm) = (cell.data_set.as_str(), cell.arm.as_str());
        let is_it = |race: &&mut Race<'_>| race.data_set == data_set && race.seed == trial.seed;
        match races.iter_mut().find(is_it) {
            Some(race) => race.arms.push((arm, trial)),
            None => races.push(Race {
                data_set,
                group: data_sets.iter().position(|name| name == data_set).unwrap_or(0),
                seed: trial.seed,
                specification: of_seed(trials.settings, data_set, trial.seed),
                arms: vec![(arm, trial)],
            }),
        }
    }
    races.sort_by_key(|race| (race.group, race.seed));
    races
}

/// The stream of an analysis of all of them.
pub(super) fn stream(role: &str) -> Random {
    Streams::new("activation_atlas", Phase::Confirm, "", 0).stream(role)
}

/// The specification of a seed.
fn of_seed(settings: &Settings, data_set: &str, seed: u64) -> Specification {
    let streams = Streams::new("activation_atlas", Phase::Confirm, data_set, seed);
    Specification::of(settings, data_set, &streams)
}

impl Race<'_> {
    /// The trial of an arm.
    pub(super) fn of(&self, arm: &str) -> Option<&Trial> {
        self.arms.iter().find(|(name, _)| *name == arm).map(|(_, trial)| *trial)
    }

    /// A metric of an arm; NaN where it did not run.
    pub(super) fn metric(&self, arm: &str, metric: &str) -> f64 {
        self.of(arm).and_then(|trial| trial.metric(metric)).unwrap_or(f64::NAN)
    }

    /// ln of the steps of one arm over those of another; a bound if one of them did not get to the
    /// goal, and none if neither did.
    pub(super) fn log_ratio(&self, first: &str, second: &str) -> Option<f64> {
        let is_reached = |arm| self.metric(arm, "reached") == 1.0;
        let ratio = log_ratio(self.metric(first, "steps"), self.metric(second, "steps"));
        Some(ratio).filter(|x| x.is_finite() && (is_reached(first) || is_reached(second)))
    }

    /// The times of the runs of two arms, had the budget been this share of what it was; none if one
    /// of them did not run.
    pub(super) fn unit(&self, [first, second]: [&str; 2], share: f64) -> Option<Unit> {
        let times = |trial: &Trial| -> Vec<Time> {
            let budget = share * trial.metric("budget").unwrap_or(f64::NAN);
            let time = |name| match trial.metric(name) {
                Some(at) if at <= budget => Time { at, observed: true },
                _ => Time { at: budget, observed: false },
            };
            RUNS.into_iter().map(time).collect()
        };
        let runs = times(self.of(first)?).into_iter().zip(times(self.of(second)?));
        Some(Unit { group: self.group, runs: runs.map(|(a, b)| [a, b]).collect() })
    }

    /// How many test examples more the first arm gets wrong, as a share of all; none unless both get
    /// to the goal: an error after the same success.
    pub(super) fn test_difference(&self, [first, second]: [&str; 2]) -> Option<f64> {
        let is_reached = |arm| self.metric(arm, "reached") == 1.0;
        let both = is_reached(first) && is_reached(second);
        both.then(|| self.metric(first, "test_error") - self.metric(second, "test_error"))
    }

    /// The place in [`RACERS`] of the first to get to the goal, of equals the first; none if none
    /// does.
    pub(super) fn winner(&self) -> Option<usize> {
        self.first_of(RACERS)
    }

    /// The same if ReLU is the one that was tuned a second time; none if it was not.
    pub(super) fn winner_again(&self) -> Option<usize> {
        self.of("relu_again")?;
        self.first_of(["relu_again", RACERS[1], RACERS[2]])
    }

    fn first_of(&self, arms: [&str; RACERS.len()]) -> Option<usize> {
        let steps = |arm: &usize| self.metric(arms[*arm], "steps");
        let reached = |arm: &usize| self.metric(arms[*arm], "reached") == 1.0;
        (0..arms.len()).filter(reached).min_by(|a, b| steps(a).total_cmp(&steps(b)))
    }
}
