//! The protocol tested on itself: intervals that ought to cover, arms that are one and the same,
//! effects that were planted.
//!
//! Source: `experiments/METHODOLOGY.md`.

mod charts;
mod coverage;
mod judged;
mod repeat;
mod settings;
mod tuned;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Trials, Work};
use figures::Chart;
use mlp::{Architecture, Cost, Network, Optimizer, Output};

use crate::data::digits;
use crate::limits::{self, MOST_STEPS};
use crate::training::{Course, error, race};
pub use settings::{Arm, Settings};

/// The protocol.
pub struct Experiment;

fn architecture(arm: &Arm, settings: &Settings) -> Architecture {
    let sizes = vec![64, settings.width, 10];
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes, activation: arm.activation, output, cost }
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "reached",
        "steps",
        "epochs",
        "score",
        "test_error",
        "mean",
        "median",
        "interquartile_mean",
        "covered",
        "supported",
        "found_01",
        "found_02",
        "found_035",
        "found_05",
        "found",
    ];
    const ACROSS: &'static [&'static str] = &[
        "coverage_normal_few",
        "coverage_normal_many",
        "coverage_steps_few",
        "coverage_steps_many",
        "coverage_test_error_few",
        "coverage_test_error_many",
        "coverage_splits",
        "same_arm_tuned",
        "coverage_tuned",
        "same_arm",
        "no_difference",
        "planted",
        "conditional",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        limits::at_most("repeats", settings.repeats, 100_000)?;
        limits::at_most("coverage_repeats", settings.coverage_repeats, 100_000)?;
        limits::at_most("pairs", settings.pairs, 10_000)?;
        limits::at_most("epochs", settings.epochs, MOST_STEPS)?;
        limits::network(&architecture(arm, settings))
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn across(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
        let tuned = tuned::all(trials.settings);
        [coverage::all(trials), tuned, judged::all(trials)].concat()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::coverage(results), charts::found(results)]
    }
}

/// A run of the arm, as in any experiment.
fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let (arm, settings) = (work.arm, work.settings);
    let mut network: Network<f32> =
        Network::new(architecture(arm, settings)).expect("checked before the run");
    arm.initialization.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let course = Course {
        optimizer: Optimizer::GradientDescent,
        rate: arm.learning_rate,
        epochs: settings.epochs,
        batch_size: settings.batch_size,
        goal: settings.goal,
        to_the_end: false,
    };
    let mut race = race(network, &digits().train, course, streams, work.simd);
    let mut metrics = race.metrics();
    metrics.push(("test_error", error(&mut race.trainer, &digits().test)));
    metrics
}
