//! The second layer of a network on the digits: what its weights see are the hidden units' outputs.

use claims::Streams;
use mlp::{Activation, Architecture, Cost, Initialization, Network, Output, Simd};

use super::sample::Hessian;
use super::settings::Settings;
use crate::data::digits;
use crate::training::{hidden, train};

/// One hidden layer, linear outputs, squared error: every output's cost is least squares in its
/// weights.
pub(super) fn architecture(activation: Activation, settings: &Settings) -> Architecture {
    let (inputs, classes) = digits().shape();
    Architecture {
        sizes: vec![inputs, settings.hidden, classes],
        activation,
        output: Output::Linear,
        cost: Cost::HalfSquaredError,
    }
}

/// The Hessian of an output's cost in its weights and bias, over the training examples, after so
/// many epochs of training. `shift` is taken off the hidden units' outputs.
pub(super) fn hessian(
    (activation, shift): (Activation, f64),
    epochs: usize,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Hessian {
    let data = &digits().train;
    let architecture = architecture(activation, settings);
    let mut network: Network<f32> = Network::new(architecture).expect("checked before the run");
    Initialization::GlorotUniform.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let plan = (settings.learning_rate as f32, epochs, settings.batch_size);
    let network = train(network, data, plan, streams, simd).network;
    let h = hidden(&network, 0, &data.input, simd);
    Hessian::of_examples((settings.hidden, true), h.rows(), |example, x| {
        x.iter_mut().zip(h.row(example)).for_each(|(x, &h)| *x = f64::from(h) - shift);
    })
}
