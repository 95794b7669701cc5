//! Zig-zag: gradients of one sign, the condition number, and the path of descent.
//!
//! Source: the notes, "Sigmoid activation".

mod charts;
mod descent;
mod layer;
mod sample;
mod settings;
mod signs;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;

use crate::line::r_squared;
use crate::{limits, unit};
pub use descent::{crookedness, path};
pub use sample::{Draw, Hessian};
pub use settings::{Arm, Settings};
pub use signs::one_sign;

/// Zig-zag.
pub struct Experiment;

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
    const DIGITS: bool = true;

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        let most = match arm {
            Arm::Signs { inputs, .. } => *inputs,
            Arm::Proportional { inputs, .. } => inputs.iter().copied().fold(0, Ord::max),
            Arm::Layer { .. } => settings.hidden,
            _ => settings.inputs,
        };
        anyhow::ensure!((2..=200).contains(&most), "{most} inputs: give 2 to 200");
        // The whole path of descent is kept.
        let path = settings.most_iterations.saturating_mul(most);
        limits::at_most("most_iterations x inputs", path, 1 << 24)?;
        match arm {
            Arm::Slope(statement) => statement.check(),
            Arm::Layer { activation, epochs, .. } => {
                unit::check(*activation)?;
                limits::at_most("epochs", *epochs, limits::MOST_STEPS)?;
                limits::network(&layer::architecture(*activation, settings))
            }
            _ => Ok(()),
        }
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::paths(), charts::signs(), charts::iterations(results), charts::layers(results)]
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let Work { arm, settings, simd, .. } = *work;
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
            let path = path(&hessian, limits, &mut streams.stream("start"));
            let kappa = hessian.kappa();
            let mut metrics = vec![("kappa", kappa), ("kappa_over_predicted", kappa / predicted)];
            metrics.extend(crookedness(&path));
            metrics
        }
        Arm::Proportional { draw, inputs } => {
            let point = |&n: &usize| {
                let hessian = Hessian::of(draw, (n, false), settings.examples, random);
                let path = path(&hessian, limits, &mut streams.stream("start"));
                (hessian.kappa(), (path.len() - 1) as f64)
            };
            let points: Vec<(f64, f64)> = inputs.iter().map(point).collect();
            vec![("r_squared", r_squared(&points))]
        }
        Arm::Layer { activation, shift, epochs } => {
            let hessian = layer::hessian((*activation, *shift), *epochs, settings, streams, simd);
            let path = path(&hessian, limits, &mut streams.stream("start"));
            let mut metrics = vec![("kappa", hessian.kappa())];
            metrics.extend(crookedness(&path));
            metrics
        }
    }
}
