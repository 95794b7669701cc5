//! Published test errors on MNIST beside those of the same architectures here.
//!
//! Sources: M. Nielsen, "Neural Networks and Deep Learning", chapters 3 and 5; Y. LeCun, C. Cortes
//! and C. Burges, "The MNIST database of handwritten digits".

mod charts;
mod settings;

use claims::{Cell, Metrics, Phase, Streams};
use experiment::{Results, Work};
use figures::Chart;
use mlp::{Data, Network};

use crate::data::{self, Split};
use crate::limits;
use crate::training::{error, train};
pub use settings::{Arm, Settings};

/// Test errors on MNIST.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &["test_error", "validation_error"];
    const TUNED: bool = true;

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        anyhow::ensure!(arm.examples != Some(0), "examples = 0: give one or more, or leave it out");
        anyhow::ensure!(settings.validated <= 0.9, "validated: 0.9 at most, to train on the rest");
        limits::network(&arm.architecture(data::shape(&cell.data_set)?))
    }

    fn needs_rate(arm: &Arm) -> bool {
        arm.learning_rate.is_none()
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::test_errors(results)]
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let arm = work.arm;
    let split = data::load(&work.cell.data_set, streams).expect("checked before the run");
    let rows = split.train.input.rows();
    let kept = (rows as f64 * (1.0 - work.settings.validated)) as usize;
    let examples = arm.examples.map_or(rows, |examples| examples.min(rows));
    let tested = |data: &Data<f32>, on: &Data<f32>| {
        let mut network: Network<f32> =
            Network::new(arm.architecture(split.shape())).expect("checked before the run");
        arm.initialization.fill(&mut network, 0.0, &mut [streams.stream("init")]);
        let rate = work.learning_rate.or(arm.learning_rate).expect("a rate, given or tuned");
        let plan = (rate as f32, arm.epochs, arm.batch_size);
        let mut trainer = train(network, data, plan, streams, work.simd);
        error(&mut trainer, on)
    };
    let train = &split.train;
    match work.phase {
        Phase::Pilot => {
            let on = Split::rows(train, kept..rows);
            vec![("validation_error", tested(&Split::rows(train, 0..kept), &on))]
        }
        Phase::Confirm if examples < rows => {
            vec![("test_error", tested(&Split::rows(train, 0..examples), &split.test))]
        }
        Phase::Confirm => vec![("test_error", tested(train, &split.test))],
    }
}
