//! Softsign beside tanh, at points of an interval.
//!
//! Source: the notes, "Activation functions".

use claims::{Cell, Formula, Metrics, statistics};
use experiment::{Results, Work};
use figures::{Axis, Chart, Mark, Panel};
use mlp::checked;
use serde::Deserialize;

use crate::limits;

/// Softsign beside tanh.
pub struct Experiment;

/// A function.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// f(x).
    formula: Formula,
}

/// Where it is looked at.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    points: usize,
}

/// Both ends of the interval.
const FURTHEST: f64 = 10.0;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &["largest"];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        limits::at_most("points", settings.points, 1 << 20)?;
        limits::variables(&arm.formula, &["x"])
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let values: Vec<f64> = curve(work.arm, work.settings).map(|(_, y)| y.abs()).collect();
        work.seeds.iter().map(|_| vec![("largest", statistics::max(&values))]).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let line = |(series, (name, arm)): (usize, (&String, &Arm))| Mark::Line {
            series,
            points: curve(arm, results.settings).collect(),
            label: name.clone(),
        };
        vec![Chart {
            name: "functions".to_owned(),
            title: "Softsign comes to its limit more slowly than tanh".to_owned(),
            caption: "Both lie between -1 and 1.".to_owned(),
            panels: vec![Panel {
                title: String::new(),
                x: Axis::linear("x", -FURTHEST, FURTHEST),
                y: Axis::linear("f(x)", -1.0, 1.0),
                marks: results.arms.iter().enumerate().map(line).collect(),
            }],
        }]
    }
}

/// (x, f(x)) at the points.
fn curve<'a>(arm: &'a Arm, settings: &Settings) -> impl Iterator<Item = (f64, f64)> + 'a {
    let points = settings.points;
    let place = move |i: usize| FURTHEST * (2.0 * i as f64 / (points.max(2) - 1) as f64 - 1.0);
    (0..points).map(move |i| (place(i), arm.formula.at(place(i))))
}
