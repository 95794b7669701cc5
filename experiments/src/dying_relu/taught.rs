//! What an example teaches a unit that it does not activate.

use claims::Streams;
use claims::statistics::max;
use mlp::{Activation, Simd, Workspace};

use super::network::network;
use super::settings::Settings;
use crate::data::digits;

/// Of all pairs of a training example and a unit of the first hidden layer whose score is below 0
/// for it, of a maxout unit each of its scores: the share for which the gradient of the example's
/// cost in the unit's weights is not 0 throughout.
pub(super) fn share(
    activation: Activation,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> f64 {
    let network = network((activation, 0.0), settings, streams);
    let layer = network.layers[0].clone();
    let (units, columns) = (layer.units, layer.columns);
    let data = &digits().train;
    let mut workspace = Workspace::new(&network, 1, simd);
    let (mut pairs, mut taught) = (0_usize, 0_usize);
    for example in 0..data.input.rows() {
        let (input, target) = (data.input.row(example), data.target.row(example));
        let weights = &network.parameters[layer.weights.clone()];
        let score = |column: usize| {
            let of_column = weights.iter().skip(column).step_by(columns);
            of_column.zip(input).fold(0.0, |z, (w, x)| z + f64::from(*w) * f64::from(*x))
        };
        let (_, gradient) = workspace.gradient(&network, input, target);
        let gradient = &gradient[layer.weights.clone()];
        for unit in 0..units {
            let of_unit = || (unit..columns).step_by(units);
            // Nearer to 0 the sign is one of rounding.
            if max(&of_unit().map(score).collect::<Vec<f64>>()) > -1e-4 {
                continue;
            }
            pairs += 1;
            let mut of_weights =
                of_unit().flat_map(|column| gradient.iter().skip(column).step_by(columns));
            taught += usize::from(of_weights.any(|&g| g != 0.0));
        }
    }
    taught as f64 / pairs as f64
}
