//! A trained network, layer by layer: what a probe reads, and what the later layers use.

use claims::{Metrics, Streams};
use mlp::{Network, Optimizer, Simd, Trainer};

use super::probe::{ablated, features, probe, trained};
use super::ranks::rank_correlation;
use super::settings::Settings;
use crate::data::Split;
use crate::training::error;

/// Of each hidden layer: the test error of a probe, and the correlation over units of what removing
/// one costs the network and what it costs the probe.
pub(super) const LAYERS: [(&str, &str); 3] = [
    ("probe_error_1", "rank_correlation_1"),
    ("probe_error_2", "rank_correlation_2"),
    ("probe_error_3", "rank_correlation_3"),
];

/// Trains a network on a split and probes each of its hidden layers.
pub(super) fn measure(
    split: &Split,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Metrics {
    let hidden = (LAYERS.len(), settings.width);
    let plan = (settings.learning_rate, settings.epochs);
    let mut trained = trained(&split.train, hidden, plan, settings, streams, simd);
    let mut metrics = vec![("network_error", error(&mut trained, &split.test))];
    for (layer, (probe_error, correlation)) in LAYERS.into_iter().enumerate() {
        let of = |data| features(&trained.network, layer, data, simd);
        let (fitted, tested) = (of(&split.train), of(&split.test));
        let mut reader = probe(&fitted, settings, streams, simd);
        metrics.push((probe_error, error(&mut reader, &tested)));
        let rest = after(&trained.network, layer);
        let mut rest = Trainer::new(rest, Optimizer::GradientDescent, settings.batch_size, simd);
        let read = ablated(&mut reader, &fitted, &tested);
        let used = ablated(&mut rest, &fitted, &tested);
        let pairs: Vec<(f64, f64)> = read.into_iter().zip(used).collect();
        metrics.push((correlation, rank_correlation(&pairs)));
    }
    metrics
}

/// The layers behind a hidden layer, as a network of their own.
fn after(network: &Network<f32>, layer: usize) -> Network<f32> {
    let mut architecture = network.architecture.clone();
    architecture.sizes.drain(..=layer);
    let mut rest = Network::new(architecture).expect("part of a network");
    let start = network.layers[layer].slopes.end;
    rest.parameters.copy_from_slice(&network.parameters[start..]);
    rest
}
