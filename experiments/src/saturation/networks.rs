//! Networks on the digits: trained from large weights, or only differentiated.

use claims::{Metrics, Streams};
use mlp::{
    Activation, Architecture, Cost, Ending, Initialization, Network, Optimizer, Output, Plan,
    Schedule, Simd, Stop, Trainer, Workspace,
};

use super::{Experiment, Settings};
use crate::data::digits;
use crate::experiment::Work;

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
    let (_, gradient) =
        workspace.gradient(network, data.input.as_slice(), data.target.as_slice());
    let norm = |layer: &mlp::layer::Layer| {
        let weights = &gradient[layer.weights.clone()];
        weights.iter().map(|&g| f64::from(g)).fold(0.0, |sum, g| g.mul_add(g, sum)).sqrt()
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
    work: &Work<'_, Experiment>,
    activation: Activation,
    first: (Initialization, f64, f64),
    streams: &Streams,
) -> Metrics {
    let settings = work.settings;
    let architecture = architecture(activation, settings.depth, settings.width);
    let network = start(architecture, first, streams);
    let first_gradient = norms(&network, work.simd)[0];
    let data = &digits().train;
    let batch_size = settings.batch_size.min(data.input.rows());
    let plan = Plan {
        schedule: Schedule::Constant,
        batch_size: Some(batch_size),
        epochs: settings.epochs,
        stop: Stop::ErrorAtMost(settings.goal),
    };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch_size, work.simd);
    let order = &mut [streams.stream("order")];
    let ending = trainer.fit(data, work.rate() as f32, &plan, order)[0];
    let budget = settings.epochs as f64;
    let wrong = trainer.errors(data)[0] as f64 / data.input.rows() as f64;
    let (epochs, effort) = match ending {
        Ending::Reached(epochs) => (epochs as f64, epochs as f64),
        Ending::Exhausted(_) => (budget, budget * (1.0 + wrong)),
        Ending::Diverged(_) => (budget, budget * 2.0),
    };
    vec![
        ("reached", f64::from(u8::from(matches!(ending, Ending::Reached(_))))),
        ("epochs", epochs),
        ("effort", effort),
        ("first_gradient", first_gradient),
    ]
}
