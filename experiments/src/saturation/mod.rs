//! Saturated units: their slope, the gradients behind them, and how long training takes.
//!
//! Source: the notes, "Sigmoid activation" and "Hyperbolic tangent".

mod charts;
mod networks;

use claims::statistics::max;
use claims::{Cell, Metrics, single};
use experiment::{Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::{Activation, Initialization, Simd, checked};
use serde::Deserialize;

use crate::limits;
use crate::unit::{self, Unit};

/// Saturation.
pub struct Experiment;

/// What is looked at.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The slope of one unit beside e^-abs(x).
    Slope {
        /// Of the unit.
        activation: Activation,
    },
    /// Training from weights so many times their usual size.
    Training {
        /// Of the hidden units.
        activation: Activation,
        /// Of all weights.
        initialization: Initialization,
        /// What the hidden layers' weights are then multiplied by.
        #[serde(default = "one", deserialize_with = "single::positive")]
        scale: f64,
        /// Of the hidden layers.
        #[serde(default, deserialize_with = "single::finite")]
        bias: f64,
    },
    /// The gradient in each layer's weights before training.
    Depth {
        /// Of the hidden units.
        activation: Activation,
        /// Of all weights.
        initialization: Initialization,
        /// Hidden layers + 1.
        #[serde(deserialize_with = "checked::count")]
        depth: usize,
    },
}

fn one() -> f64 {
    1.0
}

/// What the arms share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    width: usize,
    /// Of the networks that are trained.
    #[serde(deserialize_with = "checked::count")]
    depth: usize,
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

    const METRICS: &'static [&'static str] =
        &["slope_over_bound", "reached", "epochs", "effort", "first_gradient", "first_over_last"];
    const TUNED: bool = true;

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        match *arm {
            Arm::Slope { activation } => unit::check(activation),
            Arm::Training { activation, .. } => layered(activation, settings.depth, settings.width),
            Arm::Depth { activation, depth, .. } => layered(activation, depth, settings.width),
        }
    }

    fn needs_rate(arm: &Arm) -> bool {
        matches!(arm, Arm::Training { .. })
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        let trial = |streams| match *work.arm {
            Arm::Slope { activation } => {
                vec![("slope_over_bound", slope_over_bound(activation, work.simd))]
            }
            Arm::Training { activation, initialization, scale, bias } => {
                let start = (initialization, scale, bias);
                networks::train(work, activation, start, streams)
            }
            Arm::Depth { activation, initialization, depth } => {
                let arm = (activation, initialization, depth);
                let norms = networks::gradient_norms(arm, work.settings, streams, work.simd);
                vec![("first_over_last", norms[0] / norms[norms.len() - 1])]
            }
        };
        work.seeds.iter().map(trial).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        let [weights, biases] = charts::epochs(results);
        vec![weights, biases, charts::gradients(results)]
    }

    fn tables(results: &Results<'_, Self>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let rows = charts::norms(results);
        Ok(vec![(
            "gradient_norms",
            frame(vec![
                column("arm", &rows, |row| row.arm.clone()),
                column("layer", &rows, |row| row.layer as u64),
                column("median_norm", &rows, |row| row.median),
            ])?,
        )])
    }
}

/// Refuses a network that is too deep or too wide.
fn layered(activation: Activation, depth: usize, width: usize) -> anyhow::Result<()> {
    anyhow::ensure!(depth <= 100, "depth {depth} counts layers: give 1 to 100");
    limits::network(&networks::architecture(activation, depth, width))
}

/// The largest f'(x) - e^-abs(x), in units of 2^-52: the products behind a slope are rounded, and
/// round to more than the bound where it is smaller than that.
fn slope_over_bound(activation: Activation, simd: Simd) -> f64 {
    let mut unit = Unit::<f64>::new(activation, simd);
    let differences = (-7000..=7000).map(|i| {
        let x = f64::from(i) / 10.0;
        (unit.slope(x) - libm::exp(-x.abs())) / f64::EPSILON
    });
    max(&differences.collect::<Vec<_>>())
}
