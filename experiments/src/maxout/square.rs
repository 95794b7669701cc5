//! x^2 on [-1, 1] by one maxout unit.

use claims::Metrics;
use claims::statistics::{furthest, max};
use mlp::{Activation, MaxoutForm, Network, Simd, Workspace};

use super::networks::network;
use super::settings::Settings;

/// The k-piece maxout unit nearest to x^2 on [-1, 1]: on each of k equal parts [p, q] the chord
/// (p + q) x - p q, lowered by half its largest error, (q - p)^2 / 8.
fn network_of(pieces: usize) -> Network<f64> {
    let form = MaxoutForm::Pointwise;
    let mut network = network(Activation::Maxout { pieces, form }, vec![1, 1, 1]);
    let (hidden, output) = (network.layers[0].clone(), network.layers[1].clone());
    let part = 2.0 / pieces as f64;
    for piece in 0..pieces {
        let p = -1.0 + piece as f64 * part;
        let q = p + part;
        network.parameters[hidden.weights.start + piece] = p + q;
        network.parameters[hidden.biases.start + piece] = -p * q - part * part / 8.0;
    }
    network.parameters[output.weights.start] = 1.0;
    network
}

pub(super) fn values(pieces: usize, points: usize, simd: Simd) -> Vec<(f64, f64)> {
    let network = network_of(pieces);
    let grid: Vec<f64> = (0..points).map(|i| 2.0 * i as f64 / (points - 1) as f64 - 1.0).collect();
    let mut workspace = Workspace::new(&network, points, simd);
    let values = workspace.logits(&network, &grid).to_vec();
    grid.into_iter().zip(values).collect()
}

pub(super) fn error(pieces: usize, points: usize, simd: Simd) -> f64 {
    let values = values(pieces, points, simd);
    max(&values.iter().map(|(x, y)| (y - x * x).abs()).collect::<Vec<_>>())
}

pub(super) fn predicted(pieces: usize) -> f64 {
    1.0 / (2.0 * pieces as f64 * pieces as f64)
}

pub(super) fn measure(pieces: &[usize], settings: &Settings, simd: Simd) -> Metrics {
    let ratio = |&k: &usize| error(k, settings.points, simd) / predicted(k);
    let ratios: Vec<f64> = pieces.iter().map(ratio).collect();
    // Eight pieces have slopes 1/4 apart: half of that is no rounding.
    let values = values(8, settings.points, simd);
    let slopes: Vec<f64> =
        values.windows(2).map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0)).collect();
    let corners = slopes.windows(2).filter(|pair| (pair[1] - pair[0]).abs() > 0.125).count();
    vec![("error_over_predicted", furthest(&ratios, 1.0)), ("corners", corners as f64)]
}
