//! A network with two inputs and one output as it is seen: what it says over the plane, and where its
//! last hidden layer puts the points.

use claims::statistics::{max, min};
use experiments::eigen::eigen;
use mlp::{Data, Network, Simd, Workspace};
use serde::Serialize;

/// So many outputs along each side of the plane.
const SIDE: usize = 41;
/// The plane reaches so many times as far as the points.
const MARGIN: f64 = 2.0;

/// A network as it is seen. Numbers that are not finite become null.
#[derive(Serialize)]
pub(super) struct Picture {
    /// The outputs at the points.
    outputs: Vec<f32>,
    /// The plane shown: the smallest x1 and x2, and how far it reaches in both.
    plane: [f64; 3],
    /// The outputs over the plane, x2 by x2, from the smallest; so many along each side.
    field: Vec<f64>,
    side: usize,
    /// Where the last hidden layer puts the points: its two units, or their first two principal
    /// components if there are more.
    hidden: Vec<[f64; 2]>,
    /// The output in that plane is c + a u + b v: [c, a, b].
    output: [f64; 3],
    /// Of the points' variance in the hidden space, the share that this plane has.
    share: f64,
    /// W `[fan_in, units]` and b of each layer.
    layers: Vec<(Vec<f32>, Vec<f32>)>,
}

/// The picture of a network at these points.
pub(super) fn picture(network: &Network<f32>, data: &Data<f32>) -> Picture {
    let points = data.input.rows();
    let mut workspace = Workspace::new(network, points.max(SIDE), Simd::fastest());
    let inputs = data.input.as_slice();
    let outputs = workspace.predictions(network, inputs).to_vec();
    let last = network.layers.len() - 1;
    let hidden = workspace.hidden(network, last - 1, points);
    let plane = plane(inputs);
    let [x1, x2, reach] = plane;
    let at = |i: usize| reach * i as f64 / (SIDE - 1) as f64;
    let mut field = Vec::with_capacity(SIDE * SIDE);
    let (hidden, output, share) = projected(hidden, network);
    for row in 0..SIDE {
        let inputs = (0..SIDE).flat_map(|column| [(x1 + at(column)) as f32, (x2 + at(row)) as f32]);
        let outputs = workspace.predictions(network, &inputs.collect::<Vec<f32>>());
        // More digits cannot be seen.
        field.extend(outputs.iter().map(|&y| (f64::from(y) * 1e3).round() / 1e3));
    }
    let numbers = |range: &std::ops::Range<usize>| network.parameters[range.clone()].to_vec();
    let layers = network.layers.iter().map(|l| (numbers(&l.weights), numbers(&l.biases))).collect();
    Picture { outputs, plane, field, side: SIDE, hidden, output, share, layers }
}

/// A square around the points: its smallest x1 and x2, and its side.
fn plane(inputs: &[f32]) -> [f64; 3] {
    let range = |k: usize| {
        let x: Vec<f64> = inputs.iter().skip(k).step_by(2).map(|&x| f64::from(x)).collect();
        (min(&x), max(&x))
    };
    let (x1, x2) = (range(0), range(1));
    let reach = max(&[x1.1 - x1.0, x2.1 - x2.0]);
    let side = if reach > 0.0 { MARGIN * reach } else { MARGIN };
    let low = |(low, high): (f64, f64)| f64::midpoint(low, high) - side / 2.0;
    [low(x1), low(x2), side]
}

/// Points of the hidden space in a plane of it, the output there, and the share of the variance that
/// it has.
fn projected(hidden: &[f32], network: &Network<f32>) -> (Vec<[f64; 2]>, [f64; 3], f64) {
    let last = &network.layers[network.layers.len() - 1];
    let units = last.fan_in;
    let weights: Vec<f64> =
        network.parameters[last.weights.clone()].iter().map(|&w| f64::from(w)).collect();
    let bias = f64::from(network.parameters[last.biases.clone()][0]);
    let rows = || hidden.chunks_exact(units);
    if units <= 2 {
        let axis = |h: &[f32], k: usize| h.get(k).map_or(0.0, |&h| f64::from(h));
        let weight = |k: usize| weights.get(k).copied().unwrap_or(0.0);
        return (
            rows().map(|h| [axis(h, 0), axis(h, 1)]).collect(),
            [bias, weight(0), weight(1)],
            1.0,
        );
    }
    let points = rows().count() as f64;
    let mean: Vec<f64> =
        (0..units).map(|k| rows().map(|h| f64::from(h[k])).sum::<f64>() / points).collect();
    let centred: Vec<Vec<f64>> =
        rows().map(|h| h.iter().zip(&mean).map(|(&h, m)| f64::from(h) - m).collect()).collect();
    let covariance: Vec<f64> = (0..units * units)
        .map(|at| centred.iter().map(|h| h[at / units] * h[at % units]).sum())
        .collect();
    let components = eigen(&covariance, units);
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let axes = [&components[0].1[..], &components[1].1[..]];
    let total: f64 = components.iter().map(|(value, _)| value).sum();
    let share = if total > 0.0 { (components[0].0 + components[1].0) / total } else { 1.0 };
    let hidden = centred.iter().map(|h| axes.map(|axis| dot(h, axis))).collect();
    let [a, b] = axes.map(|axis| dot(&weights, axis));
    (hidden, [bias + dot(&weights, &mean), a, b], share)
}
