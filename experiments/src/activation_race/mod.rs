//! Epochs to a fixed training error, by activation, data set and depth.
//!
//! Source: the notes, "Which activation function should I use?" and "Rectified linear unit".

mod charts;
mod settings;
mod standings;
mod times;
mod training;

use claims::{Cell, Metrics};
use experiment::{Results, Trials, Work};
use figures::{Chart, Table};

use crate::data;
use crate::limits::{self, MOST_STEPS};
pub use settings::{Arm, Role, Settings, Task};
use training::architecture;

/// The race of the activations.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "reached",
        "steps",
        "epochs",
        "score",
        "train_error",
        "test_error",
        "error_at_1",
        "error_at_2",
        "error_at_5",
        "error_at_10",
        "error_at_20",
        "error_at_50",
        "regret",
        "largest_share_of_firsts",
        "best_variant_wins",
    ];
    const DIGITS: bool = true;
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

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| training::trial(work, streams)).collect()
    }

    fn across(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
        vec![("standings", standings::by_seed(trials))]
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let mut charts = vec![charts::epochs(results), charts::ratios(results)];
        charts.extend(charts::learning_curves(results));
        charts
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(vec![
            ("places", standings::places(results)?),
            ("ratios", standings::ratios(results)?),
            ("times", times::times(results)?),
        ])
    }
}
