//! Universal approximation: networks constructed to a given error, and controls that must fail.
//!
//! Source: the notes, "Universal function approximators".

mod charts;
mod construct;
mod errors;
mod settings;
mod trained;

use claims::statistics::{furthest, max, min};
use claims::{Cell, Metrics};
use experiment::{Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::Simd;

use crate::lanes;
use crate::limits::{self, MOST_POINTS};
pub use construct::{polygon, staircase};
use errors::{Size, sizes, slope};
pub use errors::{largest_error, outputs, polygon_error, polynomial_floor};
pub use settings::{Arm, Settings};
pub use trained::{Learner, scaled, unscaled};

/// Networks that approximate functions.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "error_over_predicted",
        "slope",
        "largest_error",
        "least_error",
        "floor",
        "trained_error",
        "error_ratio",
    ];
    const TUNED: bool = true;
    const GROUP: usize = lanes::WIDTH;

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        let Settings { widths, depths, points, points_a_side, .. } = settings;
        anyhow::ensure!(
            widths.iter().all(|&n| n <= 4096) && depths.iter().all(|&m| m <= 24),
            "widths up to 4096 and depths up to 24 have an error that rounding leaves to be seen"
        );
        match arm {
            Arm::Trained { width, interval, target } => {
                limits::variables(target, &["x"])?;
                limits::interval("interval", *interval)?;
                limits::at_most("width", *width, 4096)?;
            }
            Arm::Polynomial { degree, interval, target } => {
                limits::variables(target, &["x"])?;
                limits::interval("interval", *interval)?;
                limits::at_most("degree", *degree, 64)?;
            }
            Arm::Polygon { interval, target, .. } | Arm::Staircase { interval, target, .. } => {
                limits::variables(target, &["x"])?;
                limits::interval("interval", *interval)?;
            }
            Arm::Product { .. } | Arm::Sawtooth { .. } => {}
        }
        limits::at_most("steps", settings.steps, limits::MOST_STEPS)?;
        limits::at_most("points", *points, MOST_POINTS)?;
        limits::at_most("points_a_side", *points_a_side, 1 << 11)?;
        anyhow::ensure!(*points > 1 && *points_a_side > 1, "an interval has two ends: 2 points");
        Ok(())
    }

    fn needs_rate(arm: &Arm) -> bool {
        matches!(arm, Arm::Trained { .. })
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        match work.arm {
            Arm::Trained { target, interval, width } => {
                trained::measure(work, (target, *interval, *width))
            }
            arm => work.seeds.iter().map(|_| measure(arm, work.settings, work.simd)).collect(),
        }
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let charts = charts::approximations(results).into_iter();
        charts.chain([charts::errors(results), charts::trained(results)]).collect()
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let arms = results.arms.iter();
        let rows = arms.flat_map(|(name, arm)| {
            let sizes = sizes(arm, results.settings, results.simd);
            sizes.into_iter().map(move |size| (name.as_str(), size))
        });
        let rows: Vec<(&str, Size)> = rows.collect();
        let columns = vec![
            column("arm", &rows, |(arm, _)| *arm),
            column("count", &rows, |(_, size)| size.count as u64),
            column("units", &rows, |(_, size)| size.units as u64),
            column("parameters", &rows, |(_, size)| size.parameters as u64),
            column("predicted", &rows, |(_, size)| size.predicted),
            column("error", &rows, |(_, size)| size.error),
        ];
        Ok(vec![("errors", frame(columns)?)])
    }
}

fn measure(arm: &Arm, settings: &Settings, simd: Simd) -> Metrics {
    if let Arm::Polynomial { target, interval, degree } = arm {
        return vec![("floor", polynomial_floor(|x| target.at(x), *interval, *degree))];
    }
    let sizes = sizes(arm, settings, simd);
    let errors: Vec<f64> = sizes.iter().map(|size| size.error).collect();
    let mut metrics = vec![("largest_error", max(&errors)), ("least_error", min(&errors))];
    let ratios: Vec<f64> =
        sizes.iter().filter_map(|size| Some(size.error / size.predicted?)).collect();
    if !ratios.is_empty() {
        metrics.push(("error_over_predicted", furthest(&ratios, 1.0)));
    }
    let points: Vec<(f64, f64)> = sizes
        .iter()
        .filter(|size| size.count >= settings.slope_from && size.error > 0.0)
        .map(|size| (libm::log2(size.count as f64), libm::log2(size.error)))
        .collect();
    if points.len() > 1 && matches!(arm, Arm::Polygon { .. }) {
        metrics.push(("slope", slope(&points)));
    }
    metrics
}
