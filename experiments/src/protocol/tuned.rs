//! Two arms that are one and the same, each tuned on pilots of its own: at three rates ln(steps) is
//! normal, with means of its own.

use claims::claim::Tuning;
use claims::tuning::{Choice, choices};
use claims::{Metrics, Outcome, Trial};
use mlp::Random;

use super::judged::{cell, claim, findings, is_supported, trial};
use super::repeat::{repeated, stream};
use super::settings::Settings;

/// Of ln(steps) at each rate; the first two are as near as neighbours on the grid often are.
const MEANS: [(f64, f64); 3] = [(0.1, 0.0), (0.141, 0.05), (0.2, 0.4)];
const DEVIATION: f64 = 0.25;
const PILOTS: usize = 16;

/// One arm, tuned on pilots and confirmed at each rate it might have come to.
fn arm(index: usize, pairs: usize, random: &mut Random) -> (Vec<Trial>, Vec<Choice>) {
    let tuning: Tuning = toml::from_str(
        "learning_rates = [0.1, 0.141, 0.2]\nmetric = \"steps\"\nstatistic = \"mean\"\n\
         goal = \"minimize\"",
    )
    .expect("tuning");
    let mut draw = |mean: f64| libm::exp(mean + DEVIATION * random.normal());
    let mut at_all = |seeds: usize| -> Vec<Trial> {
        let of = |(rate, mean): (f64, f64)| {
            let trials = (0..seeds).map(|seed| trial(index, Some(rate), seed, draw(mean)));
            trials.collect::<Vec<Trial>>()
        };
        MEANS.into_iter().flat_map(of).collect()
    };
    let (pilots, trials) = (at_all(PILOTS), at_all(pairs));
    let pilots: Vec<&Trial> = pilots.iter().collect();
    let choices = choices(&tuning, (index, PILOTS), &pilots, random);
    (trials, choices)
}

/// Two arms that are the same, tuned apart: what `median ln(a/b) < 0` comes to over so many pairs,
/// and the interval.
fn judged(role: &str, pairs: usize, repeat: usize) -> (Outcome, (f64, f64)) {
    let mut random = stream(role, repeat);
    let (mut trials, mut choices) = arm(0, pairs, &mut random);
    let (others, other_choices) = arm(1, pairs, &mut random);
    trials.extend(others);
    choices.extend(other_choices);
    let cells = ["a", "b"].map(|arm| cell("", arm, &[]));
    let finding = &findings(&claim(0.0), (&cells, &trials, &choices), repeat)[0];
    (finding.outcome, finding.interval.expect("a median has one"))
}

/// Whether one is called sooner than the other.
fn supported(pairs: usize, repeat: usize) -> f64 {
    is_supported(judged("same_arm_tuned", pairs, repeat).0)
}

/// Whether the interval has 0 in it, which is what the same arms differ by on average.
fn covered(pairs: usize, repeat: usize) -> f64 {
    let (low, high) = judged("coverage_tuned", pairs, repeat).1;
    f64::from(u8::from(low <= 0.0 && 0.0 <= high))
}

/// Whether one is called sooner than the other, and whether the interval covers, so many times.
pub(super) fn all(settings: &Settings) -> Vec<(&'static str, Vec<Metrics>)> {
    let Settings { repeats, pairs, .. } = *settings;
    let supported = |repeat| vec![("supported", supported(pairs, repeat))];
    let covered = |repeat| vec![("covered", covered(pairs, repeat))];
    vec![
        ("same_arm_tuned", repeated(repeats, supported)),
        ("coverage_tuned", repeated(repeats, covered)),
    ]
}
