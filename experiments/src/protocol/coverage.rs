//! How often an interval has the truth in it: of bootstraps, and of means over splits.

use claims::Metrics;
use claims::statistics::{Mixture, OverSplits, Resampled, bootstrap_mixed, log_ratio, mean};
use experiment::Trials;
use mlp::Random;

use super::repeat::{repeated, stream};
use super::settings::{Arm, Settings};

/// The statistics with a bootstrap interval.
pub(super) const STATISTICS: [(Resampled, &str); 3] = [
    (Resampled::Mean, "mean"),
    (Resampled::Median, "median"),
    (Resampled::InterquartileMean, "interquartile_mean"),
];
/// What populations are called where it is recorded whether intervals of [`FEW`] values cover, and
/// of as many as there are pairs.
pub(super) const POPULATIONS: [[&str; 2]; 3] = [
    ["coverage_normal_few", "coverage_normal_many"],
    ["coverage_steps_few", "coverage_steps_many"],
    ["coverage_test_error_few", "coverage_test_error_many"],
];
/// The fewest values that decide anything.
pub(super) const FEW: usize = claims::finding::FEWEST;
/// An end of the interval is the 25th of them from a side: the coverage is that of more, but for a
/// hundredth of what is left out.
const RESAMPLES: usize = 999;

/// So many values drawn from a population, with replacement.
fn draw(population: &[f64], count: usize, random: &mut Random) -> Vec<f64> {
    (0..count).map(|_| population[random.below(population.len() as u32) as usize]).collect()
}

/// Populations such as experiments compare, each large enough to stand for all there is.
fn populations(trials: &Trials<'_, Arm, Settings>) -> [Vec<f64>; 3] {
    let pairs = |metric: &str, compare: fn(f64, f64) -> f64| -> Vec<f64> {
        let values = trials.trials.iter().filter_map(|trial| trial.metric(metric));
        let values: Vec<f64> = values.collect();
        let (first, second) = values.split_at(values.len() / 2);
        let with = |a: &f64| second.iter().map(|b| compare(*a, *b)).collect::<Vec<f64>>();
        first.iter().flat_map(with).collect()
    };
    let mut random = stream("normal", 0);
    let normal = (0..65_536).map(|_| random.normal()).collect();
    [normal, pairs("steps", log_ratio), pairs("test_error", |a, b| a - b)]
}

/// Whether the intervals of n values of a population cover its statistics, which are `truths`.
fn of_population(
    (name, values, truths): (&str, &[f64], [f64; 3]),
    n: usize,
    repeat: usize,
) -> Metrics {
    let of_statistic = |((of, metric), truth): ((Resampled, &'static str), f64)| {
        let mut random = stream(&format!("{name}, {metric}"), repeat);
        let sample = draw(values, n, &mut random);
        let resamples = bootstrap_mixed(&[(1.0, &sample)], of, RESAMPLES, &mut random);
        (metric, covers(of.interval(n, &resamples), truth))
    };
    STATISTICS.into_iter().zip(truths).map(of_statistic).collect()
}

fn covers((low, high): (f64, f64), truth: f64) -> f64 {
    f64::from(u8::from(low <= truth && truth <= high))
}

/// Examples of a data set, of which a quarter is for testing.
const EXAMPLES: usize = 1797;
/// Random splits of it.
const SPLITS: usize = 50;

/// Whether the interval of a mean over splits covers the truth: two arms of which, on examples drawn
/// from all there are, one alone is right with probability 0.02 and the other with 0.03, so that their
/// errors differ by 0.01.
fn of_splits(repeat: usize) -> Metrics {
    let mut random = stream("splits", repeat);
    let difference = |random: &mut Random| match random.uniform() {
        u if u < 0.02 => -1.0,
        u if u < 0.05 => 1.0,
        _ => 0.0,
    };
    let examples: Vec<f64> = (0..EXAMPLES).map(|_| difference(&mut random)).collect();
    let mut order: Vec<usize> = (0..EXAMPLES).collect();
    let mut split = || {
        random.shuffle(&mut order);
        mean(&order[..EXAMPLES / 4].iter().map(|&i| examples[i]).collect::<Vec<f64>>())
    };
    let splits: Vec<f64> = (0..SPLITS).map(|_| split()).collect();
    let over = OverSplits::new(&splits, 1.0 / 3.0).expect("many splits");
    vec![("covered", covers(Mixture(vec![(1.0, over)]).interval(), 0.01))]
}

/// Every kind of interval. Many values take longer, and are drawn a quarter as often.
pub(super) fn all(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
    let Settings { coverage_repeats, pairs, .. } = *trials.settings;
    let sizes = [(FEW, coverage_repeats), (pairs, coverage_repeats.div_ceil(4))];
    let mut all = Vec::new();
    for (names, values) in POPULATIONS.into_iter().zip(populations(trials)) {
        let truths = STATISTICS.map(|(of, _)| of.of(&values));
        for (name, (n, repeats)) in names.into_iter().zip(sizes) {
            let repeats = if values.is_empty() { 0 } else { repeats };
            let of = |repeat| of_population((name, &values, truths), n, repeat);
            all.push((name, repeated(repeats, of)));
        }
    }
    all.push(("coverage_splits", repeated(coverage_repeats.div_ceil(4), of_splits)));
    all
}
