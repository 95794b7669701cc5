//! Targets with their approximations and errors; the error against width and depth.

use claims::statistics::{max, median, min};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};
use mlp::Workspace;

use super::construct::polygon;
use super::errors::sizes;
use super::settings::{Arm, Settings};

/// How many pieces are drawn.
const DRAWN: [usize; 3] = [4, 8, 16];

/// sin x and its polygons above, their errors below.
pub(super) fn approximations(results: &Results<'_, Arm, Settings>) -> Option<Chart> {
    let (target, [low, high]) = match results.arms.get("sine") {
        Some(Arm::Polygon { target, interval, .. }) => (target.clone(), *interval),
        _ => return None,
    };
    let grid: Vec<f64> = (0..=320).map(|i| low + (high - low) * f64::from(i) / 320.0).collect();
    let polygon = |pieces: usize| -> Vec<(f64, f64)> {
        let network = polygon(|x| target.at(x), [low, high], pieces);
        let mut workspace = Workspace::new(&network, grid.len(), results.simd);
        grid.iter().copied().zip(workspace.logits(&network, &grid).iter().copied()).collect()
    };
    let curve: Vec<(f64, f64)> = grid.iter().map(|&x| (x, target.at(x))).collect();
    let x = || Axis::linear("x", low, high).with_ticks(&[0.0, 2.0, 4.0, 6.0]);
    let shapes = DRAWN.map(|pieces| Panel {
        title: format!("{pieces} units"),
        x: x(),
        y: Axis::linear("value", -1.15, 1.15).with_ticks(&[-1.0, 0.0, 1.0]),
        marks: vec![
            Mark::Line { series: 5, points: curve.clone(), label: String::new() },
            Mark::Dashes { series: 1, points: polygon(pieces), label: String::new() },
        ],
    });
    let errors = DRAWN.map(|pieces| {
        let error = polygon(pieces).into_iter().map(|(x, y)| (x, y - target.at(x))).collect();
        Panel {
            title: format!("{pieces} units: error"),
            x: x(),
            y: Axis::linear("error", -0.3, 0.3).with_ticks(&[-0.2, 0.0, 0.2]),
            marks: vec![Mark::Line { series: 0, points: error, label: String::new() }],
        }
    });
    Some(Chart {
        name: "approximations".to_owned(),
        title: "More ReLU units, a closer polygon: sin x by one hidden layer".to_owned(),
        caption: "The target (solid) and the network (dashed); then network - target. Twice \
                  the units leave a quarter of the error."
            .to_owned(),
        panels: shapes.into_iter().chain(errors).collect(),
    })
}

/// The largest error against the number of hidden units, on logarithmic axes, with predictions.
pub(super) fn errors(results: &Results<'_, Arm, Settings>) -> Chart {
    let mut marks = Vec::new();
    let drawn = [("sine", "sin x"), ("square", "x^2"), ("product", "x1 x2"), ("sawtooth", "")];
    for (series, (arm, label)) in drawn.into_iter().enumerate() {
        let Some(found) = results.arms.get(arm) else { continue };
        let sizes = sizes(found, results.settings, results.simd);
        let log = |units: usize, error: f64| (libm::log10(units as f64), libm::log10(error));
        let dots = sizes.iter().map(|size| {
            let (x, y) = log(size.units, size.error);
            (x, y, y, y)
        });
        marks.push(Mark::Dots { series, points: dots.collect(), label: label.to_owned() });
        let predicted = sizes.iter().filter_map(|size| Some(log(size.units, size.predicted?)));
        marks.push(Mark::Path { series: Some(series), points: predicted.collect() });
    }
    marks.push(Mark::Note { at: (1.45, -5.55), text: "x^2 by depth".to_owned() });
    // sin x has a limit law only: its error tends to (2 pi)^2 / 8 N^2.
    let law = |n: f64| {
        (libm::log10(n), libm::log10(std::f64::consts::TAU * std::f64::consts::TAU / (8.0 * n * n)))
    };
    marks.push(Mark::Path { series: Some(0), points: vec![law(2.0), law(256.0)] });
    Chart {
        name: "errors".to_owned(),
        title:
            "The error falls as predicted: with the square of the width, exponentially with depth"
                .to_owned(),
        caption:
            "The largest error of constructed networks (dots) and the predicted laws (lines): \
                  (2 pi)^2 / 8 N^2 for sin x, 1 / 4 N^2 for x^2 and x1 x2, 4^-(m + 1) for x^2 by m \
                  layers of three units."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::powers_of_ten("hidden units", 0.2, 2.8),
            y: Axis::powers_of_ten("largest error", -6.2, 0.6),
            marks,
        }],
    }
}

/// The largest error of trained networks over that of the polygon with as many units.
pub(super) fn trained(results: &Results<'_, Arm, Settings>) -> Chart {
    let drawn = |(name, arm): (&String, &Arm)| match arm {
        Arm::Trained { width, .. } => Some((name.clone(), *width)),
        _ => None,
    };
    let arms: Vec<(String, usize)> = results.arms.iter().filter_map(drawn).collect();
    let mut marks = vec![Mark::Path { series: None, points: vec![(1.6, 0.0), (6.4, 0.0)] }];
    for (series, (target, label)) in [("sine", "sin x"), ("square", "x^2")].into_iter().enumerate()
    {
        let aside = 0.1 * (series as f64 - 0.5);
        let of_target = arms.iter().filter(|(name, _)| name.contains(target));
        let points = of_target.filter_map(|(name, width)| {
            let (cell, _) = results.cells_of(name).next()?;
            let ratios = results.values(cell, "error_ratio");
            let at = |statistic: fn(&[f64]) -> f64| libm::log10(statistic(&ratios));
            Some((libm::log2(*width as f64) + aside, at(median), at(min), at(max)))
        });
        marks.push(Mark::Dots { series, points: points.collect(), label: label.to_owned() });
    }
    let mut x = Axis::linear("hidden units", 1.5, 7.0);
    x.ticks = [4, 8, 16, 32, 64].map(|n| (libm::log2(f64::from(n)), n.to_string())).to_vec();
    Chart {
        name: "trained".to_owned(),
        title: "The more units, the less of what exists is found by training".to_owned(),
        caption: "The largest error of a trained network over that of the polygon through as many \
                  points: the median and the range over seeds. On the grey line training finds as \
                  good a network as the construction; below it a better one."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x,
            y: Axis::powers_of_ten("trained / constructed error", -0.6, 2.6),
            marks,
        }],
    }
}
