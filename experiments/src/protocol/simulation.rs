//! Experiments drawn from stored trials, a thousand times over.

use claims::finding::judge;
use claims::statistics::{Resampled, bootstrap_mixed, log_ratio, mean};
use claims::{Cell, Claim, Metrics, Observed, Outcome, Phase, Resampling, Streams, Trial};
use experiment::Trials;
use mlp::Random;
use rayon::prelude::*;

use super::settings::{Arm, Settings};

/// A tenth of what claims are judged by, which changes an interval by less than its length in a
/// hundred.
const RESAMPLES: usize = 9_999;

type Named = (&'static str, Resampled);

/// The statistics that have a bootstrap interval.
pub(super) const STATISTICS: [Named; 3] = [
    ("mean", Resampled::Mean),
    ("median", Resampled::Median),
    ("interquartile_mean", Resampled::InterquartileMean),
];

/// What is planted, as ln(a / b) of epochs, and where it is recorded.
pub(super) const PLANTED: [(f64, &str); 3] =
    [(-0.2, "found_02"), (-0.35, "found_035"), (-0.5, "found_05")];

/// The stream of one repeat of something.
fn stream(role: &str, repeat: usize) -> Random {
    Streams::new("protocol", Phase::Confirm, "", repeat as u64).stream(role)
}

/// So many values drawn from a population, with replacement.
fn draw(population: &[f64], count: usize, random: &mut Random) -> Vec<f64> {
    (0..count).map(|_| population[random.below(population.len() as u32) as usize]).collect()
}

/// The two halves of the stored trials' values of a metric: disjoint seeds of one arm.
fn halves(trials: &Trials<'_, Arm, Settings>, metric: &str) -> (Vec<f64>, Vec<f64>) {
    let values: Vec<f64> = trials.trials.iter().filter_map(|trial| trial.metric(metric)).collect();
    let (first, second) = values.split_at(values.len() / 2);
    (first.to_vec(), second.to_vec())
}

/// Populations such as experiments compare, each large enough to stand for all there is.
fn populations(trials: &Trials<'_, Arm, Settings>) -> [(&'static str, Vec<f64>); 3] {
    let pairs = |metric: &str, compare: fn(f64, f64) -> f64| -> Vec<f64> {
        let (first, second) = halves(trials, metric);
        let with = |a: &f64| second.iter().map(|b| compare(*a, *b)).collect::<Vec<f64>>();
        first.iter().flat_map(with).collect()
    };
    let mut random = stream("normal", 0);
    [
        ("coverage_normal", (0..65_536).map(|_| random.normal()).collect()),
        ("coverage_epochs", pairs("epochs", log_ratio)),
        ("coverage_test_error", pairs("test_error", |a, b| a - b)),
    ]
}

/// How often the intervals of `n` values of a population cover its statistics.
fn coverage(population: (&str, &[f64]), n: usize, repeats: usize) -> Metrics {
    let (name, values) = population;
    let of_statistic = |(statistic, of): Named| {
        if values.is_empty() {
            return (statistic, f64::NAN);
        }
        let truth = of.of(values);
        let covers = |repeat: usize| {
            let mut random = stream(&format!("{name}, {statistic}, {n}"), repeat);
            let sample = draw(values, n, &mut random);
            let resamples = bootstrap_mixed(&[(1.0, &sample)], of, RESAMPLES, &mut random);
            let (low, high) = of.interval(n, &resamples);
            f64::from(u8::from(low <= truth && truth <= high))
        };
        let covered: Vec<f64> = (0..repeats).into_par_iter().map(covers).collect();
        (statistic, mean(&covered))
    };
    [("n", n as f64)].into_iter().chain(STATISTICS.into_iter().map(of_statistic)).collect()
}

/// What comes of `median ln(a/b) of epochs < most`, from pairs of epochs.
fn outcome(most: f64, pairs: &[(f64, f64)], repeat: usize) -> Outcome {
    let text = format!(
        "id = \"S\"\nsection = \"\"\nkind = \"training\"\nstatement = \"\"\n[[criterion]]\n\
         metric = \"epochs\"\ncontrast = [\"a\", \"b\"]\ncomparison = \"log_ratio\"\n\
         statistic = \"median\"\nop = \"<\"\nvalue = {most:?}\n"
    );
    let claim: Claim = toml::from_str(&text).expect("a claim");
    let cell = |arm: &str| Cell { data_set: String::new(), arm: arm.to_owned(), levels: vec![] };
    let of_pair = |(seed, &(a, b)): (usize, &(f64, f64))| {
        [a, b].into_iter().enumerate().map(move |(cell, epochs)| Trial {
            cell,
            learning_rate: None,
            seed: seed as u64,
            metrics: vec![("epochs", epochs)],
        })
    };
    let trials: Vec<Trial> = pairs.iter().enumerate().flat_map(of_pair).collect();
    let name = format!("protocol {repeat}");
    let observed = Observed {
        experiment: &name,
        cells: &[cell("a"), cell("b")],
        trials: &trials,
        choices: &[],
        resampling: Resampling { count: RESAMPLES, stream: 0 },
    };
    judge(&[claim], &observed)[0].outcome
}

/// Two arms that are one and the same, on disjoint seeds, one of them made so much sooner; whether
/// that is found.
fn supported(
    trials: &Trials<'_, Arm, Settings>,
    role: &str,
    (effect, most): (f64, f64),
    repeat: usize,
) -> f64 {
    // Drawn without replacement: no trial is in both arms, and neither arm has the better ones.
    let mut epochs: Vec<f64> = trials.trials.iter().filter_map(|t| t.metric("epochs")).collect();
    stream(role, repeat).shuffle(&mut epochs);
    let sooner = libm::exp(effect);
    let pairs = epochs.chunks_exact(2).take(trials.settings.pairs);
    let pairs: Vec<(f64, f64)> = pairs.map(|pair| (pair[0] * sooner, pair[1])).collect();
    f64::from(u8::from(outcome(most, &pairs, repeat) == Outcome::Supported))
}

/// Everything that criteria speak of.
pub(super) fn all(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
    let Settings { repeats, pairs, smallest_effect, .. } = *trials.settings;
    let mut all: Vec<(&'static str, Vec<Metrics>)> = Vec::new();
    for (name, values) in populations(trials) {
        all.push((name, [20, pairs].map(|n| coverage((name, &values), n, repeats)).to_vec()));
    }
    let repeated = |of_repeat: &(dyn Fn(usize) -> Metrics + Sync)| -> Vec<Metrics> {
        (0..repeats).into_par_iter().map(of_repeat).collect()
    };
    for (name, most) in [("same_arm", -smallest_effect), ("no_difference", 0.0)] {
        let of_repeat = |repeat| vec![("supported", supported(trials, name, (0.0, most), repeat))];
        all.push((name, repeated(&of_repeat)));
    }
    let planted = |repeat| {
        let found = |(effect, name): (f64, &'static str)| {
            (name, supported(trials, name, (effect, -smallest_effect), repeat))
        };
        PLANTED.into_iter().map(found).collect()
    };
    all.push(("planted", repeated(&planted)));
    all
}
