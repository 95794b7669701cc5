//! Dead units: what their parameters do, what brings them back, how they arise.
//!
//! Source: the notes, "Rectified linear unit".

mod born_dead;
mod charts;
mod gradients;
mod revival;

use claims::{Cell, Metrics, Streams, single};
use experiment::{Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::{Activation, Architecture, Cost, Initialization, Network, Output, Simd, checked};
use serde::Deserialize;

use crate::data::digits;
use crate::errata::active_units;
use crate::limits;
use crate::training::{error, train};

/// Dead units.
pub struct Experiment;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The gradients for both choices of the derivative at 0.
    Gradients {
        /// Of the numbers, or of the weights.
        precision: Precision,
    },
    /// Training on the digits.
    Training {
        /// ReLU'(0).
        #[serde(deserialize_with = "single::finite")]
        at_zero: f64,
        /// Of every unit at the start.
        #[serde(deserialize_with = "single::finite")]
        bias: f64,
    },
    /// Units made dead, then training.
    Revival {
        /// Of the hidden units.
        activation: Activation,
        /// The hidden layer of the dead units, from 1.
        #[serde(deserialize_with = "checked::count")]
        layer: usize,
    },
    /// The share of units active at first.
    FirstActivity {
        /// Of every unit.
        #[serde(deserialize_with = "single::finite")]
        bias: f64,
    },
    /// Random networks that say the same to every input.
    BornDead,
}

/// In what numbers a gradient is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// `f32`.
    Single,
    /// `f64`.
    Double,
    /// `f32`, the weights rounded to multiples of 1/128.
    EightBits,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::counts")]
    sizes: Vec<usize>,
    #[serde(deserialize_with = "checked::count")]
    dead: usize,
    #[serde(deserialize_with = "single::positive")]
    margin: f64,
    #[serde(deserialize_with = "single::positive")]
    learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    steps: usize,
    #[serde(deserialize_with = "checked::count")]
    epochs: usize,
    #[serde(deserialize_with = "checked::counts")]
    gradient_sizes: Vec<usize>,
    #[serde(deserialize_with = "checked::counts")]
    depths: Vec<usize>,
    #[serde(deserialize_with = "checked::counts")]
    widths: Vec<usize>,
    #[serde(deserialize_with = "checked::count")]
    draws: usize,
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] =
        &["gradient_differs", "test_error", "changed", "revived", "active", "largest_deviation"];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        let activation = match arm {
            Arm::Revival { activation, .. } => *activation,
            _ => RELU,
        };
        for sizes in [&settings.sizes, &settings.gradient_sizes] {
            anyhow::ensure!(
                sizes.first() == Some(&64) && sizes.last() == Some(&10),
                "sizes = {sizes:?}: the digits have 64 inputs and 10 classes"
            );
            limits::network(&architecture(activation, sizes))?;
        }
        if let Arm::Revival { layer, .. } = arm {
            let hidden = &settings.sizes[1..settings.sizes.len() - 1];
            anyhow::ensure!(
                hidden.get(layer - 1).is_some_and(|&units| settings.dead <= units),
                "layer {layer} of {hidden:?} has no {} units to make dead",
                settings.dead
            );
        }
        let largest = settings.widths.iter().chain(&settings.depths).copied().fold(0, Ord::max);
        let longest = settings.widths.len().max(settings.depths.len());
        anyhow::ensure!(
            largest <= 100 && longest <= 100,
            "widths and depths: 100 of them at most, and each of them 100 at most"
        );
        Ok(())
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        work.seeds
            .iter()
            .map(|streams| trial(work.arm, work.settings, streams, work.simd))
            .collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        vec![charts::revival(results), charts::born_dead(results.settings)]
    }

    fn tables(results: &Results<'_, Self>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let cells = born_dead::cells(results.settings);
        let columns = vec![
            column("width", &cells, |cell| cell.width as u64),
            column("depth", &cells, |cell| cell.depth as u64),
            column("draws", &cells, |cell| cell.draws as u64),
            column("predicted", &cells, born_dead::Cell::predicted),
            column("dead", &cells, born_dead::Cell::share),
        ];
        Ok(vec![("born_dead", frame(columns)?)])
    }
}

const RELU: Activation = Activation::Relu { at_zero: 0.0 };

fn architecture(activation: Activation, sizes: &[usize]) -> Architecture {
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes: sizes.to_vec(), activation, output, cost }
}

fn trial(arm: &Arm, settings: &Settings, streams: &Streams, simd: Simd) -> Metrics {
    match *arm {
        Arm::Gradients { precision } => {
            let differs = gradients::differ(precision, settings, streams, simd);
            vec![("gradient_differs", f64::from(u8::from(differs)))]
        }
        Arm::Training { at_zero, bias } => {
            vec![("test_error", test_error(at_zero, bias, settings, streams, simd))]
        }
        Arm::Revival { activation, layer } => {
            revival::measure(activation, layer, settings, streams, simd)
        }
        Arm::FirstActivity { bias } => {
            vec![("active", active_units((200, 1000), bias, streams, simd))]
        }
        Arm::BornDead => {
            vec![("largest_deviation", born_dead::largest_deviation(settings))]
        }
    }
}

/// The share of test examples a trained network gets wrong.
fn test_error(at_zero: f64, bias: f64, settings: &Settings, streams: &Streams, simd: Simd) -> f64 {
    let relu = Activation::Relu { at_zero };
    let mut network =
        Network::<f32>::new(architecture(relu, &settings.sizes)).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, bias, &mut [streams.stream("init")]);
    let plan = (settings.learning_rate as f32, settings.epochs, settings.batch_size);
    let mut trainer = train(network, &digits().train, plan, streams, simd);
    error(&mut trainer, &digits().test)
}
