//! The network with one hidden layer, and the one that the notes print.

use claims::Metrics;
use mlp::{Activation, Architecture, Cost, Network, Output, Simd, Workspace};

use crate::xor_linear::{INPUTS, TARGETS};

/// W row by row, c, w and b, as the notes print them; b = 0 is theirs by omission.
pub const PRINTED: [f64; 9] = [1.0, 1.0, 1.0, 1.0, 0.0, -1.0, 1.0, -2.0, 0.0];

/// 2-width-1, the output linear.
pub fn architecture(activation: Activation, width: usize) -> Architecture {
    Architecture {
        sizes: vec![2, width, 1],
        activation,
        output: Output::Linear,
        cost: Cost::HalfSquaredError,
    }
}

/// The printed network in double precision, its workspace ready for the four points.
pub(super) fn printed_network(
    activation: Activation,
    simd: Simd,
) -> (Network<f64>, Workspace<f64>) {
    let mut network = Network::new(architecture(activation, 2)).expect("2-2-1");
    network.parameters.copy_from_slice(&PRINTED);
    let workspace = Workspace::new(&network, INPUTS.len(), simd);
    (network, workspace)
}

/// The largest error of the printed network: all its numbers are small and whole, so exactly.
pub(super) fn printed(activation: Activation, simd: Simd) -> Metrics {
    let (network, mut workspace) = printed_network(activation, simd);
    let predictions = workspace.predictions(&network, INPUTS.as_flattened());
    let errors: Vec<f64> = predictions.iter().zip(TARGETS).map(|(y, t)| (y - t).abs()).collect();
    vec![("largest_error", claims::statistics::max(&errors))]
}
