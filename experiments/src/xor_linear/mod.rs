//! XOR by a linear fit: the optimum exactly, by descent, and as a classifier.
//!
//! Source: the notes, "Example: XOR".

mod charts;
mod exact;
mod fit;
mod settings;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;

use crate::limits::{self, MOST_POINTS};
pub use fit::{INPUTS, TARGETS, four_points};
use fit::{descend, gradient_error, printed_gradient};
use settings::Method;
pub use settings::{Arm, Settings};

/// The linear fit to XOR.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "w1",
        "w2",
        "b",
        "solution_error",
        "output_error",
        "least_minor",
        "row_difference_error",
        "gradient_error",
        "distance_to_optimum",
        "divisions",
        "all_decided",
        "best_accuracy",
    ];

    fn check(_: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        // The whole path of descent is kept.
        limits::at_most("steps", settings.steps, MOST_POINTS)
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let seed = |streams: &Streams| match work.arm.method {
            Method::NormalEquations => exact::normal_equations(exact::XOR),
            Method::Dichotomies => exact::dichotomies(exact::XOR),
            Method::FiniteDifferences => {
                let random = &mut streams.stream("point");
                vec![("gradient_error", gradient_error(printed_gradient, random, work.settings))]
            }
            Method::GradientDescent => {
                let path = descend(streams, work.settings, work.simd);
                let [w1, w2, b] = path[path.len() - 1];
                let distance = (w1 * w1 + w2 * w2 + (b - 0.5) * (b - 0.5)).sqrt();
                vec![("w1", w1), ("w2", w2), ("b", b), ("distance_to_optimum", distance)]
            }
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::fitted_plane(), charts::descent_paths(results)]
    }
}
