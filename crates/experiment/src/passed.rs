//! What a network, or a layer of one, makes of some inputs.

use mlp::{Architecture, Network, Simd, Workspace};

/// The logits `[examples, outputs]`.
pub(crate) fn logits(network: &Network<f64>, input: &[f64], simd: Simd) -> Vec<f64> {
    workspace(network, input, simd).logits(network, input).to_vec()
}

/// The predictions `[examples, outputs]`.
pub(crate) fn predictions(network: &Network<f64>, input: &[f64], simd: Simd) -> Vec<f64> {
    workspace(network, input, simd).predictions(network, input).to_vec()
}

/// The outputs `[examples, units]` of a hidden layer, counted from 0.
pub(crate) fn hidden(network: &Network<f64>, layer: usize, input: &[f64], simd: Simd) -> Vec<f64> {
    let mut workspace = workspace(network, input, simd);
    workspace.logits(network, input);
    workspace.hidden(network, layer, input.len() / network.inputs()).to_vec()
}

fn workspace(network: &Network<f64>, input: &[f64], simd: Simd) -> Workspace<f64> {
    Workspace::new(network, input.len() / network.inputs(), simd)
}

/// One layer alone, as a network whose logits are the layer's z, with the output unit of the whole.
pub(crate) fn alone(network: &Network<f64>, layer: usize) -> Network<f64> {
    let layer = &network.layers[layer];
    let sizes = vec![layer.fan_in, layer.columns];
    let architecture = Architecture { sizes, ..network.architecture.clone() };
    let mut alone = Network::new(architecture).expect("a layer of a network");
    alone.parameters.copy_from_slice(&network.parameters[layer.weights.start..layer.biases.end]);
    alone
}
