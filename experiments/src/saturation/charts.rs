//! Epochs against the size of the first weights; gradients layer by layer.

use claims::statistics::{max, median, min, significant};
use claims::{Phase, Streams};
use report::{Axis, Chart, Mark, Panel};

use super::{Arm, Experiment, networks};
use crate::experiment::Results;

/// In the order of their colours.
const ACTIVATIONS: [&str; 4] = ["sigmoid", "tanh", "relu", "elu"];

fn series(arm: &str) -> Option<usize> {
    ACTIVATIONS.iter().position(|name| arm.starts_with(name))
}

/// Median epochs to the goal by the size of the first weights, and by the first biases.
pub(super) fn epochs(results: &Results<'_, Experiment>) -> [Chart; 2] {
    let weights = Axis::linear("first weights, times their usual size (powers of 2)", -0.3, 4.3)
        .with_ticks(&[0.0, 1.0, 2.0, 3.0, 4.0]);
    let mut weights = chart(results, weights, |scale, bias| {
        (bias == 0.0).then(|| libm::log2(scale))
    });
    weights.name = "large_weights".to_owned();
    weights.title = "From large first weights sigmoids learn best of all".to_owned();
    let biases =
        Axis::linear("first biases", -0.6, 8.6).with_ticks(&[0.0, 2.0, 4.0, 6.0, 8.0]);
    let mut biases = chart(results, biases, |scale, bias| (scale == 1.0).then_some(bias));
    biases.name = "large_biases".to_owned();
    biases.title = "From large first biases sigmoids and tanhs learn late or never".to_owned();
    [weights, biases]
}

/// Median and range of epochs over what `place` says of scale and bias; none for other arms.
fn chart(
    results: &Results<'_, Experiment>,
    x: Axis,
    place: impl Fn(f64, f64) -> Option<f64>,
) -> Chart {
    let budget = results.file.settings.epochs as f64;
    let (low, high) = x.range;
    let mut marks = vec![Mark::Path {
        series: None,
        points: vec![(low, libm::log10(budget)), (high, libm::log10(budget))],
    }];
    for (index, name) in ACTIVATIONS.iter().enumerate() {
        let aside = 0.015 * (high - low) * (index as f64 - 1.5);
        let points = results.cells.iter().enumerate().filter_map(|(cell, found)| {
            let Arm::Training { scale, bias, .. } = results.file.arms[&found.arm] else {
                return None;
            };
            let x = place(scale, bias).filter(|_| series(&found.arm) == Some(index))?;
            let epochs = results.values(cell, "epochs");
            let at = |statistic: fn(&[f64]) -> f64| libm::log10(statistic(&epochs));
            Some((x + aside, at(median), at(min), at(max)))
        });
        let label = (*name).to_owned();
        marks.push(Mark::Dots { series: index, points: points.collect(), label });
    }
    let y = Axis::powers_of_ten("epochs", 0.0, libm::log10(budget) + 0.1);
    Chart {
        name: String::new(),
        title: String::new(),
        caption: format!(
            "Epochs until at most {} % of the digits are wrong, learning rates tuned at each point: the \
             median and the range over seeds. The grey line is the budget.",
            results.file.settings.goal * 100.0
        ),
        panels: vec![Panel { title: String::new(), x, y, marks }],
    }
}

/// The gradient in one layer of an untrained network.
pub(super) struct Norm {
    pub(super) arm: String,
    pub(super) layer: usize,
    /// Over the seeds.
    pub(super) median: f64,
}

/// The norms of every layer of every arm that looks at depth.
pub(super) fn norms(results: &Results<'_, Experiment>) -> Vec<Norm> {
    let seeds = results.file.trials.confirm_seeds as u64;
    let mut rows = Vec::new();
    for (name, arm) in &results.file.arms {
        let Arm::Depth { activation, initialization, depth } = *arm else { continue };
        let of_seed = |seed| {
            let streams = Streams::new("saturation", Phase::Confirm, "", seed);
            let arm = (activation, initialization, depth);
            networks::gradient_norms(arm, &results.file.settings, &streams, results.simd)
        };
        let norms: Vec<Vec<f64>> = (0..seeds).map(of_seed).collect();
        for layer in 0..depth {
            let of_layer: Vec<f64> = norms.iter().map(|norms| norms[layer]).collect();
            let median = significant(median(&of_layer), 6);
            rows.push(Norm { arm: name.clone(), layer: layer + 1, median });
        }
    }
    rows
}

/// Gradient norms by layer, a panel an activation, a line a depth.
pub(super) fn gradients(results: &Results<'_, Experiment>) -> Chart {
    let norms = norms(results);
    let panel = |(index, name): (usize, &&str)| {
        let mut marks = Vec::new();
        for (arm, kind) in &results.file.arms {
            let Arm::Depth { depth, .. } = kind else { continue };
            if series(arm) != Some(index) {
                continue;
            }
            let of_arm = norms.iter().filter(|row| row.arm == *arm);
            let points: Vec<(f64, f64)> =
                of_arm.map(|row| (row.layer as f64, libm::log10(row.median))).collect();
            marks.push(Mark::Line { series: index, points, label: format!("{depth}") });
        }
        Panel {
            title: (*name).to_owned(),
            x: Axis::linear("layer", 0.8, 9.2).with_ticks(&[1.0, 2.0, 5.0, 8.0]),
            y: Axis::powers_of_ten("norm of dJ/dW", -6.5, 1.5),
            marks,
        }
    };
    Chart {
        name: "gradients".to_owned(),
        title: "Behind sigmoids the gradient fades from layer to layer".to_owned(),
        caption: "The norm of dJ/dW by layer before training, median over seeds, for networks of 2, 5 \
                  and 8 layers; the first layer is the one at the input."
            .to_owned(),
        panels: ACTIVATIONS.iter().enumerate().map(panel).collect(),
    }
}
