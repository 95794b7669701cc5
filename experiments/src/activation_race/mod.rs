//! Epochs to a fixed training error, by activation, data set and depth.
//!
//! Source: the notes, "Which activation function should I use?" and "Rectified linear unit".

mod charts;
mod standings;
mod training;

use claims::{Cell, Metrics, single};
use experiment::{Results, Trials, Work};
use figures::{Chart, Table};
use indexmap::IndexMap;
use mlp::{Activation, Architecture, Cost, Initialization, Optimizer, Output, checked};
use serde::Deserialize;

use crate::data;
use crate::limits::{self, MOST_STEPS};

/// The race of the activations.
pub struct Experiment;

/// What is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    activation: Activation,
    initialization: Initialization,
    /// What it is compared for.
    #[serde(default)]
    role: Role,
    /// Of every hidden layer, instead of the width that all share.
    #[serde(default)]
    width: Option<usize>,
    #[serde(default = "gradient_descent")]
    optimizer: Optimizer,
    /// What the grid of learning rates is multiplied by: an optimiser that normalises its steps
    /// has another scale of them, and needs a grid as wide around it.
    #[serde(default = "one", deserialize_with = "single::positive")]
    rate_unit: f64,
}

fn gradient_descent() -> Optimizer {
    Optimizer::GradientDescent
}

fn one() -> f64 {
    1.0
}

/// What an arm is compared for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// One of the activations that race.
    #[default]
    Racer,
    /// A racer that the notes call worth trying in the place of ReLU.
    Variant,
    /// It must tie with a racer.
    Control,
    /// A racer with one thing about it changed.
    OneFactor,
    /// A racer that trains on to the end of the budget, for the errors it ends with.
    ToTheEnd,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    width: usize,
    /// By data set.
    tasks: IndexMap<String, Task>,
}

/// When a data set counts as learned, and how it is gone about.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The share of training examples that may be wrong.
    #[serde(deserialize_with = "checked::fraction")]
    goal: f64,
    #[serde(deserialize_with = "checked::count")]
    batch_size: usize,
    /// The budget.
    #[serde(deserialize_with = "checked::count")]
    epochs: usize,
    /// Train on the first so many examples only.
    examples: Option<usize>,
}

/// `depth` layers: depth - 1 hidden layers of equal width.
fn architecture(
    arm: &Arm,
    settings: &Settings,
    cell: &Cell,
    (inputs, classes): (usize, usize),
) -> Architecture {
    let hidden = cell.level("depth") as usize - 1;
    let width = arm.width.unwrap_or(settings.width);
    let sizes = [vec![inputs], vec![width; hidden], vec![classes]].concat();
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes, activation: arm.activation, output, cost }
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "reached",
        "epochs",
        "effort",
        "train_error",
        "test_error",
        "error_at_1",
        "error_at_2",
        "error_at_5",
        "error_at_10",
        "error_at_20",
        "error_at_50",
        "largest_share_of_firsts",
        "best_variant_wins",
    ];
    const FACTORS: &'static [&'static str] = &["depth"];
    const TUNED: bool = true;
    const ACROSS: &'static [&'static str] = &["standings"];

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        let depth = cell.level("depth");
        anyhow::ensure!((1..=100).contains(&depth), "depth {depth} counts layers: give 1 to 100");
        anyhow::ensure!(
            settings.tasks.contains_key(&cell.data_set),
            "no [settings.tasks.{}]: say its goal, batch_size and epochs",
            cell.data_set
        );
        let task = &settings.tasks[&cell.data_set];
        anyhow::ensure!(
            task.examples != Some(0),
            "examples = 0: give one or more, or leave it out"
        );
        limits::at_most("epochs", task.epochs, MOST_STEPS)?;
        let shape = data::shape(&cell.data_set)?;
        limits::network(&architecture(arm, settings, cell, shape))
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| training::trial(work, streams)).collect()
    }

    fn across(trials: &Trials<'_, Self>) -> Vec<(&'static str, Vec<Metrics>)> {
        vec![("standings", standings::by_seed(trials))]
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        let mut charts = vec![charts::epochs(results), charts::ratios(results)];
        charts.extend(charts::learning_curves(results));
        charts
    }

    fn tables(results: &Results<'_, Self>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(vec![("places", standings::places(results)?), ("ratios", standings::ratios(results)?)])
    }
}
