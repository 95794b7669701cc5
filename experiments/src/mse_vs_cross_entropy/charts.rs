//! The two derivatives of the notes; the time gradient flow takes; epochs of trained networks.

use claims::Formula;
use claims::statistics::{max, median, min};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::settings::{Arm, Settings};
use super::slopes::flow_time;

pub(super) fn all(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
    let flow = |name: &str| match results.arms.get(name) {
        Some(Arm::Flow { slope, time }) => Some((slope, time)),
        _ => None,
    };
    let mut charts = Vec::new();
    if let (Some(squared), Some(cross)) = (flow("flow_squared_error"), flow("flow_cross_entropy")) {
        charts.push(derivatives(squared.0, cross.0));
        charts.push(times(results, squared, cross));
    }
    charts.push(training(results));
    charts
}

/// dJ/dz over z for one example with y = 1, one panel a cost.
fn derivatives(squared: &Formula, cross: &Formula) -> Chart {
    let points = |slope: &Formula| -> Vec<(f64, f64)> {
        let grid = (0..=240).map(|i| f64::from(i) / 12.0 - 10.0);
        grid.map(|z| (z, slope.value(&[("z", z)]))).collect()
    };
    let panel = |title: &str, slope: &Formula, y: Axis, series: usize| Panel {
        title: title.to_owned(),
        x: Axis::linear("z", -10.0, 10.0),
        y,
        marks: vec![Mark::Line { series, points: points(slope), label: String::new() }],
    };
    let low = Axis::linear("dJ/dz", -0.16, 0.005).with_ticks(&[-0.15, -0.1, -0.05, 0.0]);
    let high = Axis::linear("dJ/dz", -1.05, 0.04).with_ticks(&[-1.0, -0.75, -0.5, -0.25, 0.0]);
    Chart {
        name: "derivatives".to_owned(),
        title: "Where z is very wrong, squared error has no slope, and cross-entropy its largest"
            .to_owned(),
        caption:
            "The derivative of either cost in z for one example with y = 1; mind the two scales."
                .to_owned(),
        panels: vec![
            panel("squared error", squared, low, 0),
            panel("cross-entropy", cross, high, 1),
        ],
    }
}

/// How long gradient flow takes from z0 to 0.
fn times(
    results: &Results<'_, Arm, Settings>,
    squared: (&Formula, &Formula),
    cross: (&Formula, &Formula),
) -> Chart {
    let settings = results.settings;
    let marks = [(0, squared, "squared error"), (1, cross, "cross-entropy")];
    let marks = marks.into_iter().flat_map(|(series, (slope, time), label)| {
        let grid = (0..=90).map(|i| -1.0 - f64::from(i) / 10.0);
        let law = grid.map(|z| (-z, libm::log10(time.value(&[("z", z)])))).collect();
        let found = settings.starts.iter().map(|&z| {
            let log = libm::log10(flow_time(slope, z, settings.step));
            (-z, log, log, log)
        });
        [
            Mark::Line { series, points: law, label: label.to_owned() },
            Mark::Dots { series, points: found.collect(), label: String::new() },
        ]
    });
    Chart {
        name: "flow".to_owned(),
        title: "From a wrong start, squared error takes exponentially long, cross-entropy linearly"
            .to_owned(),
        caption: format!(
            "The time gradient flow takes from z0 to z = 0 with y = 1: in closed form (lines) and by \
             Euler's steps of {} (dots).",
            settings.step
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("-z0: how wrong the start is", 0.8, 10.2)
                .with_ticks(&[2.0, 4.0, 6.0, 8.0, 10.0]),
            y: Axis::powers_of_ten("time", -0.2, 4.6),
            marks: marks.collect(),
        }],
    }
}

/// Epochs to the goal by arm: the median and the range.
fn training(results: &Results<'_, Arm, Settings>) -> Chart {
    let arms = results.arms.iter().filter_map(|(name, arm)| {
        let Arm::Training { learning_rate, .. } = arm else { return None };
        let (cell, _) = results.cells_of(name).next()?;
        let epochs = results.values(cell, "epochs");
        let start = if name.starts_with("wrong") { "wrong" } else { "fair" };
        let cost = if name.contains("cross") { "cross-entropy" } else { "squared error" };
        let log = libm::log10;
        let spread = [min(&epochs), median(&epochs), max(&epochs)].map(log);
        let rate = learning_rate.map_or("tuned".to_owned(), |rate| rate.to_string());
        Some((format!("{start} start, {cost}, {rate}"), cost == "cross-entropy", spread))
    });
    let arms: Vec<_> = arms.collect();
    let marks =
        arms.iter().rev().enumerate().flat_map(|(y, (_, cross, spread))| {
            Mark::spread(usize::from(*cross), y as f64, *spread)
        });
    let budget = results.settings.epochs;
    Chart {
        name: "training".to_owned(),
        title: "What a wrong start costs squared error and cross-entropy".to_owned(),
        caption: format!(
            "Epochs until {} % of the digits are told wrongly into odd and even (discs: median; lines: \
             from the least to the most of {} runs, {budget} at most), by the start, the cost and the \
             learning rate. A wrong start has an output bias of -8.",
            100.0 * results.settings.goal,
            results
                .cells_of("wrong_cross_entropy")
                .next()
                .map_or(0, |(cell, _)| results.values(cell, "epochs").len()),
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::powers_of_ten("epochs", 0.0, 2.3),
            y: Axis::names("", arms.iter().rev().map(|(name, ..)| name.clone())),
            marks: marks.collect(),
        }],
    }
}
