//! Linear networks: their collapse into one layer, their rank, their lack of capacity.
//!
//! Source: the notes, "Neural networks" and "Introducing nonlinearity".

mod charts;
pub mod exact;
mod training;

use claims::statistics::{max, min};
use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;
use mlp::{Activation, Architecture, Cost, Network, Output, checked};
use serde::Deserialize;

use crate::limits::{self, MOST_EXACT, MOST_STEPS};
use crate::unit;

/// Linear networks.
pub struct Experiment;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The layers and parameters of an example.
    Example {
        /// The width of every layer.
        sizes: Vec<usize>,
    },
    /// Layer by layer against the printed W and b.
    Composition {
        /// The largest depth.
        #[serde(deserialize_with = "checked::count")]
        deepest: usize,
        /// The widest layer.
        #[serde(deserialize_with = "checked::count")]
        widest: usize,
        /// Whether earlier biases pass through the later layers.
        carried: bool,
    },
    /// The rank of a random map.
    LowRank {
        /// The width of every layer.
        sizes: Vec<usize>,
    },
    /// A linear autoencoder of the digits.
    Autoencoder {
        /// Its hidden units.
        #[serde(deserialize_with = "checked::count")]
        units: usize,
    },
    /// Networks trained on XOR.
    Xor {
        /// Of the hidden units.
        activation: Activation,
        /// Layers, the output's included.
        depths: Vec<usize>,
    },
    /// An activation on the scores.
    Scores {
        /// That activation.
        activation: Activation,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    xor_width: usize,
    #[serde(deserialize_with = "checked::positive")]
    xor_learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    xor_steps: usize,
    #[serde(deserialize_with = "checked::positive")]
    autoencoder_learning_rate: f64,
    #[serde(deserialize_with = "checked::fraction")]
    autoencoder_momentum: f64,
    #[serde(deserialize_with = "checked::positive")]
    autoencoder_deviation: f64,
    #[serde(deserialize_with = "checked::count")]
    autoencoder_steps: usize,
    scores_targets: [f64; 2],
    #[serde(deserialize_with = "checked::positive")]
    scores_learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    scores_steps: usize,
}

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

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        vec![charts::autoencoders(results), charts::xor(results), charts::floors(results)]
    }
}

fn linear(sizes: Vec<usize>) -> Architecture {
    let (activation, cost) = (Activation::Identity {}, Cost::HalfSquaredError);
    Architecture { sizes, activation, output: Output::Linear, cost }
}

fn trial(work: &Work<'_, Experiment>, streams: &Streams) -> Metrics {
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
