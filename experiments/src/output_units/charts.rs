//! The clamp's dead zone; a likelihood and a squared error; softmax on the sigmoid.

use claims::statistics::{max, median, min};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};
use mlp::{Cost, Output, Simd};

use super::gaussian::negative_log_likelihood;
use super::settings::{Arm, Settings, TunedBy};
use crate::output_unit::OutputUnit;

fn grid(low: f64, high: f64) -> impl Iterator<Item = f64> + Clone {
    (0..=240).map(move |i| low + (high - low) * f64::from(i) / 240.0)
}

fn line(series: usize, points: Vec<(f64, f64)>, label: &str) -> Mark {
    Mark::Line { series, points, label: label.to_owned() }
}

/// -ln N(y; z, 1) and (y - z)^2 / 2 over z: the same curve, a constant apart.
pub(super) fn gaussian() -> Chart {
    let likelihood = grid(-3.0, 3.0).map(|z| (z, negative_log_likelihood(&[z], &[0.5], 1.0)));
    let squared = grid(-3.0, 3.0).map(|z| (z, 0.5 * (0.5 - z) * (0.5 - z))).collect();
    Chart {
        name: "gaussian".to_owned(),
        title: "The Gaussian's negative log-likelihood is the squared error, ln(2 pi)/2 higher"
            .to_owned(),
        caption:
            "One output z with target y = 0.5: both are least at z = y, and have the same slope \
                  everywhere."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("output z", -3.0, 3.0),
            y: Axis::linear("cost", 0.0, 7.5),
            marks: vec![
                line(0, likelihood.collect(), "-ln N(y; z, 1)"),
                Mark::Dashes { series: 1, points: squared, label: "(y - z)^2 / 2".to_owned() },
            ],
        }],
    }
}

/// Output and slope of the cost for target 1: clamp with squared error beside sigmoid with
/// cross-entropy.
pub(super) fn clamp(simd: Simd) -> Chart {
    let mut clamp = OutputUnit::new(1, Output::Clamp, Cost::HalfSquaredError, simd);
    let mut sigmoid = OutputUnit::new(1, Output::Sigmoid, Cost::BernoulliCrossEntropy, simd);
    let values = |unit: &mut OutputUnit| -> Vec<(f64, f64)> {
        grid(-4.0, 4.0).map(|z| (z, unit.prediction(&[z])[0])).collect()
    };
    let slopes = |unit: &mut OutputUnit| -> Vec<(f64, f64)> {
        grid(-4.0, 4.0).map(|z| (z, unit.cost(&[z], &[1.0]).1[0])).collect()
    };
    let panel = |title: &str, y: Axis, solid, dashed| Panel {
        title: title.to_owned(),
        x: Axis::linear("logit z", -4.0, 4.0),
        y,
        marks: vec![
            line(0, solid, ""),
            Mark::Dashes { series: 1, points: dashed, label: String::new() },
        ],
    };
    let output = Axis::linear("", -0.05, 1.05).with_ticks(&[0.0, 0.5, 1.0]);
    let slope = Axis::linear("", -1.05, 0.05).with_ticks(&[-1.0, -0.5, 0.0]);
    let (solid, dashed) = (values(&mut clamp), values(&mut sigmoid));
    let outputs = panel("output y", output, solid, dashed);
    let (solid, dashed) = (slopes(&mut clamp), slopes(&mut sigmoid));
    let costs = panel("dJ/dz for target 1", slope, solid, dashed);
    Chart {
        name: "clamp".to_owned(),
        title: "A clamped output learns nothing outside [0, 1]".to_owned(),
        caption: "Solid: max(0, min(1, z)) with squared error. Dashed: sigmoid with cross-entropy. Below \
                  0 the clamp is as wrong as can be, and its slope is exactly 0."
            .to_owned(),
        panels: vec![outputs, costs],
    }
}

/// The first component of softmax for several second logits, the sigmoid among them.
pub(super) fn softmax(simd: Simd) -> Chart {
    let mut softmax = OutputUnit::new(2, Output::Softmax, Cost::CategoricalCrossEntropy, simd);
    let mut sigmoid = OutputUnit::new(1, Output::Sigmoid, Cost::BernoulliCrossEntropy, simd);
    let mut marks: Vec<Mark> = [-2.0, 0.0, 2.0]
        .into_iter()
        .map(|second| {
            let point = |z: f64| (z, softmax.prediction(&[z, second])[0]);
            let points = grid(-6.0, 6.0).map(point).collect();
            Mark::Line { series: usize::from(second != 0.0) * 5, points, label: String::new() }
        })
        .collect();
    let points = grid(-6.0, 6.0).map(|z| (z, sigmoid.prediction(&[z])[0])).collect();
    marks.push(Mark::Dashes { series: 1, points, label: String::new() });
    let note = |x: f64, y: f64, text: &str| Mark::Note { at: (x, y), text: text.to_owned() };
    marks.extend([
        note(-4.6, 0.62, "other logit -2"),
        note(2.6, 0.42, "other logit 2"),
        note(0.2, 0.08, "dashed: sigmoid(z), on other logit 0"),
    ]);
    Chart {
        name: "softmax".to_owned(),
        title: "Softmax of two classes is a sigmoid of the difference of their logits".to_owned(),
        caption:
            "Solid: the first component of softmax(z, other) for three values of the other logit. \
                  Dashed: sigmoid(z)."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("logit z", -6.0, 6.0),
            y: Axis::linear("probability of the first class", -0.02, 1.02)
                .with_ticks(&[0.0, 0.5, 1.0]),
            marks,
        }],
    }
}

/// Epochs to the goal and test errors of every output with every cost it can have.
pub(super) fn training(results: &Results<'_, Arm, Settings>) -> Chart {
    let panel = |tuned_by: TunedBy, x: Axis, metric: &str, shown: fn(f64) -> f64| {
        let is_here = |(_, arm): &(&String, &Arm)| matches!(arm, Arm::Training { tuned_by: by, .. } if *by == tuned_by);
        let arms: Vec<&String> =
            results.arms.iter().filter(is_here).map(|(name, _)| name).rev().collect();
        let row = |(y, arm): (usize, &&String)| {
            let (cell, _) = results.cells_of(arm).next()?;
            let values = results.values(cell, metric);
            let spread = [min, median, max].map(|statistic| shown(statistic(&values)));
            Some(Mark::spread(0, y as f64, spread))
        };
        Panel {
            title: x.label.clone(),
            x,
            y: Axis::names("", arms.iter().map(|arm| arm.replace('_', " "))),
            marks: arms.iter().enumerate().filter_map(row).flatten().collect(),
        }
    };
    let budget = results.settings.epochs as f64;
    Chart {
        name: "training".to_owned(),
        title: "Output units and costs, trained on the digits".to_owned(),
        caption: format!(
            "One hidden layer on the digits, over random splits: the median and the range over \
             seeds. On one side epochs until at most {} % of the training set are wrong, learning rates \
             tuned by that time; on the other test errors after {budget} epochs, learning rates tuned by \
             the error on examples held back.",
            results.settings.goal * 100.0,
        ),
        panels: vec![
            panel(TunedBy::Time, Axis::linear("epochs", 0.0, budget), "epochs", |x| x),
            panel(
                TunedBy::ValidationError,
                Axis::powers_of_ten("test error", -2.2, 0.0),
                "test_error",
                libm::log10,
            ),
        ],
    }
}
