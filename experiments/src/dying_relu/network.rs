//! The network on the digits: its shape, and what it gets wrong when it is trained.

use claims::Streams;
use mlp::{Activation, Architecture, Cost, Initialization, Network, Output, Simd};

use super::rounded;
use super::settings::{Precision, Settings};
use crate::data::digits_split;

/// What the hidden units are where an arm does not say.
pub(super) const RELU: Activation = Activation::Relu { at_zero: 0.0 };

/// These layers, softmax and cross-entropy behind them.
pub(super) fn architecture(activation: Activation, sizes: &[usize]) -> Architecture {
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes: sizes.to_vec(), activation, output, cost }
}

/// The network that training starts from: its hidden units' activation, every unit's bias.
pub(super) fn network(
    (activation, bias): (Activation, f64),
    settings: &Settings,
    streams: &Streams,
) -> Network<f32> {
    let architecture = architecture(activation, &settings.sizes);
    let mut network = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, bias, &mut [streams.stream("init")]);
    network
}

/// The share of test examples that a trained network gets wrong, on the seed's split of the digits.
pub(super) fn test_error(
    (at_zero, bias, precision): (f64, f64, Precision),
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> f64 {
    let network = network((Activation::Relu { at_zero }, bias), settings, streams);
    let of_split = streams.split(settings.seeds_per_split as u64);
    let split = digits_split(&of_split, settings.test_share);
    rounded::test_error(precision, network, &split, (settings, streams), simd)
}
