//! The network on the digits: its shape, and what it gets wrong when it is trained.

use claims::Streams;
use mlp::{Activation, Architecture, Cost, Initialization, Network, Output, Simd};

use super::settings::Settings;
use crate::data::digits;
use crate::training::{error, train};

/// What the hidden units are where an arm does not say.
pub(super) const RELU: Activation = Activation::Relu { at_zero: 0.0 };

/// These layers, softmax and cross-entropy behind them.
pub(super) fn architecture(activation: Activation, sizes: &[usize]) -> Architecture {
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes: sizes.to_vec(), activation, output, cost }
}

/// The share of test examples a trained network gets wrong.
pub(super) fn test_error(
    at_zero: f64,
    bias: f64,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> f64 {
    let relu = Activation::Relu { at_zero };
    let mut network =
        Network::<f32>::new(architecture(relu, &settings.sizes)).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, bias, &mut [streams.stream("init")]);
    let plan = (settings.learning_rate as f32, settings.epochs, settings.batch_size);
    let mut trainer = train(network, &digits().train, plan, streams, simd);
    error(&mut trainer, &digits().test)
}
