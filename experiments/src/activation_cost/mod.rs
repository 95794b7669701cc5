//! What an activation costs, in operations.
//!
//! Source: the notes, "Exponential linear unit".

use claims::Metrics;
use experiment::{Results, Work};
use figures::{Axis, Chart, Mark, Panel};
use mlp::tally::operations;
use mlp::{Activation, Simd, checked};
use serde::Deserialize;

use crate::unit::Unit;

/// The operations of activations.
pub struct Experiment;

/// An activation.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    activation: Activation,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::finite")]
    lowest: f64,
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "value_operations",
        "slope_operations",
        "divisions",
        "exponentials",
        "least_slope_below_0",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &claims::Cell) -> anyhow::Result<()> {
        let layered =
            matches!(arm.activation, Activation::Prelu { .. } | Activation::Maxout { .. });
        anyhow::ensure!(!layered, "PReLU and maxout are more than a function of one number");
        anyhow::ensure!(settings.lowest < 0.0, "lowest: below 0");
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let metrics = |_| measure(work.arm.activation, work.settings.lowest, work.simd);
        work.seeds.iter().map(metrics).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![chart(results)]
    }
}

fn measure(activation: Activation, lowest: f64, simd: Simd) -> Metrics {
    let (value, slope) = operations(activation);
    let mut unit = Unit::<f32>::new(activation, simd);
    let slopes: Vec<f64> =
        (1..=4000).map(|i| unit.slope(lowest * f64::from(i) / 4000.0).abs()).collect();
    vec![
        ("value_operations", f64::from(value.total())),
        ("slope_operations", f64::from(slope.total())),
        ("divisions", f64::from(value.divisions + slope.divisions)),
        ("exponentials", f64::from(value.exponentials + slope.exponentials)),
        ("least_slope_below_0", claims::statistics::min(&slopes)),
    ]
}

/// Operations an element, value and slope side by side.
fn chart(results: &Results<'_, Arm, Settings>) -> Chart {
    let arms: Vec<&String> = results.arms.keys().collect();
    let bars = |metric: &str, shift: f64| -> Vec<(f64, f64)> {
        let of_arm = |(i, arm): (usize, &&String)| {
            let (cell, _) = results.cells_of(arm).next()?;
            Some((i as f64 + shift, *results.values(cell, metric).first()?))
        };
        arms.iter().enumerate().filter_map(of_arm).collect()
    };
    let (value, slope) = (bars("value_operations", -0.19), bars("slope_operations", 0.19));
    let highest = value.iter().chain(&slope).map(|(_, height)| *height);
    let top = claims::statistics::max(&highest.collect::<Vec<_>>());
    let names = arms.iter().map(|arm| arm.split('_').next().unwrap_or_default().to_owned());
    Chart {
        name: "operations".to_owned(),
        title: "Operations an element: activations with an exponential are many times dearer"
            .to_owned(),
        caption:
            "Left bars: the value f(x). Right bars: its slope times the incoming gradient, given \
                  f(x). Counted on the library's code: arithmetic, divisions, comparisons and \
                  manipulations of bits count one each. The sigmoid's and tanh's slopes are cheap, \
                  since they follow from f(x)."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("", names),
            y: Axis::linear("operations", 0.0, 1.05 * top),
            marks: vec![
                Mark::Bars { series: 0, bars: value, width: 0.36, label: "value".to_owned() },
                Mark::Bars { series: 1, bars: slope, width: 0.36, label: "slope".to_owned() },
            ],
        }],
    }
}
