//! GELU beside ReLU: steps to a training error.
//!
//! Source: the notes, "Rectified linear unit"; Hendrycks and Gimpel 2016.

use claims::statistics::median;
use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::{Axis, Chart, Mark, Panel};
use mlp::{Activation, Initialization, Network, Optimizer, checked};
use serde::Deserialize;

use crate::training::{Course, classifier, race};
use crate::{data, limits};

/// GELU beside ReLU.
pub struct Experiment;

/// What is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Of the hidden units.
    activation: Activation,
}

/// What the arms share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    depth: usize,
    #[serde(deserialize_with = "checked::count")]
    width: usize,
    #[serde(deserialize_with = "checked::count")]
    batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    epochs: usize,
    #[serde(deserialize_with = "checked::fraction")]
    goal: f64,
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &["reached", "steps", "epochs", "score"];
    const TUNED: bool = true;

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        limits::at_most("epochs", settings.epochs, limits::MOST_STEPS)?;
        let hidden = (settings.depth, settings.width);
        limits::network(&classifier(data::shape(&cell.data_set)?, hidden, arm.activation))
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let bar = |(x, name): (usize, &String)| {
            let cell = results.cells_of(name).next().map_or(0, |(index, _)| index);
            (x as f64, median(&results.values(cell, "steps")))
        };
        let bars: Vec<(f64, f64)> = results.arms.keys().enumerate().map(bar).collect();
        let highest = bars.iter().fold(1.0, |most, &(_, y)| if y > most { y } else { most });
        vec![Chart {
            name: "steps".to_owned(),
            title: "Steps to the goal".to_owned(),
            caption: "The median over seeds, each arm at its own learning rate.".to_owned(),
            panels: vec![Panel {
                title: String::new(),
                x: Axis::names("", results.arms.keys().cloned()),
                y: Axis::linear("steps", 0.0, 1.1 * highest),
                marks: vec![Mark::Bars { series: 0, bars, width: 0.6, label: String::new() }],
            }],
        }]
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let Settings { depth, width, batch_size, epochs, goal } = *work.settings;
    let split = data::load(&work.cell.data_set, streams).expect("checked before the run");
    let architecture = classifier(split.shape(), (depth, width), work.arm.activation);
    let mut network: Network<f32> = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let optimizer = Optimizer::GradientDescent;
    let course =
        Course { optimizer, rate: work.rate(), epochs, batch_size, goal, to_the_end: false };
    race(network, &split.train, course, streams, work.simd).metrics()
}
