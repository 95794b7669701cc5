//! Zig-zag: gradients of one sign, the condition number, and the path of descent.
//!
//! Source: the notes, "Sigmoid activation".

mod charts;
mod descent;
mod sample;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;
use mlp::{Random, checked};
use serde::Deserialize;

use crate::limits;
use crate::statement::Statement;
use sample::{Draw, Hessian};

/// Zig-zag.
pub struct Experiment;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A derivative.
    Slope(Box<Statement>),
    /// How often the gradient of a batch has one sign.
    Signs {
        /// How inputs are drawn.
        draw: Draw,
        /// How many.
        #[serde(deserialize_with = "checked::count")]
        inputs: usize,
        /// Examples a batch.
        #[serde(deserialize_with = "checked::count")]
        batch: usize,
    },
    /// Gradient descent on least squares.
    Descent {
        /// How inputs are drawn.
        draw: Draw,
        /// Whether there is a bias.
        #[serde(default)]
        bias: bool,
        /// The condition number.
        #[serde(deserialize_with = "checked::positive")]
        predicted: f64,
    },
    /// Iterations against condition numbers.
    Proportional {
        /// How inputs are drawn.
        draw: Draw,
        /// How many: a sample each.
        #[serde(deserialize_with = "checked::counts")]
        inputs: Vec<usize>,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    inputs: usize,
    #[serde(deserialize_with = "checked::count")]
    examples: usize,
    #[serde(deserialize_with = "checked::count")]
    batches: usize,
    #[serde(deserialize_with = "checked::positive")]
    tolerance: f64,
    #[serde(deserialize_with = "checked::count")]
    most_iterations: usize,
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "derivative_error",
        "one_sign",
        "kappa",
        "kappa_over_predicted",
        "iterations",
        "cosine",
        "path_over_distance",
        "r_squared",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        let most = match arm {
            Arm::Signs { inputs, .. } => *inputs,
            Arm::Proportional { inputs, .. } => inputs.iter().copied().fold(0, Ord::max),
            _ => settings.inputs,
        };
        anyhow::ensure!((2..=200).contains(&most), "{most} inputs: give 2 to 200");
        // The whole path of descent is kept.
        let path = settings.most_iterations.saturating_mul(most);
        limits::at_most("most_iterations x inputs", path, 1 << 24)?;
        match arm {
            Arm::Slope(statement) => statement.check(),
            _ => Ok(()),
        }
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work.arm, work.settings, streams)).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        vec![charts::paths(), charts::signs(), charts::iterations(results)]
    }
}

fn trial(arm: &Arm, settings: &Settings, streams: &Streams) -> Metrics {
    let random = &mut streams.stream("data");
    let limits = (settings.tolerance, settings.most_iterations);
    match arm {
        Arm::Slope(statement) => {
            vec![("derivative_error", statement.worst(&statement.domain(), random).value)]
        }
        Arm::Signs { draw, inputs, batch } => {
            vec![("one_sign", one_sign((*inputs, *batch), draw, settings.batches, random))]
        }
        Arm::Descent { draw, bias, predicted } => {
            let hessian = Hessian::of(draw, (settings.inputs, *bias), settings.examples, random);
            let path = descent::path(&hessian, limits, &mut streams.stream("start"));
            let kappa = hessian.kappa();
            let mut metrics = vec![("kappa", kappa), ("kappa_over_predicted", kappa / predicted)];
            metrics.extend(descent::crookedness(&path));
            metrics
        }
        Arm::Proportional { draw, inputs } => {
            let point = |&n: &usize| {
                let hessian = Hessian::of(draw, (n, false), settings.examples, random);
                let path = descent::path(&hessian, limits, &mut streams.stream("start"));
                (hessian.kappa(), (path.len() - 1) as f64)
            };
            let points: Vec<(f64, f64)> = inputs.iter().map(point).collect();
            vec![("r_squared", descent::r_squared(&points))]
        }
    }
}

/// The share of batches whose gradient, the sum of error times input, has entries of one sign, the
/// errors being standard normal.
fn one_sign(
    (inputs, batch): (usize, usize),
    draw: &Draw,
    batches: usize,
    random: &mut Random,
) -> f64 {
    let mut x = vec![0.0; inputs];
    let count = (0..batches).filter(|_| {
        let mut gradient = vec![0.0; inputs];
        for _ in 0..batch {
            let error = random.normal();
            draw.example(&mut x, random);
            for (g, x) in gradient.iter_mut().zip(&x) {
                *g += error * x;
            }
        }
        gradient.iter().all(|&g| g >= 0.0) || gradient.iter().all(|&g| g <= 0.0)
    });
    count.count() as f64 / batches as f64
}
