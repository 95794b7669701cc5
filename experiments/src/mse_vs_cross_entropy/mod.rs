//! Squared error and cross-entropy behind a sigmoid: slopes, gradient flow, training.
//!
//! Source: the notes, "What outputs and cost functions?".

mod charts;
mod neuron;
mod settings;
mod slopes;
mod training;

use claims::statistics::{furthest, max};
use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::{Architecture, Output, Simd};

use crate::lanes;
use crate::limits;
pub use settings::{Arm, Neuron, Settings};
use slopes::flow_time;

/// Squared error beside cross-entropy.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "calibration_slope",
        "calibration_intercept",
        "probability_gap",
        "value_error",
        "gradient_error",
        "printed_error",
        "largest_gap",
        "gap_at",
        "corrected_error",
        "printed_over_corrected",
        "derivative_error",
        "least_magnitude",
        "time_over_predicted",
        "longest_time",
        "output_first",
        "output_half_way",
        "output_last",
        "reached",
        "steps",
        "epochs",
        "score",
    ];
    const DIGITS: bool = true;
    const TUNED: bool = true;
    const GROUP: usize = lanes::WIDTH;

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        let Settings { starts, step, hidden, logit_inputs, logit_examples, .. } = settings;
        anyhow::ensure!(
            starts.iter().all(|z| (-12.0..0.0).contains(z)) && (1e-3..=0.01).contains(step),
            "starts from -12 to below 0, a step from 0.001 to 0.01: more would take for ever"
        );
        anyhow::ensure!(
            logit_inputs.saturating_mul(*logit_examples) <= 1 << 24,
            "{logit_inputs} x {logit_examples} inputs; give 2^24 or fewer"
        );
        for (name, count) in [("epochs", settings.epochs), ("logit_steps", settings.logit_steps)] {
            limits::at_most(name, count, limits::MOST_STEPS)?;
        }
        match arm {
            Arm::Training { cost, .. } => {
                let (activation, output) = (mlp::Activation::Tanh {}, Output::Sigmoid);
                let sizes = vec![64, *hidden, 1];
                limits::network(&Architecture { sizes, activation, output, cost: *cost })
            }
            Arm::Neuron(neuron) => limits::at_most("epochs", neuron.epochs, limits::MOST_STEPS),
            Arm::Slip(slip) => slip.check(),
            Arm::Slope(statement) => statement.check(),
            Arm::Likelihood { formula } => limits::variables(formula, &["z", "y"]),
            Arm::Flow { slope, time } => {
                limits::variables(slope, &["z"]).and(limits::variables(time, &["z"]))
            }
            Arm::Calibration { .. } => Ok(()),
        }
    }

    fn needs_rate(arm: &Arm) -> bool {
        matches!(arm, Arm::Training { learning_rate: None, .. })
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let (settings, simd) = (work.settings, work.simd);
        if let Arm::Training { cost, learning_rate, bias } = *work.arm {
            let rate = learning_rate.unwrap_or_else(|| work.rate());
            return training::race((cost, rate, bias), settings, work.seeds, simd);
        }
        work.seeds.iter().map(|streams| trial(work.arm, settings, streams, simd)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        charts::all(results)
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let Settings { starts, step, .. } = results.settings;
        let mut columns = vec![column("z0", starts, |&z| z)];
        for (name, arm) in results.arms {
            if let Arm::Flow { slope, time } = arm {
                let predicted = |&z: &f64| time.value(&[("z", z)]);
                columns.push(column(&format!("{name}_predicted"), starts, predicted));
                let found = |&z: &f64| flow_time(slope, z, *step);
                columns.push(column(&format!("{name}_time"), starts, found));
            }
        }
        Ok(vec![("flow", frame(columns)?)])
    }
}

fn trial(arm: &Arm, settings: &Settings, streams: &Streams, simd: Simd) -> Metrics {
    match arm {
        Arm::Calibration { temperature, curvature } => {
            training::calibration((*temperature, *curvature), settings, streams, simd)
        }
        Arm::Likelihood { formula } => slopes::likelihood(formula, simd),
        Arm::Slip(slip) => slip.measure(&mut streams.stream("points")),
        Arm::Slope(statement) => {
            let worst = statement.worst(&statement.domain(), &mut streams.stream("points"));
            let wrong =
                (46..=500).map(|i| statement.formula.value(&[("z", -f64::from(i) / 10.0)]).abs());
            let least = claims::statistics::min(&wrong.collect::<Vec<_>>());
            vec![("derivative_error", worst.value), ("least_magnitude", least)]
        }
        Arm::Flow { slope, time } => {
            let times = settings.starts.iter().map(|&z| flow_time(slope, z, settings.step));
            let times: Vec<f64> = times.collect();
            let ratio = |(found, &z): (&f64, &f64)| found / time.value(&[("z", z)]);
            let ratios: Vec<f64> = times.iter().zip(&settings.starts).map(ratio).collect();
            vec![("time_over_predicted", furthest(&ratios, 1.0)), ("longest_time", max(&times))]
        }
        Arm::Neuron(neuron) => neuron::outputs(neuron, simd),
        Arm::Training { .. } => Vec::new(),
    }
}
