//! Which activation gets to a training error first, over specifications drawn at random.
//!
//! A trial is an arm of a specification: it tunes its learning rate, then trains ten times. Source:
//! the notes, "Which activation function should I use?" and "Rectified linear unit".

mod settings;
mod specification;
mod training;

use anyhow::ensure;
use claims::{Cell, Metrics};
use experiment::Work;

use crate::data;
use crate::limits::{self, MOST_STEPS};
use crate::training::classifier;
pub use settings::{Arm, Choices, Descent, Role, Settings, Task, Weights};

/// The atlas of activations.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "steps",
        "reached",
        "budget",
        "learning_rate",
        "pilot_score",
        "pilots",
        "test_error",
        "steps_0",
        "steps_1",
        "steps_2",
        "steps_3",
        "steps_4",
        "steps_5",
        "steps_6",
        "steps_7",
        "steps_8",
        "steps_9",
    ];

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        let Settings { specification: choices, tasks, .. } = settings;
        let data_set = &cell.data_set;
        ensure!(
            tasks.contains_key(data_set),
            "no [settings.tasks.{data_set}]: say its goals and epochs"
        );
        let task = &tasks[data_set];
        ensure!(
            task.goals.iter().all(|goal| (0.0..1.0).contains(goal)),
            "goals = {:?}: shares of the examples, from 0 to below 1",
            task.goals
        );
        ensure!(task.examples != Some(0), "examples = 0: give one or more, or leave it out");
        ensure!(
            choices.batch_size.iter().any(|&size| size >= task.least_batch_size),
            "least_batch_size = {}: no batch_size is as large",
            task.least_batch_size
        );
        let is_drawn = !choices.depth.is_empty()
            && !choices.width.is_empty()
            && !choices.initialization.is_empty()
            && !choices.optimizer.is_empty();
        ensure!(is_drawn, "[settings.specification]: a list is empty; give one entry or more");
        limits::at_most("epochs", task.epochs, MOST_STEPS)?;
        limits::at_most("pilots", settings.pilots, MOST_STEPS)?;
        ensure!(
            choices.batch_size.iter().all(|size| (1..=MOST_STEPS).contains(size)),
            "batch_size = {:?}: give 1 to {MOST_STEPS}",
            choices.batch_size
        );
        for &depth in &choices.depth {
            ensure!((2..=100).contains(&depth), "depth {depth} counts layers: give 2 to 100");
            for &width in &choices.width {
                let shape = data::shape(data_set)?;
                limits::network(&classifier(shape, (depth - 1, width), arm.activation))?;
            }
        }
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| training::trial(work, streams)).collect()
    }
}
