//! Ours beside theirs.

use claims::statistics::{max, median, min};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::settings::{Arm, Settings};

/// Test errors, one row an architecture.
pub(super) fn test_errors(results: &Results<'_, Arm, Settings>) -> Chart {
    let arms = results.arms;
    let mut marks = Vec::new();
    let mut most = 5.0;
    for (row, (name, arm)) in arms.iter().rev().enumerate() {
        let Some((cell, _)) = results.cells_of(name).next() else { continue };
        let errors = results.values(cell, "test_error");
        let spread = [min, median, max].map(|statistic| 100.0 * statistic(&errors));
        let published = 100.0 * arm.published;
        most = max(&[most, spread[2], published]);
        marks.extend(Mark::spread(0, row as f64, spread));
        let at = (published, row as f64);
        marks.push(Mark::Point { series: 1, at, filled: false, label: String::new() });
    }
    Chart {
        name: "test_errors".to_owned(),
        title: "Test errors on MNIST: ours beside those published".to_owned(),
        caption:
            "Discs: the median over our seeds, with their range. Rings: what the source says of \
                  the same architecture."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("test error, %", 0.0, most + 1.0),
            y: Axis::names("", arms.keys().rev().map(|name| name.replace('_', " "))),
            marks,
        }],
    }
}
