//! Lines in the plane of two inputs: where a network's decision changes, where a unit has z = 0.

use figures::series::OTHER;
use figures::{Mark, contours};
use mlp::{Network, Output, Simd};

use crate::passed::logits;

/// Squares along a side of the grid on which boundaries are found.
const CELLS: usize = 48;
/// A lead smaller than this is rounding: a network that says the same everywhere has no boundary.
const TIE: f64 = 1e-6;
/// Places in the theme's list of colours: two are for classes, the others for units.
const CLASSES: usize = 2;
const COLOURS: usize = 8;

/// An interval of an axis.
pub(crate) type Range = (f64, f64);

/// Where the decision of a network of two inputs changes.
pub(crate) fn of(network: &Network<f64>, (x, y): (Range, Range), simd: Simd) -> Vec<Mark> {
    let at = |(low, high): Range, i: usize| low + (high - low) * i as f64 / CELLS as f64;
    let places = (0..=CELLS).flat_map(|i| (0..=CELLS).flat_map(move |j| [at(x, i), at(y, j)]));
    let places: Vec<f64> = places.collect();
    let outputs = network.outputs();
    let said = logits(network, &places, simd);
    let place = |(low, high): Range, x: f64| {
        ((x - low) / (high - low) * CELLS as f64).round().clamp(0.0, CELLS as f64) as usize
    };
    let mut marks = Vec::new();
    for class in 0..outputs {
        let exact = |x1: f64, x2: f64| {
            let row = place(x, x1) * (CELLS + 1) + place(y, x2);
            let z = &said[row * outputs..][..outputs];
            if outputs == 1 {
                return z[0] - middle(network.architecture.output);
            }
            let others = z.iter().enumerate().filter(|(k, _)| *k != class);
            z[class] - others.fold(f64::NEG_INFINITY, |m, (_, &z)| if z > m { z } else { m })
        };
        let lead = |x1: f64, x2: f64| {
            let lead = exact(x1, x2);
            if lead.abs() < TIE { 0.0 } else { lead }
        };
        let lines = contours(lead, x, y, CELLS, 0.0);
        marks.extend(lines.into_iter().map(|ends| Mark::Line {
            series: OTHER,
            points: ends.to_vec(),
            label: String::new(),
        }));
    }
    marks
}

/// Where each unit of the first layer has z = 0.
pub(crate) fn kinks(network: &Network<f64>, (x, y): (Range, Range)) -> Vec<Mark> {
    let (first, numbers) = (&network.layers[0], &network.parameters);
    let line = |unit: usize| {
        let weight = |row: usize| numbers[first.weights.start + row * first.columns + unit];
        let (w1, w2, b) = (weight(0), weight(1), numbers[first.biases.start + unit]);
        // A straight line, of which two points are enough.
        let lines = contours(|x1, x2| w1 * x1 + w2 * x2 + b, x, y, 1, 0.0);
        let series = Some(CLASSES + unit % (COLOURS - CLASSES));
        lines.into_iter().map(move |ends| Mark::Path { series, points: ends.to_vec() })
    };
    (0..first.columns).flat_map(line).collect()
}

/// The logit at which a single output stands between its two classes.
fn middle(output: Output) -> f64 {
    match output {
        Output::Sigmoid | Output::Softmax => 0.0,
        Output::Linear | Output::Clamp => 0.5,
    }
}
