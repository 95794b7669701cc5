//! Losses and activations by epoch, the activations beside each other.

use claims::statistics::{max, mean, min};
use experiment::Results;
use figures::series::of_activation;
use figures::{Axis, Chart, Mark, Panel};

use super::settings::{Arm, EPOCHS, Settings};

/// Training loss, and the units' activations, after some epochs.
pub(super) fn by_epoch(results: &Results<'_, Arm, Settings>) -> Chart {
    let panel = |title: &str,
                 y: Axis,
                 of: fn(&(usize, &'static str, &'static str)) -> &'static str,
                 scale: fn(f64) -> f64| {
        let mut marks = Vec::new();
        for name in results.arms.keys() {
            let series = of_activation(name);
            let Some((cell, _)) = results.cells_of(name).next() else { continue };
            let points: Vec<(f64, f64, f64, f64)> = EPOCHS
                .iter()
                .map(|after| {
                    let values: Vec<f64> =
                        results.values(cell, of(after)).into_iter().map(scale).collect();
                    (after.0 as f64, mean(&values), min(&values), max(&values))
                })
                .collect();
            let line = points.iter().map(|&(x, y, ..)| (x, y)).collect();
            marks.push(Mark::Dots { series, points, label: String::new() });
            marks.push(Mark::Line { series, points: line, label: name.replace('_', " ") });
        }
        let x = Axis::linear("epochs", 0.0, 10.5).with_ticks(&[1.0, 5.0, 10.0]);
        Panel { title: title.to_owned(), x, y, marks }
    };
    Chart {
        name: "by_epoch".to_owned(),
        title: "Eight hidden layers: ELU learns faster, and its units stay nearer to 0".to_owned(),
        caption: format!(
            "MNIST, means over {} seeds, with the least and the most. Left: cross-entropy of the training \
             examples. Right: the median over all hidden units of their mean activation.",
            results.file.trials.confirm_seeds
        ),
        panels: vec![
            panel(
                "Training loss",
                Axis::powers_of_ten("cross-entropy", -2.0, 0.0),
                |epoch| epoch.1,
                libm::log10,
            ),
            panel("Median activation", Axis::linear("mean h", 0.0, 0.6), |epoch| epoch.2, |h| h),
        ],
    }
}
