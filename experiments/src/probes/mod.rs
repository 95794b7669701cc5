//! Probes: what a linear classifier reads from a hidden layer, and what the network makes of it.
//!
//! Source: the notes, "A perspective on feature learning"; Alain and Bengio, "Understanding
//! intermediate layers using linear classifier probes".

mod charts;
mod layers;
mod probe;
mod qualities;
mod ranks;
mod settings;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Trials, Work};
use figures::Chart;
use mlp::Activation;

use crate::data;
use crate::limits;
use crate::training::classifier;
use layers::LAYERS;
use qualities::{BLOCKS, QUALITIES};
pub use settings::{Arm, Settings};

/// Probes of hidden layers.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "network_error",
        "feature_error",
        LAYERS[0].0,
        LAYERS[1].0,
        LAYERS[2].0,
        LAYERS[0].1,
        LAYERS[1].1,
        LAYERS[2].1,
        "rank_correlation",
    ];
    const DIGITS: bool = true;
    const ACROSS: &'static [&'static str] = &[BLOCKS];

    fn check(_: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        let Settings { epochs, most_epochs, probe_epochs, .. } = *settings;
        for (name, count) in
            [("epochs", epochs), ("most_epochs", most_epochs), ("probe_epochs", probe_epochs)]
        {
            limits::at_most(name, count, limits::MOST_STEPS)?;
        }
        let relu = Activation::Relu { at_zero: 0.0 };
        anyhow::ensure!(settings.width >= 4, "width = {}: give 4 or more", settings.width);
        anyhow::ensure!(settings.block > 1, "block = 1: a rank needs two networks or more");
        limits::network(&classifier(data::shape(&cell.data_set)?, (3, settings.width), relu))
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn across(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
        let blocks = trials.cells_of(QUALITIES).flat_map(|(cell, _)| {
            let [network, features] =
                ["network_error", "feature_error"].map(|metric| trials.values(cell, metric));
            qualities::by_block(&network, &features, trials.settings.block)
        });
        vec![(BLOCKS, blocks.collect())]
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::qualities(results), charts::layers(results)]
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let split = data::load(&work.cell.data_set, streams).expect("checked before the run");
    match work.arm {
        Arm::Layers => layers::measure(&split, work.settings, streams, work.simd),
        Arm::Qualities => qualities::measure(&split, work.settings, streams, work.simd),
    }
}
