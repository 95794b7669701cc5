//! Output units: Gaussian means, the clamp's dead zone, softmax beside sigmoid.
//!
//! Source: the notes, "Other outputs".

mod charts;

use claims::statistics::{max, min};
use claims::{Cell, Metrics, Streams};
use mlp::{
    Cost, Data, Ending, Matrix, Optimizer, Output, Plan, Schedule, Simd, Stop, Trainer, checked,
};
use report::Chart;
use serde::Deserialize;

use crate::differences;
use crate::experiment::{Results, Work};
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
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    points: usize,
}

impl crate::experiment::Experiment for Experiment {
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
    ];

    fn check(arm: &Arm, _: &Settings, _: &Cell) -> anyhow::Result<()> {
        match arm {
            Arm::Clamp { output } => {
                let cost = Cost::BernoulliCrossEntropy;
                anyhow::ensure!(cost.accepts(*output), "{output:?} has no cross-entropy");
            }
            Arm::Gaussian { outputs, .. } => {
                anyhow::ensure!(*outputs <= 100, "{outputs} outputs; give 100 or fewer");
            }
            Arm::Softmax { .. } => {}
        }
        Ok(())
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        let simd = work.simd;
        let seed = |streams: &Streams| match work.arm {
            Arm::Gaussian { outputs, variance } => gaussian(*outputs, *variance, streams, simd),
            Arm::Clamp { output } => clamp(*output, simd),
            Arm::Softmax { second } => {
                vec![("softmax_error", softmax_error(*second, work.settings.points, simd))]
            }
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        vec![charts::gaussian(), charts::clamp(results.simd), charts::softmax(results.simd)]
    }
}

/// -ln of the product of normal densities.
fn negative_log_likelihood(z: &[f64], y: &[f64], variance: f64) -> f64 {
    let terms = z.iter().zip(y).map(|(z, y)| {
        let density =
            libm::exp(-(y - z) * (y - z) / (2.0 * variance)) / (std::f64::consts::TAU * variance).sqrt();
        -libm::log(density)
    });
    terms.fold(0.0, |sum, term| sum + term)
}

/// The likelihood less the squared error over random outputs and targets, and their gradients.
fn gaussian(outputs: usize, variance: f64, streams: &Streams, simd: Simd) -> Metrics {
    let random = &mut streams.stream("outputs");
    let mut unit = OutputUnit::new(outputs, Output::Linear, Cost::HalfSquaredError, simd);
    let (mut differences, mut errors) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let mut draw = || -> Vec<f64> { (0..outputs).map(|_| random.normal()).collect() };
        let (z, y) = (draw(), draw());
        let (cost, gradient) = unit.cost(&z, &y);
        differences.push(negative_log_likelihood(&z, &y, variance) - cost);
        for (i, &slope) in gradient.iter().enumerate() {
            let at = |x: f64| {
                let mut moved = z.clone();
                moved[i] = x;
                negative_log_likelihood(&moved, &y, variance)
            };
            errors.push(differences::error(slope, differences::derivative(at, z[i])));
        }
    }
    vec![
        ("constant", differences[0]),
        ("spread", max(&differences) - min(&differences)),
        ("gradient_error", max(&errors)),
    ]
}

/// The clamp outside and inside [0, 1], under both costs.
fn clamp(output: Output, simd: Simd) -> Metrics {
    let mut squared = OutputUnit::new(1, output, Cost::HalfSquaredError, simd);
    let mut cross = OutputUnit::new(1, output, Cost::BernoulliCrossEntropy, simd);
    let places = || (1..=100).map(|i| f64::from(i) / 10.0);
    let outside: Vec<f64> = places().flat_map(|by| [-by, 1.0 + by]).collect();
    let slope = |unit: &mut OutputUnit, z: f64, t: f64| unit.cost(&[z], &[t]).1[0].abs();
    let dead: Vec<f64> =
        outside.iter().flat_map(|&z| [0.0, 1.0].map(|t| slope(&mut squared, z, t))).collect();
    let alive: Vec<f64> = (1..100).map(|i| slope(&mut squared, f64::from(i) / 100.0, 1.0)).collect();
    let mut costs = |right: bool| -> Vec<f64> {
        let target = |z: f64| f64::from(u8::from((z > 1.0) == right));
        outside.iter().map(|&z| cross.cost(&[z], &[target(z)]).0).collect()
    };
    let numbers = costs(false).iter().filter(|cost| cost.is_finite()).count();
    let nan_when_right = costs(true).iter().all(|cost| cost.is_nan());
    vec![
        ("gradient_outside", max(&dead)),
        ("gradient_inside", min(&alive)),
        ("numbers_outside", numbers as f64),
        ("nan_when_right", f64::from(u8::from(nan_when_right))),
        ("handled", f64::from(u8::from(diverges_untouched(output, simd)))),
    ]
}

/// Whether training under cross-entropy from outside [0, 1] ends as diverged at once, and leaves
/// the parameters as they were.
fn diverges_untouched(output: Output, simd: Simd) -> bool {
    let unit = OutputUnit::new(1, output, Cost::BernoulliCrossEntropy, simd);
    let before = unit.network.parameters.clone();
    let data = Data { input: Matrix::from_rows(&[[2.0]]), target: Matrix::from_rows(&[[1.0]]) };
    let mut trainer = Trainer::new(unit.network, Optimizer::GradientDescent, 1, simd);
    let (schedule, stop) = (Schedule::Constant, Stop::Never);
    let plan = Plan { schedule, batch_size: None, epochs: 10, stop };
    let endings = trainer.fit(&data, 0.1, &plan, &mut []);
    endings == [Ending::Diverged(0)] && trainer.network.parameters == before
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
