//! The path over the contours; the share of gradients of one sign; iterations against kappa; the path
//! in a network's own second layer.

use claims::criterion::shortest;
use claims::statistics::{max, median, min};
use claims::{Phase, Streams};
use experiment::Results;
use figures::series::of_activation;
use figures::{Axis, Chart, Mark, Panel, contours};

use super::sample::{Draw, Hessian};
use super::settings::{Arm, Settings};
use super::signs::one_sign;

fn uniform(formula: &str) -> Draw {
    Draw::Uniform(formula.parse().expect("a formula"))
}

/// Descent on least squares with two inputs, as drawn and centred.
pub(super) fn paths() -> Chart {
    let panel = |title: &str, formula: &str| {
        let streams = Streams::new("zig_zag", Phase::Confirm, "", 0);
        let hessian =
            Hessian::of(&uniform(formula), (2, false), 20000, &mut streams.stream("data"));
        let cost = |a: f64, b: f64| {
            let gradient = hessian.gradient(&[a, b]);
            0.5 * (a * gradient[0] + b * gradient[1])
        };
        let reach = (-1.6, 1.6);
        let mut marks = Vec::new();
        // Levels at the same places along the steepest direction, whatever the scale.
        for share in [0.1_f64, 0.3, 0.6, 1.0] {
            let level = 0.5 * hessian.extremes.0 * share * share;
            for segment in contours(cost, reach, reach, 96, level) {
                marks.push(Mark::Path { series: None, points: segment.to_vec() });
            }
        }
        let path = hessian.descent(vec![1.4, -0.5], hessian.best_step());
        let points: Vec<(f64, f64)> = path.take(61).map(|at| (at[0], at[1])).collect();
        let start = points[0];
        marks.push(Mark::Line { series: 1, points, label: String::new() });
        marks.push(Mark::Point { series: 1, at: start, filled: false, label: String::new() });
        Panel {
            title: format!("{title}: kappa = {:.1}", hessian.kappa()),
            x: Axis::linear("w1 - optimum", -1.6, 1.6).with_ticks(&[-1.0, 0.0, 1.0]),
            y: Axis::linear("w2 - optimum", -1.6, 1.6).with_ticks(&[-1.0, 0.0, 1.0]).equal(),
            marks,
        }
    };
    Chart {
        name: "paths".to_owned(),
        title: "Inputs of one sign: descent zig-zags; the same inputs, centred: it goes straight".to_owned(),
        caption: "Gradient descent on least squares with two inputs, uniform on [0, 1] (left) and on \
                  [-1/2, 1/2] (right), at the best fixed step, over the contours of the cost; the ring is \
                  the start."
            .to_owned(),
        panels: vec![panel("as drawn", "x"), panel("centred", "x - 1/2")],
    }
}

/// The share of batches whose gradient has one sign, by batch size and number of inputs.
pub(super) fn signs() -> Chart {
    let sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    let marks = [2, 10, 50].into_iter().enumerate().flat_map(|(series, inputs)| {
        let random = &mut Streams::new("zig_zag", Phase::Confirm, "", 0).stream("curve");
        let point = |&batch: &usize| {
            let share = one_sign((inputs, batch), &uniform("x"), 2000, random);
            (libm::log2(batch as f64), share)
        };
        let points: Vec<(f64, f64)> = sizes.iter().map(point).collect();
        let limit = limit(inputs as i32, 0.75);
        [
            Mark::Path { series: None, points: vec![(0.0, limit), (8.0, limit)] },
            Mark::Dots {
                series,
                points: points.iter().map(|&(x, y)| (x, y, y, y)).collect(),
                label: String::new(),
            },
            Mark::Line { series, points, label: format!("{inputs} inputs") },
        ]
    });
    let mut x = Axis::linear("examples a batch", 0.0, 8.0);
    x.ticks = sizes.iter().map(|&n| (libm::log2(n as f64), n.to_string())).collect();
    Chart {
        name: "signs".to_owned(),
        title: "Only a single example's gradient always has one sign".to_owned(),
        caption: "The share of batches whose gradient has entries of one sign, inputs uniform on [0, 1], \
                  errors independent of mean 0. Grey: the limit for large batches, 2 integral phi(t) \
                  Phi(t sqrt 3)^n dt."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x,
            y: Axis::linear("share of one sign", 0.0, 1.03).with_ticks(&[0.0, 0.25, 0.5, 0.75, 1.0]),
            marks: marks.collect(),
        }],
    }
}

