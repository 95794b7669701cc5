//! Networks on the digits: trained from large weights, or only differentiated.

use claims::{Metrics, Streams};
use experiment::Work;
use mlp::{
    Activation, Architecture, Cost, Initialization, Network, Optimizer, Output, Simd, Workspace,
};

use super::settings::{Arm, Settings};
use crate::data::digits;
use crate::training::{Course, race};

/// `depth` layers from 64 pixels to 10 classes.
pub(super) fn architecture(activation: Activation, depth: usize, width: usize) -> Architecture {
    let sizes = [vec![64], vec![width; depth - 1], vec![10]].concat();
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes, activation, output, cost }
}

/// A network whose hidden layers' weights are `scale` times what the initialisation makes them,
/// and whose hidden biases are `bias`.
fn start(
    architecture: Architecture,
    (initialization, scale, bias): (Initialization, f64, f64),
    streams: &Streams,
) -> Network<f32> {
    let mut network = Network::new(architecture).expect("checked before the run");
    initialization.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let Network { layers, parameters, .. } = &mut network;
    for layer in &layers[..layers.len() - 1] {
        for weight in &mut parameters[layer.weights.clone()] {
            *weight *= scale as f32;
        }
        parameters[layer.biases.clone()].fill(bias as f32);
    }
    network
}

/// The Euclidean norm of dJ/dW in each layer, J over the whole training set.
fn norms(network: &Network<f32>, simd: Simd) -> Vec<f64> {
    let data = &digits().train;
    let mut workspace = Workspace::new(network, data.input.rows(), simd);
    let (_, gradient) = workspace.gradient(network, data.input.as_slice(), data.target.as_slice());
    let norm = |layer: &mlp::layer::Layer| {
        let weights = &gradient[layer.weights.clone()];
        weights.iter().map(|&g| f64::from(g)).fold(0.0, |sum, g| sum + g * g).sqrt()
    };
    network.layers.iter().map(norm).collect()
}

/// The norms of an untrained network's gradient, layer by layer.
pub(super) fn gradient_norms(
    (activation, initialization, depth): (Activation, Initialization, usize),
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Vec<f64> {
    let architecture = architecture(activation, depth, settings.width);
    norms(&start(architecture, (initialization, 1.0, 0.0), streams), simd)
}

/// Epochs to the goal, and the gradient in the first layer's weights before the first of them.
pub(super) fn train(
    work: &Work<'_, Arm, Settings>,
    activation: Activation,
    first: (Initialization, f64, f64),
    streams: &Streams,
) -> Metrics {
    let settings = work.settings;
    let architecture = architecture(activation, settings.depth, settings.width);
    let network = start(architecture, first, streams);
    let first_gradient = norms(&network, work.simd)[0];
    let course = Course {
        optimizer: Optimizer::GradientDescent,
        rate: work.rate(),
        epochs: settings.epochs,
        batch_size: settings.batch_size,
        goal: settings.goal,
        to_the_end: false,
    };
    let mut metrics = race(network, &digits().train, course, streams, work.simd).metrics();
    metrics.push(("first_gradient", first_gradient));
    metrics
}
