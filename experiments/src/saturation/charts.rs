//! Epochs against the size of the first weights; gradients layer by layer.

use claims::statistics::{max, median, min, significant};
use claims::{Phase, Streams};
use experiment::Results;
use figures::series::of_activation;
use figures::{Axis, Chart, Mark, Panel};

use super::networks;
use super::settings::{Arm, Settings, bias};

const ACTIVATIONS: [&str; 4] = ["sigmoid", "tanh", "relu", "elu"];

/// Whether an arm has this activation.
fn has(arm: &str, activation: &str) -> bool {
    of_activation(arm) == of_activation(activation)
}

/// Median epochs to the goal by the size of the first weights, and by the first biases.
pub(super) fn epochs(results: &Results<'_, Arm, Settings>) -> [Chart; 2] {
    let mut weights = Axis::linear("first weights, times their usual size", -0.3, 4.3);
    weights.ticks = [1, 2, 4, 8, 16].map(|s| (libm::log2(f64::from(s)), s.to_string())).to_vec();
    let of_weights = |scale, bias| (bias == 0.0).then(|| libm::log2(scale));
    let title = "How long sigmoids and others take from large first weights";
    let weights = chart(results, ("large_weights", title), weights, of_weights);
    let biases = Axis::linear("first biases", -0.6, 8.6).with_ticks(&[0.0, 2.0, 4.0, 6.0, 8.0]);
    let of_biases = |scale, bias| (scale == 1.0).then_some(bias);
    let title = "From large first biases all learn late or never";
    let biases = chart(results, ("large_biases", title), biases, of_biases);
    [weights, biases]
}

/// Median and range of epochs over what `place` says of scale and bias; none for other arms.
fn chart(
    results: &Results<'_, Arm, Settings>,
    (name, title): (&str, &str),
    x: Axis,
    place: impl Fn(f64, f64) -> Option<f64>,
) -> Chart {
    let budget = results.settings.epochs as f64;
    let (low, high) = x.range;
    let mut marks = vec![Mark::Path {
        series: None,
        points: vec![(low, libm::log10(budget)), (high, libm::log10(budget))],
    }];
    for (index, activation) in ACTIVATIONS.iter().enumerate() {
        let aside = 0.015 * (high - low) * (index as f64 - 1.5);
        let points = results.cells.iter().enumerate().filter_map(|(cell, found)| {
            let Arm::Training { scale, .. } = results.arms[&found.arm] else {
                return None;
            };
            let x = place(scale, bias(found)).filter(|_| has(&found.arm, activation))?;
            let epochs = results.values(cell, "epochs");
            if epochs.is_empty() {
                return None;
            }
            let at = |statistic: fn(&[f64]) -> f64| libm::log10(statistic(&epochs));
            Some((x + aside, at(median), at(min), at(max)))
        });
        let label = (*activation).to_owned();
        let points: Vec<(f64, f64, f64, f64)> = points.collect();
        let never = points.iter().filter(|point| point.1 >= libm::log10(budget));
        let rings = never.map(|&(x, y, ..)| Mark::Point {
            series: of_activation(activation),
            at: (x, y),
            filled: false,
            label: String::new(),
        });
        marks.extend(rings);
        marks.push(Mark::Dots { series: of_activation(activation), points, label });
    }
    let y = Axis::powers_of_ten("epochs", 0.0, libm::log10(budget) + 0.1);
    Chart {
        name: name.to_owned(),
        title: title.to_owned(),
        caption: format!(
            "Epochs until at most {} % of the digits are wrong, learning rates tuned at each point: the \
             median and the range over seeds. The grey line is the budget: a ring around a median there means that \
             most runs did not get so far.",
            results.settings.goal * 100.0
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
pub(super) fn norms(results: &Results<'_, Arm, Settings>) -> Vec<Norm> {
    let seeds = results.file.trials.confirm_seeds as u64;
    let mut rows = Vec::new();
    for (name, arm) in results.arms {
        let Arm::Depth { activation, initialization, depth } = *arm else { continue };
        let of_seed = |seed| {
            let streams = Streams::new("saturation", Phase::Confirm, "", seed);
            let arm = (activation, initialization, depth);
            networks::gradient_norms(arm, results.settings, &streams, results.simd)
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
pub(super) fn gradients(results: &Results<'_, Arm, Settings>) -> Chart {
    let norms = norms(results);
    let panel = |name: &&str| {
        let mut marks = Vec::new();
        for (arm, kind) in results.arms {
            if !matches!(kind, Arm::Depth { .. }) {
                continue;
            }
            if !has(arm, name) {
                continue;
            }
            let of_arm = norms.iter().filter(|row| row.arm == *arm);
            let points: Vec<(f64, f64)> =
                of_arm.map(|row| (row.layer as f64, libm::log10(row.median))).collect();
            marks.push(Mark::Line { series: of_activation(name), points, label: String::new() });
        }
        Panel {
            title: (*name).to_owned(),
            x: Axis::linear("layer", 0.5, 8.5).with_ticks(&[1.0, 5.0, 8.0]),
            y: Axis::powers_of_ten("norm of dJ/dW", -4.9, 1.2),
            marks,
        }
    };
    Chart {
        name: "gradients".to_owned(),
        title: "Behind sigmoids the gradient fades from layer to layer".to_owned(),
        caption:
            "The norm of dJ/dW by layer before training, median over seeds, for networks of 2, 5 \
                  and 8 layers: a line ends at the last layer. The first is the one at the input."
                .to_owned(),
        panels: ACTIVATIONS.iter().map(panel).collect(),
    }
}
