//! How often a score is exactly 0, which is where ReLU'(0) is asked for at all.
//!
//! Source: Bertoin, Bolte, Gerchinovitz and Pauwels, "Numerical influence of ReLU'(0) on
//! backpropagation"; the notes, "Rectified linear unit".

mod charts;
mod gradients;
mod scores;
mod settings;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;

use crate::data;
use crate::limits;
use crate::training::classifier;
use mlp::{Activation, Compiled};
use scores::{DEPTHS, LAYERS, Stack};
pub use settings::{Arm, Bias, Precision, Settings};

/// Scores that are exactly 0.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        DEPTHS[0].1,
        DEPTHS[1].1,
        DEPTHS[2].1,
        DEPTHS[3].1,
        DEPTHS[4].1,
        "zeros",
        "gradients_agree",
    ];

    fn check(_: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        let hidden = (LAYERS, settings.width);
        let relu = Activation::Relu { at_zero: 0.0 };
        limits::at_most("batch_size", settings.batch_size, 1 << 12)?;
        limits::network(&classifier(data::shape(&cell.data_set)?, hidden, relu))
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::by_depth(results)]
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    match work.arm.precision {
        Precision::Single => counted::<f32>(work, streams),
        Precision::Double => counted::<f64>(work, streams),
    }
}

/// A trial in numbers of one type.
fn counted<T: Compiled>(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let examples = &data::load(&work.cell.data_set, streams).expect("checked before the run").train;
    let Settings { width, batch_size } = *work.settings;
    let stack = Stack::draw(examples.input.columns(), width, &mut streams.stream("init"));
    let batches = stack.zeros::<T>(work.arm.bias, examples, batch_size, work.simd);
    let zeros =
        |layers: usize| -> usize { batches.iter().flat_map(|batch| &batch[..layers]).sum() };
    let within = |&(layers, name)| (name, f64::from(u8::from(zeros(layers) > 0)));
    let mut metrics: Metrics = DEPTHS.iter().map(within).collect();
    metrics.push(("zeros", zeros(LAYERS) as f64));
    if work.arm.bias == Bias::First {
        let depths = DEPTHS.map(|(depth, _)| depth);
        let heads = &mut streams.stream("heads");
        let batched = (examples, batch_size);
        let agree = gradients::agree::<T>(&stack, &batches, &depths, batched, heads, work.simd);
        metrics.push(("gradients_agree", f64::from(u8::from(agree))));
    }
    metrics
}
