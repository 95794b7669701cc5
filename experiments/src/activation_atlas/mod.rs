//! Which activation gets to a training error first, over specifications drawn at random.
//!
//! A trial is an arm of a specification: it tunes its learning rate, then trains ten times. Source:
//! the notes, "Which activation function should I use?" and "Rectified linear unit".

mod charts;
mod choices;
mod forecasts;
mod population;
mod published;
mod races;
mod rule;
mod settings;
mod specification;
mod training;
mod variants;

use anyhow::ensure;
use claims::statistics::shown;
use claims::{Cell, Metrics};
use experiment::{Results, Trials, Work};
use figures::{Chart, Table, column, frame};

use choices::GOALS;
use population::{CONTRASTS, Contrast};
use races::{RACERS, Race, races};

use crate::data;
use crate::limits::{self, MOST_STEPS};
use crate::training::classifier;
pub use settings::{Arm, Choices, Descent, Forecast, Role, Settings, Task, Weights};

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
        "effect",
        "effect_low",
        "effect_high",
        "next_agrees",
        "next_agrees_low",
        "next_agrees_high",
        "between_data_sets",
        "between_data_sets_low",
        "between_data_sets_high",
        "between_specifications",
        "between_specifications_low",
        "between_specifications_high",
        "between_runs",
        "between_runs_low",
        "between_runs_high",
        "residual",
        "residual_low",
        "residual_high",
        "rule_right",
        "commonest_right",
        "gained",
        "best_variant_wins",
        "six_times_sooner",
        "an_order_sooner",
        "right_elsewhere",
        "test_difference",
        "same_winner",
        "forecasts_within",
        "forecast_error",
        "error_without_choices",
    ];
    const ACROSS: &'static [&'static str] = &[
        "relu_against_sigmoid",
        "relu_against_tanh",
        "tanh_against_sigmoid",
        "relu_against_itself",
        "rule",
        "variants",
        "published",
        "forecasts",
        "twins",
        "rule_elsewhere",
        "test_errors",
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
    fn across(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
        let races = races(trials);
        let rule = rule::metrics(&races, trials.settings.explored);
        let variants = variants::metrics(trials, &races);
        let published = published::metrics(&races);
        population::metrics(&races)
            .into_iter()
            .chain([("rule", rule), ("variants", variants), ("published", published)])
            .chain([("forecasts", forecasts::metrics(trials, &races))])
            .chain([("twins", rule::twins(&races))])
            .chain([("rule_elsewhere", rule::transfers(&races, trials.settings.explored))])
            .chain([("test_errors", test_errors(&races))])
            .collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let (races, depths) = (races(results), &results.settings.specification.depth);
        let levels = CONTRASTS[..2].iter().map(|Contrast { arms, .. }| {
            let [first, second] = arms.map(name);
            (format!("{first} / {second}"), choices::levels(results, &races, *arms))
        });
        vec![
            charts::curve(&races, depths),
            charts::map(&races, &results.file.trials.data_sets, depths),
            charts::choices(&levels.collect::<Vec<_>>()),
        ]
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let races = races(results);
        Ok(vec![
            ("specifications", specifications(&races, results.settings.explored)?),
            ("population", population::table(&races, results.across)?),
            ("choices", choices::table(results, &races)?),
            ("leaves", rule::table(&races, results.settings.explored)?),
            ("scores", forecasts::table(results, &races)?),
        ])
    }
}

/// Of each specification in which tanh and sigmoid both get to the goal, the difference of their test
/// errors.
fn test_errors(races: &[Race<'_>]) -> Vec<Metrics> {
    let differences = races.iter().filter_map(|race| race.test_difference(["tanh", "sigmoid"]));
    differences.map(|difference| vec![("test_difference", difference)]).collect()
}

/// An arm as the notes write it.
fn name(arm: &str) -> &str {
    if arm == "relu" { "ReLU" } else { arm }
}

/// One row a specification: what was drawn, and who was first.
fn specifications(races: &[Race<'_>], explored: u64) -> anyhow::Result<Table> {
    let tree = rule::grown(races, explored);
    let logs = |race: &Race<'_>, [first, second]: [&str; 2]| {
        race.log_ratio(first, second).map_or(f64::NAN, shown)
    };
    let winner = |race: &Race<'_>| race.winner().map_or("", |winner| RACERS[winner]);
    Ok(frame(vec![
        column("data_set", races, |race| race.data_set),
        column("seed", races, |race| race.seed),
        column("depth", races, |race| race.specification.depth),
        column("width", races, |race| race.specification.width),
        column("batch_size", races, |race| race.specification.batch_size),
        column("weights", races, |race| race.specification.weights.name()),
        column("optimizer", races, |race| race.specification.descent.name()),
        column("goal", races, |race| GOALS[race.specification.goal]),
        column("ln_relu_sigmoid", races, |race| logs(race, ["relu", "sigmoid"])),
        column("ln_relu_tanh", races, |race| logs(race, ["relu", "tanh"])),
        column("ln_tanh_sigmoid", races, |race| logs(race, ["tanh", "sigmoid"])),
        column("winner", races, winner),
        column("rule", races, |race| RACERS[tree.names(race)]),
    ])?)
}
