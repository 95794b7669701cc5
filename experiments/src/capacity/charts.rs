//! What is memorised, by the number of parameters.

use claims::statistics::{max, median, min};
use experiment::Results;
use figures::series::of_activation;
use figures::{Axis, Chart, Mark, Panel};

use super::memory::{WIDTHS, parameters};
use super::settings::{Arm, Settings};

/// Examples memorised against parameters, one line an activation.
pub(super) fn by_parameters(results: &Results<'_, Arm, Settings>) -> Chart {
    let mut marks = Vec::new();
    let one_each = [2.0, 3.0].map(|x| (x, x));
    marks.push(Mark::Path { series: None, points: one_each.to_vec() });
    marks.push(Mark::Note { at: (2.72, 2.55), text: "one each".to_owned() });
    for (name, arm) in results.arms {
        let series = of_activation(name);
        let Some((cell, _)) = results.cells_of(name).next() else { continue };
        let points: Vec<(f64, f64, f64, f64)> = WIDTHS
            .iter()
            .map(|&(width, metric)| {
                let memorised = results.values(cell, metric);
                let [middle, low, high] =
                    [median, min, max].map(|statistic| libm::log10(statistic(&memorised)));
                (libm::log10(parameters(width, arm, results.settings)), middle, low, high)
            })
            .collect();
        let line = points.iter().map(|&(x, y, ..)| (x, y)).collect();
        marks.push(Mark::Dots { series, points, label: String::new() });
        marks.push(Mark::Line { series, points: line, label: name.replace('_', " ") });
    }
    Chart {
        name: "by_parameters".to_owned(),
        title: "More parameters memorise more labels; without a nonlinearity, width adds nothing"
            .to_owned(),
        caption: format!(
            "The most examples of which it learns {} % within {} epochs (medians over seeds, with the least \
             and the most), against the number of its parameters, its hidden layer being 4, 8, 16 and \
             32 units wide. Grey: one example for each parameter.",
            100.0 * (1.0 - results.settings.goal),
            results.settings.epochs
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::powers_of_ten("parameters", 1.9, 3.0),
            y: Axis::powers_of_ten("examples memorised", 0.9, 3.6),
            marks,
        }],
    }
}
