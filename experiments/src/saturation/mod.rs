//! Saturated units: their slope, the gradients behind them, and how long training takes.
//!
//! Source: the notes, "Sigmoid activation" and "Hyperbolic tangent".

mod charts;
mod networks;
mod settings;

use claims::statistics::max;
use claims::{Cell, Metrics};
use experiment::{Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::{Activation, Simd};

use crate::limits;
use crate::unit::{self, Unit};
use networks::Start;
use settings::bias;
pub use settings::{Arm, Settings};

/// Saturation.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "slope_over_bound",
        "reached",
        "steps",
        "epochs",
        "score",
        "saturated",
        "unit_gradient",
        "first_gradient",
        "first_over_last",
    ];
    const DIGITS: bool = true;
    const FACTORS: &'static [&'static str] = &["twice_the_bias"];
    const TUNED: bool = true;

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        limits::at_most("epochs", settings.epochs, limits::MOST_STEPS)?;
        match *arm {
            Arm::Slope { activation } => unit::check(activation),
            Arm::Training { activation, .. } => layered(activation, settings.depth, settings.width),
            Arm::Depth { activation, depth, .. } => layered(activation, depth, settings.width),
        }
    }

    fn needs_rate(arm: &Arm) -> bool {
        matches!(arm, Arm::Training { .. })
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let trial = |streams| match *work.arm {
            Arm::Slope { activation } => {
                vec![("slope_over_bound", slope_over_bound(activation, work.simd))]
            }
            Arm::Training { activation, initialization, scale } => {
                let start = Start { initialization, scale, bias: bias(work.cell) };
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

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let [weights, biases] = charts::epochs(results);
        vec![weights, biases, charts::gradients(results)]
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
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
