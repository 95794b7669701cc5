//! Epochs to a fixed training error on real data, by activation and depth.
//!
//! Source: the notes, "Which activation function should I use?" and "Rectified linear unit".

mod charts;

use claims::{Cell, Metrics, Streams};
use mlp::checked;
use mlp::{
    Activation, Architecture, Cost, Data, Ending, Initialization, Network, Optimizer, Output, Plan,
    Schedule, Stop, Trainer,
};
use report::Chart;
use serde::Deserialize;

use crate::data::digits;
use crate::experiment::{Results, Work};

/// The race of the activations.
pub struct Experiment;

/// What is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    activation: Activation,
    initialization: Initialization,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    width: usize,
    #[serde(deserialize_with = "checked::count")]
    batch_size: usize,
    #[serde(deserialize_with = "checked::count")]
    epochs: usize,
    #[serde(deserialize_with = "checked::fraction")]
    goal: f64,
}

/// `depth` layers from 64 pixels to 10 classes: depth - 1 hidden layers of equal width.
fn architecture(arm: &Arm, settings: &Settings, cell: &Cell) -> Architecture {
    let hidden = cell.level("depth") as usize - 1;
    let mut sizes = vec![64];
    sizes.extend(vec![settings.width; hidden]);
    sizes.push(10);
    Architecture {
        sizes,
        activation: arm.activation,
        output: Output::Softmax,
        cost: Cost::CategoricalCrossEntropy,
    }
}

impl crate::experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] =
        &["reached", "epochs", "effort", "train_error", "test_error"];
    const FACTORS: &'static [&'static str] = &["depth"];
    const TUNED: bool = true;

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        anyhow::ensure!(
            cell.data_set == "digits",
            "no data set `{}`; this version has digits",
            cell.data_set
        );
        let depths = 1..=100;
        anyhow::ensure!(
            depths.contains(&cell.level("depth")),
            "depth {} counts layers: give 1 to 100",
            cell.level("depth")
        );
        Ok(architecture(arm, settings, cell).check()?)
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| train(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        vec![charts::epochs_by_depth(results), charts::ratios(results)]
    }
}

/// One run: epochs to the goal, and the errors it ends with.
fn train(work: &Work<'_, Experiment>, streams: &Streams) -> Metrics {
    let data = digits();
    let settings = work.settings;
    let mut network: Network<f32> =
        Network::new(architecture(work.arm, settings, work.cell)).expect("checked before the run");
    let mut init = streams.stream("init");
    work.arm.initialization.fill(&mut network, 0.0, std::slice::from_mut(&mut init));
    let batch_size = settings.batch_size.min(data.train.input.rows());
    let plan = Plan {
        schedule: Schedule::Constant,
        batch_size: Some(batch_size),
        epochs: settings.epochs,
        stop: Stop::ErrorAtMost(settings.goal),
    };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch_size, work.simd);
    let order = &mut [streams.stream("order")];
    let ending = trainer.fit(&data.train, work.rate() as f32, &plan, order)[0];
    let mut error = |data: &Data<f32>| trainer.errors(data)[0] as f64 / data.input.rows() as f64;
    let (train_error, test_error) = (error(&data.train), error(&data.test));
    let budget = settings.epochs as f64;
    let (epochs, effort) = match ending {
        Ending::Reached(epochs) => (epochs as f64, epochs as f64),
        Ending::Exhausted(_) => (budget, budget * (1.0 + train_error)),
        Ending::Diverged(_) => (budget, budget * 2.0),
    };
    vec![
        ("reached", f64::from(u8::from(matches!(ending, Ending::Reached(_))))),
        ("epochs", epochs),
        ("effort", effort),
        ("train_error", train_error),
        ("test_error", test_error),
    ]
}
