//! Epochs of every racer; ReLU against tanh and sigmoid as a surface; learning curves.

use claims::Cell;
use claims::statistics::{interquartile_mean, mean, median, middle_half_ends};
use experiment::Results;
use figures::series::of_activation;
use figures::{Axis, Chart, Mark, Panel};

use super::settings::{Arm, Role, Settings};
use super::standings::{Ratio, all_ratios};
use super::training::CURVE;

/// Drawn as curves.
const CURVES: [&str; 3] = ["sigmoid", "tanh", "relu"];

fn log10(x: f64) -> f64 {
    libm::log10(x)
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// Names in the order in which they first come.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

/// Median epochs to the goal, racer by depth, a panel a data set.
pub(super) fn epochs(results: &Results<'_, Arm, Settings>) -> Chart {
    let racers: Vec<&String> = results
        .arms
        .iter()
        .rev()
        .filter(|(_, arm)| matches!(arm.role, Role::Racer | Role::Variant))
        .map(|(name, _)| name)
        .collect();
    let depths = results.file.factors["depth"].clone();
    let panel = |data_set: &str| {
        let budget = results.settings.tasks[data_set].epochs as f64;
        let cell = |(index, cell): (usize, &Cell)| {
            let row = racers.iter().position(|racer| **racer == cell.arm)?;
            let column = depths.iter().position(|&depth| depth == cell.level("depth"))?;
            let epochs = median(&results.values(index, "epochs"));
            let reached = mean(&results.values(index, "reached")) >= 0.5;
            let digits = usize::from(epochs < 9.95);
            let text = if reached { format!("{epochs:.digits$}") } else { "-".to_owned() };
            Some((column as f64, row as f64, log10(epochs) / log10(budget), text))
        };
        let here = results.cells.iter().enumerate().filter(|(_, cell)| cell.data_set == data_set);
        Panel {
            title: words(data_set),
            x: Axis::names("depth", depths.iter().map(ToString::to_string)),
            y: Axis::names("", racers.iter().map(|racer| words(racer))),
            marks: vec![Mark::heat(here.filter_map(cell).collect())],
        }
    };
    let data_sets = distinct(results.cells.iter().map(|cell| cell.data_set.as_str()));
    Chart {
        name: "epochs".to_owned(),
        title: "Epochs to a fixed training error, by activation and depth".to_owned(),
        caption:
            "The median over seeds, each at the learning rate that suits this activation here; \
                  a dash where fewer than half of the runs got there within the budget. Depth is \
                  hidden layers + 1; the darker, the longer."
                .to_owned(),
        panels: data_sets.into_iter().map(panel).collect(),
    }
}

/// How many times the steps: ReLU against tanh and sigmoid.
pub(super) fn ratios(results: &Results<'_, Arm, Settings>) -> Chart {
    let ratios = all_ratios(results);
    let places = distinct(ratios.iter().map(|ratio| ratio.place.as_str()));
    let places: Vec<&str> = places.into_iter().rev().collect();
    let depths = results.file.factors["depth"].clone();
    // The smallest interesting effect: a tenth, in logarithms.
    let limit = libm::exp(-0.1);
    let panel = |against: &str| {
        let cell = |ratio: &Ratio| {
            let column = depths.iter().position(|&depth| depth == ratio.depth)?;
            let row = places.iter().position(|place| *place == ratio.place)?;
            let [middle, low, high] = ratio.epochs;
            // In the middle of the ramp where the two are level, at its ends at a tenth and tenfold.
            let share = (0.5 + 0.5 * log10(middle)).clamp(0.0, 1.0);
            let clear = if low > limit || high < limit { "" } else { "?" };
            let text = match ratio.both_censored {
                censored if censored > 1.0 / 3.0 => "-".to_owned(),
                _ => format!("{middle:.2}\u{d7}{clear}"),
            };
            Some((column as f64, row as f64, share, text))
        };
        let here = ratios.iter().filter(|ratio| ratio.against == against);
        Panel {
            title: format!("ReLU / {against}"),
            x: Axis::names("depth", depths.iter().map(ToString::to_string)),
            y: Axis::names("", places.iter().copied()),
            marks: vec![Mark::diverging(here.filter_map(cell).collect())],
        }
    };
    Chart {
        name: "ratios".to_owned(),
        title: "How many times the steps: ReLU against tanh and sigmoid".to_owned(),
        caption: "The median over paired seeds of the ratio of steps to the same training error, at the \
                  learning rate that tuning chose for each. Below 1 (blue) ReLU is sooner, above (orange) later. A \
                  question mark: the 95 % interval over seeds has the limit of C35 and C82 in it, 0.905. A dash: in more than a third of the pairs neither got \
                  there; where only one did not, the ratio is a bound. Wide: twice the units; lecun: one initialisation for all; adam: another optimiser."
            .to_owned(),
        panels: ["tanh", "sigmoid"].map(panel).to_vec(),
    }
}

/// The training error on the way to the goal, by data set, at the middle depth.
pub(super) fn learning_curves(results: &Results<'_, Arm, Settings>) -> Option<Chart> {
    let places = distinct(results.cells.iter().map(|cell| cell.data_set.as_str()));
    let mut panels = Vec::new();
    let depths = &results.file.factors["depth"];
    let depth = depths[depths.len() / 2];
    for data_set in places {
        let task = results.settings.tasks[data_set];
        let mut marks = vec![Mark::Path {
            series: None,
            points: vec![(0.0, log10(task.goal)), (log10(50.0), log10(task.goal))],
        }];
        for arm in &CURVES {
            let series = of_activation(arm);
            let of_arm = |(_, cell): &(usize, &Cell)| {
                cell.arm == *arm && cell.data_set == data_set && cell.level("depth") == depth
            };
            let (index, _) = results.cells.iter().enumerate().find(of_arm)?;
            let mut band = Vec::new();
            let mut line = Vec::new();
            for (epoch, metric) in CURVE {
                let errors = results.values(index, metric);
                if errors.is_empty() {
                    continue;
                }
                // A logarithm wants something: half an example in a thousand.
                let at = |error: f64| log10(if error > 5e-4 { error } else { 5e-4 });
                let x = log10(epoch as f64);
                let (low, high) = middle_half_ends(&errors);
                band.push((x, at(low), at(high)));
                line.push((x, at(interquartile_mean(&errors))));
            }
            let label = words(arm);
            marks.push(Mark::Band { series, points: band });
            marks.push(Mark::Line { series, points: line, label });
        }
        panels.push(Panel {
            title: format!("{}, depth {depth}", words(data_set)),
            x: {
                let mut x = Axis::powers_of_ten("epochs", 0.0, log10(50.0));
                x.ticks.push((log10(50.0), "50".to_owned()));
                x
            },
            y: Axis::powers_of_ten("", -2.6, 0.0),
            marks,
        });
    }
    Some(Chart {
        name: "learning_curves".to_owned(),
        title: "The share of training examples wrong, on the way to the goal".to_owned(),
        caption:
            "The middle half of the seeds (bands) and its mean; at one depth. Runs stop at the goal \
                  (grey line) and are drawn on from there."
                .to_owned(),
        panels,
    })
}
