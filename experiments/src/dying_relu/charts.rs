//! Which dead units come back; how often networks are born dead.

use claims::Cell;
use claims::statistics::{max, mean, min};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::settings::{Arm, Settings};
use super::{born_dead, dose};

const ARMS: [(&str, &str); 5] = [
    ("relu", "ReLU, layer 1"),
    ("relu_second_layer", "ReLU, layer 2"),
    ("leaky_relu", "leaky ReLU 0.01, layer 1"),
    ("leaky_relu_025", "leaky ReLU 0.25, layer 1"),
    ("maxout", "maxout, layer 1"),
];

/// The share of dead units that are active again after training.
pub(super) fn revival(results: &Results<'_, Arm, Settings>) -> Chart {
    let marks = ARMS.iter().rev().enumerate().filter_map(|(y, (arm, _))| {
        let usual = |(_, cell): &(usize, &Cell)| cell.level("hundredths_of_margin") == dose::USUAL;
        let (cell, _) = results.cells_of(arm).find(usual)?;
        let shares = results.values(cell, "revived");
        let spread = [min(&shares), mean(&shares), max(&shares)];
        Some(Mark::spread(0, y as f64, spread))
    });
    let settings = results.settings;
    Chart {
        name: "revival".to_owned(),
        title: "A dead ReLU stays dead in the first layer; others can come back".to_owned(),
        caption: format!(
            "Of {} units made inactive for every training example, the share that is active for one \
             after {} steps on the digits (discs: mean over runs; lines: from the least to the most).",
            settings.dead, settings.steps
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("share of dead units that came back", -0.02, 1.02)
                .with_ticks(&[0.0, 0.25, 0.5, 0.75, 1.0]),
            y: Axis::names("", ARMS.iter().rev().map(|(_, name)| *name)),
            marks: marks.flatten().collect(),
        }],
    }
}

/// The share that comes back, by the slope below 0 and how far below 0 units start.
pub(super) fn dose(results: &Results<'_, Arm, Settings>) -> Chart {
    let leak = |(arm, slope): (&'static str, f64)| (arm, format!("leaky, slope {slope}"));
    let relu = [("relu", "ReLU".to_owned())].into_iter();
    let arms: Vec<(&str, String)> =
        relu.chain(dose::LEAKS.map(leak)).chain([("elu", "ELU".to_owned())]).rev().collect();
    let margins = &results.file.factors["hundredths_of_margin"];
    let mut cells = Vec::new();
    for (row, (arm, _)) in arms.iter().enumerate() {
        for (index, cell) in results.cells_of(arm) {
            let margin = cell.level("hundredths_of_margin");
            let Some(column) = margins.iter().position(|&level| level == margin) else { continue };
            let shares = results.values(index, "revived");
            if !shares.is_empty() {
                let share = mean(&shares);
                cells.push((column as f64, row as f64, share, format!("{share:.2}")));
            }
        }
    }
    Chart {
        name: "dose".to_owned(),
        title: "How many dead units come back, by slope and depth below 0".to_owned(),
        caption: format!(
            "Of {} units of the first layer that start inactive for every example, at least so far below \
             0, the share that is active for one after {} steps (mean over runs). ELU's slope is e^z.",
            results.settings.dead, results.settings.steps
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("margin", margins.iter().map(|&m| (m as f64 / 100.0).to_string())),
            y: Axis::names("", arms.iter().map(|(_, name)| name.clone())),
            marks: vec![Mark::heat(cells)],
        }],
    }
}

/// The probability of being dead for an input, by depth and width.
pub(super) fn born_dead(settings: &Settings) -> Chart {
    let cells = born_dead::cells(settings);
    let mut marks = Vec::new();
    for (series, &width) in settings.widths.iter().enumerate() {
        let of_width = cells.iter().filter(|cell| cell.width == width);
        let law = of_width.clone().map(|cell| (cell.depth as f64, cell.predicted()));
        let dots = of_width.map(|cell| {
            let share = cell.share();
            (cell.depth as f64, share, share, share)
        });
        let label = format!("width {width}");
        marks.push(Mark::Line { series, points: law.collect(), label });
        marks.push(Mark::Dots { series, points: dots.collect(), label: String::new() });
    }
    let deepest = settings.depths.iter().copied().fold(1, Ord::max) as f64;
    Chart {
        name: "born_dead".to_owned(),
        title: "Deep and narrow ReLU networks are born dead".to_owned(),
        caption: format!(
            "The share of random networks without biases of which some hidden layer is 0 for an input: \
             {} draws each (dots), and 1 - (1 - 2^-width)^depth, joined by lines.",
            settings.draws
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("hidden layers", 0.0, deepest),
            y: Axis::linear("share dead", 0.0, 1.03).with_ticks(&[0.0, 0.25, 0.5, 0.75, 1.0]),
            marks,
        }],
    }
}
