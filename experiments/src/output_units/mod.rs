//! Output units: Gaussian means, the clamp's dead zone, softmax beside sigmoid.
//!
//! Source: the notes, "Other outputs".

mod charts;
mod clamp;
mod gaussian;
mod settings;
mod training;

use claims::statistics::max;
use claims::{Cell, Metrics, Streams};
use experiment::{Results, Trials, Work};
use figures::Chart;
use mlp::{Cost, Output, Simd};

use crate::limits::{self, MOST_POINTS, MOST_STEPS};
use crate::output_unit::OutputUnit;
pub use settings::{Arm, Settings, TunedBy};

/// Output units.
pub struct Experiment;

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
        "steps",
        "epochs",
        "score",
        "test_error",
        "interaction",
        "examples_outside",
        "taught_outside",
        "taught_inside",
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
            Arm::Training { output, cost, .. } => {
                limits::network(&training::architecture(*output, *cost, settings.width))?;
            }
        }
        Ok(())
    }

    fn needs_rate(arm: &Arm) -> bool {
        matches!(arm, Arm::Training { .. })
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let simd = work.simd;
        let seed = |streams: &Streams| match work.arm {
            Arm::Gaussian { outputs, variance } => {
                gaussian::measure(*outputs, *variance, streams, simd)
            }
            Arm::Clamp { output } => clamp::measure(*output, &mut streams.stream("examples"), simd),
            Arm::Softmax { second } => {
                vec![("softmax_error", softmax_error(*second, work.settings.points, simd))]
            }
            Arm::Training { output, cost, tuned_by } => {
                training::trial(work, (*output, *cost, *tuned_by), streams)
            }
        };
        work.seeds.iter().map(seed).collect()
    }

    fn across(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
        vec![("interaction", training::interaction(trials))]
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
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
