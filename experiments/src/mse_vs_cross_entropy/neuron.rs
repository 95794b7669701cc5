//! One neuron that has to learn to say 0 where it begins by saying nearly 1.
//!
//! Source: Nielsen 2015, "Neural Networks and Deep Learning", chapter 3.

use claims::Metrics;
use mlp::{
    Activation, Architecture, Cost, Data, Matrix, Network, Optimizer, Output, Plan, Schedule, Simd,
    Stop, Trainer,
};

use super::settings::Neuron;

/// The output for the input 1, whose target is 0, before training, half way and at the end.
pub(super) fn outputs(neuron: &Neuron, simd: Simd) -> Metrics {
    let architecture = Architecture {
        sizes: vec![1, 1],
        activation: Activation::Identity {},
        output: Output::Sigmoid,
        cost: Cost::HalfSquaredError,
    };
    let mut network: Network<f64> = Network::new(architecture).expect("one neuron");
    network.parameters.copy_from_slice(&[neuron.weight, neuron.bias]);
    let (input, target) = (Matrix::from_rows(&[[1.0]]), Matrix::from_rows(&[[0.0]]));
    let data = Data { input, target };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, 1, simd);
    let half = neuron.epochs / 2;
    let mut after = |epochs| {
        let (schedule, stop) = (Schedule::Constant, Stop::Never);
        let plan = Plan { schedule, batch_size: None, epochs, stop };
        trainer.fit(&data, neuron.learning_rate, &plan, &mut []);
        trainer.workspace.predictions(&trainer.network, &[1.0])[0]
    };
    vec![
        ("output_first", after(0)),
        ("output_half_way", after(half)),
        ("output_last", after(neuron.epochs - half)),
    ]
}
