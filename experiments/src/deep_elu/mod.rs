//! Deep networks of ELU, ReLU and leaky ReLU: training loss and activations, epoch by epoch.
//!
//! Source: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by
//! exponential linear units (ELUs)", section 4.1; the notes, "Rectified linear unit".

mod charts;
mod settings;

use std::ops::ControlFlow;

use claims::statistics::median;
use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;
use mlp::{
    Data, Initialization, Network, Optimizer, Plan, Schedule, Simd, Stop, Trainer, Workspace,
};

use crate::data::{self, Split};
use crate::limits;
use crate::training::classifier;
use settings::EPOCHS;
pub use settings::{Arm, Settings};

/// Deep networks of ELU, ReLU and leaky ReLU.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        EPOCHS[0].1,
        EPOCHS[1].1,
        EPOCHS[2].1,
        EPOCHS[3].1,
        EPOCHS[0].2,
        EPOCHS[1].2,
        EPOCHS[2].2,
        EPOCHS[3].2,
        "distance_10",
    ];

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        let hidden = (settings.depth, settings.width);
        limits::at_most("batch_size", settings.batch_size, 1 << 16)?;
        limits::network(&classifier(data::shape(&cell.data_set)?, hidden, arm.activation))
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::by_epoch(results)]
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let settings = work.settings;
    let split = data::load(&work.cell.data_set, streams).expect("checked before the run");
    let hidden = (settings.depth, settings.width);
    let architecture = classifier(split.shape(), hidden, work.arm.activation);
    let mut network: Network<f32> = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let rows = split.train.input.rows();
    let watched = Split::rows(&split.train, 0..settings.watched.min(rows));
    let batch_size = settings.batch_size.min(rows);
    let plan = Plan {
        schedule: Schedule::Constant,
        batch_size: Some(batch_size),
        epochs: EPOCHS[EPOCHS.len() - 1].0,
        stop: Stop::Never,
    };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch_size, work.simd);
    let mut metrics = Vec::new();
    let rate = settings.learning_rate as f32;
    let orders = &mut [streams.stream("order")];
    trainer.fit_observed(&split.train, rate, &plan, orders, &mut |epoch, trainer| {
        if let Some((_, loss, activation)) = EPOCHS.iter().find(|(after, ..)| *after == epoch) {
            metrics.push((*loss, f64::from(trainer.loss(&split.train))));
            metrics.push((*activation, median_activation(&trainer.network, &watched, work.simd)));
        }
        ControlFlow::Continue(())
    });
    let at_the_end = metrics[metrics.len() - 1].1;
    metrics.push(("distance_10", at_the_end.abs()));
    metrics
}

/// The median over all hidden units of the mean of h over the examples.
fn median_activation(network: &Network<f32>, examples: &Data<f32>, simd: Simd) -> f64 {
    let rows = examples.input.rows();
    let mut workspace = Workspace::new(network, rows, simd);
    workspace.logits(network, examples.input.as_slice());
    let mut means = Vec::new();
    for (l, layer) in network.layers[..network.layers.len() - 1].iter().enumerate() {
        let h = workspace.hidden(network, l, rows);
        means.extend((0..layer.units).map(|unit| {
            let of_unit = h.iter().skip(unit).step_by(layer.units);
            of_unit.fold(0.0, |sum, &h| sum + f64::from(h)) / rows as f64
        }));
    }
    median(&means)
}
