//! Capacity: how many random labels networks of several widths memorise.
//!
//! Source: the notes, "Introducing nonlinearity"; Zhang, Bengio, Hardt, Recht and Vinyals,
//! "Understanding deep learning requires rethinking generalization".

mod charts;
mod memory;
mod settings;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;

use crate::limits;
use crate::line::slope;
use crate::training::classifier;
use memory::{WIDTHS, parameters};
pub use settings::{Arm, Settings};

/// Memorising random labels.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] =
        &[WIDTHS[0].1, WIDTHS[1].1, WIDTHS[2].1, WIDTHS[3].1, "exponent"];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        limits::at_most("epochs", settings.epochs, limits::MOST_STEPS)?;
        limits::at_most("most_examples", settings.most_examples, 1 << 16)?;
        anyhow::ensure!(settings.most_examples > 8, "most_examples: give more than 8");
        for (width, _) in WIDTHS {
            limits::network(&classifier((settings.inputs, 2), (1, width), arm.activation))?;
        }
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::by_parameters(results)]
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let (arm, settings) = (work.arm, work.settings);
    let examples = memory::examples(settings, streams);
    let mut metrics = Metrics::new();
    let mut points = Vec::new();
    for (width, name) in WIDTHS {
        let network = (arm.activation, width);
        let memorised = memory::memorised(network, &examples, settings, streams, work.simd) as f64;
        metrics.push((name, memorised));
        points.push((libm::log(parameters(width, arm, settings)), libm::log(memorised)));
    }
    metrics.push(("exponent", slope(&points).expect("several widths")));
    metrics
}
