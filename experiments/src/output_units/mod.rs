//! Output units: Gaussian means, the clamp's dead zone, softmax beside sigmoid.
//!
//! Source: the notes, "Other outputs".

mod charts;
mod clamp;
mod gaussian;
mod training;

use claims::statistics::max;
use claims::{Cell, Metrics, Streams};
use experiment::{Results, Trials, Work};
use figures::Chart;
use mlp::{Cost, Output, Simd, checked};
use serde::Deserialize;

use crate::limits::{self, MOST_POINTS, MOST_STEPS};
use crate::output_unit::OutputUnit;

/// Output units.
pub struct Experiment;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The likelihood of a Gaussian beside the squared error.
    Gaussian {
        /// How many outputs.
        #[serde(deserialize_with = "checked::count")]
        outputs: usize,
        /// Of each output.
        #[serde(deserialize_with = "checked::positive")]
        variance: f64,
    },
    /// The output max(0, min(1, z)).
    Clamp {
        /// That output unit.
        output: Output,
    },
    /// Softmax of two logits beside the sigmoid.
    Softmax {
        /// The second logit.
        #[serde(deserialize_with = "checked::finite")]
        second: f64,
    },
    /// Training on the digits.
    Training {
        /// The output unit.
        output: Output,
        /// What is minimised.
        cost: Cost,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    points: usize,
    /// Of the hidden layer of what is trained.
    #[serde(deserialize_with = "checked::count")]
    width: usize,
    #[serde(deserialize_with = "checked::count")]
    batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    epochs: usize,
    /// The share of training examples that may be wrong.
    #[serde(deserialize_with = "checked::fraction")]
    goal: f64,
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "spread",
        "constant",
        "gradient_error",
        "gradient_outside",
        "gradient_inside",
        "numbers_outside",
        "nan_when_right",
        "handled",
        "softmax_error",
        "reached",
        "epochs",
        "effort",
        "test_error",
        "interaction",
    ];
    const TUNED: bool = true;
    const ACROSS: &'static [&'static str] = &["interaction"];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        limits::at_most("points", settings.points, MOST_POINTS)?;
        limits::at_most("epochs", settings.epochs, MOST_STEPS)?;
        match arm {
            Arm::Clamp { output } => {
                let cost = Cost::BernoulliCrossEntropy;
                anyhow::ensure!(cost.accepts(*output), "{output:?} has no cross-entropy");
            }
            Arm::Gaussian { outputs, .. } => {
                anyhow::ensure!(*outputs <= 100, "{outputs} outputs; give 100 or fewer");
            }
            Arm::Softmax { .. } => {}
            Arm::Training { output, cost } => {
                limits::network(&training::architecture(*output, *cost, settings.width))?;
            }
        }
        Ok(())
    }

    fn needs_rate(arm: &Arm) -> bool {
        matches!(arm, Arm::Training { .. })
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        let simd = work.simd;
        let seed = |streams: &Streams| match work.arm {
            Arm::Gaussian { outputs, variance } => {
                gaussian::measure(*outputs, *variance, streams, simd)
            }
            Arm::Clamp { output } => clamp::measure(*output, simd),
            Arm::Softmax { second } => {
                vec![("softmax_error", softmax_error(*second, work.settings.points, simd))]
            }
            Arm::Training { output, cost } => training::trial(work, *output, *cost, streams),
        };
        work.seeds.iter().map(seed).collect()
    }

    fn across(trials: &Trials<'_, Self>) -> Vec<(&'static str, Vec<Metrics>)> {
        vec![("interaction", training::interaction(trials))]
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        vec![
            charts::gaussian(),
            charts::clamp(results.simd),
            charts::softmax(results.simd),
            charts::training(results),
        ]
    }
}

/// The first component of softmax of (z, second) against sigmoid(z), in eps.
fn softmax_error(second: f64, points: usize, simd: Simd) -> f64 {
    let mut softmax = OutputUnit::new(2, Output::Softmax, Cost::CategoricalCrossEntropy, simd);
    let mut sigmoid = OutputUnit::new(1, Output::Sigmoid, Cost::BernoulliCrossEntropy, simd);
    let errors = (0..points).map(|i| {
        let z = 100.0 * i as f64 / (points.max(2) - 1) as f64 - 50.0;
        (softmax.prediction(&[z, second])[0] - sigmoid.prediction(&[z])[0]).abs() / f64::EPSILON
    });
    max(&errors.collect::<Vec<_>>())
}
