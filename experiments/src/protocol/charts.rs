//! Coverage of the intervals; how often what was planted is found.

use claims::Metrics;
use claims::statistics::mean;
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::coverage::{FEW, POPULATIONS, STATISTICS};
use super::judged::PLANTED;
use super::settings::{Arm, Settings};

/// The rows of what was recorded under a name.
fn recorded<'a>(results: &'a Results<'_, Arm, Settings>, name: &str) -> &'a [Metrics] {
    let found = results.across.iter().find(|(found, _)| *found == name);
    found.map_or(&[], |(_, rows)| rows)
}

fn values(rows: &[Metrics], metric: &str) -> Vec<f64> {
    rows.iter().flatten().filter(|(name, _)| *name == metric).map(|(_, x)| *x).collect()
}

/// The share of intervals that cover, a row each.
pub(super) fn coverage(results: &Results<'_, Arm, Settings>) -> Chart {
    let titles = ["normal numbers", "ln(steps / steps)", "test error - test error"];
    let sizes = [FEW, results.settings.pairs];
    let panel = |(names, population): ([&str; 2], &str)| {
        let (mut rows, mut marks) = (Vec::new(), Vec::new());
        marks.push(Mark::Path { series: None, points: vec![(0.95, -0.5), (0.95, 5.5)] });
        for (_, metric) in STATISTICS.iter().rev() {
            for (n, name) in sizes.into_iter().zip(names) {
                let at = (mean(&values(recorded(results, name), metric)), rows.len() as f64);
                marks.push(Mark::Point { series: 0, at, filled: true, label: String::new() });
                rows.push(format!("{} of {n}", metric.replace('_', " ")));
            }
        }
        Panel {
            title: population.to_owned(),
            x: Axis::linear("coverage", 0.9, 1.0).with_ticks(&[0.9, 0.95, 1.0]),
            y: Axis::names("", rows.iter().map(|name| name.replace("interquartile", "iq"))),
            marks,
        }
    };
    Chart {
        name: "coverage".to_owned(),
        title: "95 % intervals cover 95 %, nearly".to_owned(),
        caption: format!(
            "The share of {} simulated samples (a quarter as many of the larger ones) whose interval has the truth in it, drawn from \
             normal numbers and from real trials, {FEW} or {} at a time; iq mean: of the middle half. \
             Grey line: what the intervals promise.",
            results.settings.coverage_repeats, results.settings.pairs
        ),
        panels: POPULATIONS.into_iter().zip(titles).map(panel).collect(),
    }
}

/// How often a planted effect is called supported, by its size.
pub(super) fn found(results: &Results<'_, Arm, Settings>) -> Chart {
    let share = |name: &str, metric: &str| mean(&values(recorded(results, name), metric));
    let mut points = vec![(0.0, share("same_arm", "supported"))];
    points.extend(PLANTED.map(|(effect, metric)| (-effect, share("planted", metric))));
    Chart {
        name: "found".to_owned(),
        title: "What is planted is found; what is not there is not".to_owned(),
        caption: format!(
            "How often {} pairs lead to the verdict \"supported\" on median ln(a/b) of steps < -{}, \
             when both arms are the same and a's steps are then divided by e to the power shown.",
            results.settings.pairs, results.settings.smallest_effect
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("planted effect, ln(b / a)", -0.02, 0.55)
                .with_ticks(&[0.0, 0.1, 0.2, 0.35, 0.5]),
            y: Axis::linear("share called supported", -0.02, 1.02).with_ticks(&[0.0, 0.5, 1.0]),
            marks: vec![Mark::Line { series: 0, points, label: String::new() }],
        }],
    }
}