/// 2 integral phi(t) Phi(t sqrt(r / (1 - r)))^n dt, by the trapezoidal rule.
fn limit(n: i32, r: f64) -> f64 {
    let normal = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
    let h = 0.01;
    let term = |i: i32| {
        let t = h * f64::from(i);
        let density = libm::exp(-0.5 * t * t) / std::f64::consts::TAU.sqrt();
        let all = normal(t * (r / (1.0 - r)).sqrt());
        density * (0..n).fold(1.0, |product, _| product * all)
    };
    2.0 * h * (-1000..=1000).map(term).fold(0.0, |sum, term| sum + term)
}

/// Iterations to the tolerance against the condition number, every descent of every arm.
pub(super) fn iterations(results: &Results<'_, Arm, Settings>) -> Chart {
    let mut marks = Vec::new();
    let rate = -libm::log(results.settings.tolerance) / 2.0;
    let law = (0..=160).map(|i| {
        let kappa = libm::exp(f64::from(i) / 30.0);
        let factor = (kappa - 1.0) / (kappa + 1.0);
        // At most ln(tolerance) / ln(factor), which is rate times kappa for large kappa.
        let steps = 2.0 * rate / -libm::log(factor);
        (libm::log10(kappa), libm::log10(if steps > 1.0 { steps } else { 1.0 }))
    });
    marks.push(Mark::Line { series: 0, points: law.collect(), label: "bound".to_owned() });
    for (name, arm) in results.arms {
        if !matches!(arm, Arm::Descent { .. }) {
            continue;
        }
        for (cell, _) in results.cells_of(name) {
            let pairs =
                results.values(cell, "kappa").into_iter().zip(results.values(cell, "iterations"));
            let dots = pairs.map(|(kappa, steps)| {
                let (x, y) = (libm::log10(kappa), libm::log10(steps));
                (x, y, y, y)
            });
            marks.push(Mark::Dots { series: 1, points: dots.collect(), label: String::new() });
        }
    }
    for (name, kappa) in [("sigmoid", 58.63_f64), ("softplus", 24.93), ("ReLU", 5.669)] {
        let x = libm::log10(kappa);
        marks.push(Mark::Note { at: (x + 0.05, x + 0.7), text: name.to_owned() });
    }
    let text = "uniform, with bias".to_owned();
    marks.push(Mark::Note { at: (1.45, 3.1), text });
    Chart {
        name: "iterations".to_owned(),
        title: "Iterations grow in proportion to the condition number".to_owned(),
        caption: format!(
            "Iterations of gradient descent until the distance from the optimum is {} of the start's, \
             from random starts (dots), and the most there can be (line), against the condition number \
             of the sample's Hessian.",
            shortest(results.settings.tolerance)
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::powers_of_ten("condition number", -0.05, 2.35),
            y: Axis::powers_of_ten("iterations", 0.0, 3.3),
            marks,
        }],
    }
}

/// How much longer than its distance the path is in a network's own second layer, by hidden units.
pub(super) fn layers(results: &Results<'_, Arm, Settings>) -> Chart {
    let arms: Vec<&String> = results
        .arms
        .iter()
        .filter(|(_, arm)| matches!(arm, Arm::Layer { .. }))
        .map(|(name, _)| name)
        .collect();
    let mut marks = Vec::new();
    for (row, arm) in arms.iter().rev().enumerate() {
        let Some((cell, _)) = results.cells_of(arm).next() else { continue };
        let ratios = results.values(cell, "path_over_distance");
        let spread = [min, median, max].map(|statistic| libm::log10(statistic(&ratios)));
        marks.extend(Mark::spread(of_activation(arm), row as f64, spread));
    }
    let names = arms.iter().rev().map(|arm| arm.replace("layer_", "").replace('_', " "));
    Chart {
        name: "layers".to_owned(),
        title: "Sigmoid units make the layer behind them zig-zag more than tanh units do"
            .to_owned(),
        caption: format!(
            "Length of the path of gradient descent over the distance from its start to its end, in the \
             second layer of a network on the digits, at the start of training and trained: the median over {} \
             seeds, with the least and the most. Centred: 1/2 taken off each sigmoid.",
            results.file.trials.confirm_seeds
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::powers_of_ten("path / distance", 0.0, 5.0),
            y: Axis::names("", names),
            marks,
        }],
    }
}
