//! Linear networks: their collapse into one layer, their rank, their lack of capacity.
//!
//! Source: the notes, "Neural networks" and "Introducing nonlinearity".

mod charts;
pub mod exact;
mod settings;
mod training;

use claims::statistics::{max, min};
use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;
use mlp::{Activation, Architecture, Cost, Network, Output};

use crate::limits::{self, MOST_EXACT, MOST_STEPS};
use crate::unit;
pub use settings::{Arm, Settings};

/// Linear networks.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "layers",
        "parameters",
        "exact_error",
        "rounding_over_bound",
        "rank",
        "rank_over_width",
        "error",
        "pca_error",
        "excess_error",
        "loss",
        "largest_loss",
        "smallest_loss",
        "additivity_defect",
        "defect_where_solved",
        "floor",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        limits::at_most("xor_steps", settings.xor_steps, MOST_STEPS)?;
        limits::at_most("scores_steps", settings.scores_steps, MOST_STEPS)?;
        match arm {
            Arm::Example { sizes } => limits::network(&linear(sizes.clone())),
            Arm::LowRank { sizes } => {
                let widest = sizes.iter().copied().fold(0, Ord::max);
                limits::at_most("sizes: the widest", widest, MOST_EXACT)?;
                limits::network(&linear(sizes.clone()))
            }
            Arm::Composition { deepest, widest, .. } => {
                limits::at_most("deepest", *deepest, MOST_EXACT)?;
                limits::at_most("widest", *widest, MOST_EXACT)
            }
            Arm::Autoencoder { units } => limits::at_most("units", *units, 64),
            Arm::Scores { activation } => unit::check(*activation),
            Arm::Xor { activation, depths } => {
                anyhow::ensure!(
                    !depths.is_empty() && depths.iter().all(|depth| (1..=100).contains(depth)),
                    "depths = {depths:?}: give one or more from 1 to 100"
                );
                depths.iter().try_for_each(|&depth| {
                    let sizes = training::xor_sizes(depth, settings.xor_width);
                    limits::network(&Architecture { activation: *activation, ..linear(sizes) })
                })
            }
        }
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::autoencoders(results), charts::xor(results), charts::floors(results)]
    }
}

fn linear(sizes: Vec<usize>) -> Architecture {
    let (activation, cost) = (Activation::Identity {}, Cost::HalfSquaredError);
    Architecture { sizes, activation, output: Output::Linear, cost }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let (settings, simd) = (work.settings, work.simd);
    match work.arm {
        Arm::Example { sizes } => {
            let network = Network::<f64>::new(linear(sizes.clone())).expect("checked");
            let parameters = network.parameters.len() as f64;
            vec![("layers", network.layers.len() as f64), ("parameters", parameters)]
        }
        Arm::Composition { deepest, widest, carried } => {
            let widest = *widest as u32;
            let error = exact::composition_error(*deepest, widest, *carried, streams);
            let rounding = exact::rounding_over_bound(*deepest, widest, streams);
            vec![("exact_error", error), ("rounding_over_bound", rounding)]
        }
        Arm::LowRank { sizes } => {
            let map = exact::random_map(sizes, &mut streams.stream("weights"));
            let rank = exact::rank(&map) as f64;
            let narrowest = sizes.iter().copied().fold(usize::MAX, Ord::min) as f64;
            vec![("rank", rank), ("rank_over_width", rank - narrowest)]
        }
        Arm::Autoencoder { units } => {
            let error = training::autoencoder(*units, settings, streams, simd);
            let pca_error = training::pca_errors()[*units];
            let excess = error / pca_error - 1.0;
            vec![("error", error), ("pca_error", pca_error), ("excess_error", excess)]
        }
        Arm::Xor { activation, depths } => {
            let runs = depths.iter().map(|&depth| {
                let (losses, g) = training::xor(*activation, depth, settings, streams, simd);
                (losses[losses.len() - 1], (g[0] - g[1] - g[2] + g[3]).abs())
            });
            let (losses, defects): (Vec<f64>, Vec<f64>) = runs.unzip();
            let mut metrics = vec![("additivity_defect", max(&defects))];
            if let [loss] = losses[..] {
                metrics.push(("loss", loss));
                if loss < 1e-6 {
                    metrics.push(("defect_where_solved", defects[0]));
                }
            } else {
                metrics.extend([("largest_loss", max(&losses)), ("smallest_loss", min(&losses))]);
            }
            metrics
        }
        Arm::Scores { activation } => {
            let losses = training::scores(*activation, settings, simd);
            vec![("floor", losses[losses.len() - 1])]
        }
    }
}
