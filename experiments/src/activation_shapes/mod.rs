//! The activation functions: each as a formula, as the library's code, and as a figure.
//!
//! Source: the notes, "Activation functions" and the pages on each of them.

mod charts;
mod function;
mod network;
mod settings;

use claims::{Cell, Formula, Metrics, Streams};
use experiment::{Results, Work};
use figures::{Chart, Table};
use indexmap::IndexMap;

use crate::differences;
use crate::limits::{self, MOST_POINTS};
use crate::search::Domain;
use crate::unit;
use function::functions;
pub use settings::{Arm, Settings};

/// The activation functions.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "value_error",
        "derivative_error",
        "slope_error",
        "corner",
        "linear_range",
        "least_slope",
        "largest_slope",
        "slope_rise",
        "asymmetry",
        "mean_for_normal",
        "gap_to_relu",
        "gap_at",
        "slope_zero_f64",
        "slope_zero_f32",
        "slope_error_above_0",
        "identity_error",
        "least_violation",
        "jacobian_change",
        "product_over_bound",
        "least_product",
        "learned_slope_error",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        limits::at_most("points", settings.points, MOST_POINTS)?;
        anyhow::ensure!(settings.reach <= 1000.0, "reach = {}: give 1000 or less", settings.reach);
        match arm {
            Arm::Function(function) => function.check(),
            Arm::Identity { left, right, over, .. } => {
                Domain::new(over, &IndexMap::new()).check()?;
                let known: Vec<&str> = over.keys().map(String::as_str).collect();
                limits::variables(left, &known).and(limits::variables(right, &known))
            }
            Arm::Region { activation, sizes } => {
                limits::network(&network::architecture(*activation, sizes))
            }
            Arm::Chain { activation, inputs, .. } => {
                limits::interval("inputs", *inputs)?;
                unit::check(*activation)
            }
            Arm::LearnedSlope { sizes } => {
                limits::network(&network::architecture(network::PRELU, sizes))
            }
        }
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let seed = |streams: &Streams| match work.arm {
            Arm::Function(function) => function.measure(work.settings, work.simd),
            Arm::Identity { left, right, over, every } => {
                let domain = Domain::new(over, &IndexMap::new());
                identity((left, right), &domain, every.as_deref(), streams)
            }
            Arm::Region { activation, sizes } => {
                let change = network::jacobian_change(*activation, sizes, streams, work.simd);
                vec![("jacobian_change", change)]
            }
            Arm::Chain { activation, bound, inputs } => {
                network::chain(*activation, *bound, *inputs, streams, work.simd)
            }
            Arm::LearnedSlope { sizes } => {
                vec![("learned_slope_error", network::learned_slope(sizes, streams, work.simd))]
            }
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        charts::all(results)
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(vec![("values", function::values(&functions(results))?)])
    }
}

/// How far two formulas are apart, in eps of the larger of 1 and the right one; and, for `every`
/// value of a variable, the least of the largest distances.
fn identity(
    (left, right): (&Formula, &Formula),
    domain: &Domain,
    every: Option<&str>,
    streams: &Streams,
) -> Metrics {
    let distance = |at: &[f64]| {
        let variables = domain.named(at);
        differences::distance(left.value(&variables), right.value(&variables)) / f64::EPSILON
    };
    let random = &mut streams.stream("points");
    let mut metrics = vec![("identity_error", domain.largest(random, distance).value)];
    if let Some(name) = every {
        let least = domain.least_of_largest(name, random, distance);
        metrics.push(("least_violation", least));
    }
    metrics
}
