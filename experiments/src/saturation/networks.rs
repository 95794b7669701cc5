//! Networks on the digits: trained from large weights, or only differentiated.

use claims::statistics::{max, median};
use claims::{Metrics, Phase, Streams};
use experiment::Work;
use mlp::layer::Layer;
use mlp::{
    Activation, Architecture, Cost, Initialization, Network, Optimizer, Output, Simd, Workspace,
};

use super::settings::{Arm, Settings};
use crate::data::digits;
use crate::search::bisect;
use crate::training::{Course, race};
use crate::unit::Unit;

/// `depth` layers from pixels to classes.
pub(super) fn architecture(activation: Activation, depth: usize, width: usize) -> Architecture {
    let (inputs, classes) = digits().shape();
    let sizes = [vec![inputs], vec![width; depth - 1], vec![classes]].concat();
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes, activation, output, cost }
}

/// How a network starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// Of all weights.
    pub(super) initialization: Initialization,
    /// What those of the hidden layers are then multiplied by.
    pub(super) scale: f64,
    /// Of the hidden layers.
    pub(super) bias: f64,
}

/// The network that starts so.
fn network(architecture: Architecture, start: Start, streams: &Streams) -> Network<f32> {
    let mut network = Network::new(architecture).expect("checked before the run");
    start.initialization.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let Network { layers, parameters, .. } = &mut network;
    for layer in &layers[..layers.len() - 1] {
        for weight in &mut parameters[layer.weights.clone()] {
            *weight *= start.scale as f32;
        }
        parameters[layer.biases.clone()].fill(start.bias as f32);
    }
    network
}

/// dJ/dW of each layer, J over the whole training set, a row an input and a column a unit.
fn gradients(network: &Network<f32>, simd: Simd) -> Vec<Vec<f64>> {
    let data = &digits().train;
    let mut workspace = Workspace::new(network, data.input.rows(), simd);
    let (_, gradient) = workspace.gradient(network, data.input.as_slice(), data.target.as_slice());
    let of_layer =
        |layer: &Layer| gradient[layer.weights.clone()].iter().map(|&g| f64::from(g)).collect();
    network.layers.iter().map(of_layer).collect()
}

/// The Euclidean norm.
fn norm<'a>(gradient: impl IntoIterator<Item = &'a f64>) -> f64 {
    gradient.into_iter().fold(0.0, |sum, g| sum + g * g).sqrt()
}

/// The norm of dJ/dw of each unit of the first layer.
fn unit_norms(gradients: &[Vec<f64>], units: usize) -> Vec<f64> {
    (0..units).map(|unit| norm(gradients[0].iter().skip(unit).step_by(units))).collect()
}

/// Where every slope that ever falls has fallen.
const FAR: f64 = 100.0;

/// The share of pairs of a unit of the first layer and a training example at which the slope is less
/// than a twentieth of the one at 0, the largest of sigmoid, tanh and ELU; none if that is 0, as a
/// ReLU's.
fn saturated(network: &Network<f32>, activation: Activation, simd: Simd) -> Option<f64> {
    let layer = &network.layers[0];
    let weights = &network.parameters[layer.weights.clone()];
    let biases = &network.parameters[layer.biases.clone()];
    let mut unit = Unit::<f64>::new(activation, simd);
    let least = Some(unit.slope(0.0) / 20.0).filter(|&least| least > 0.0)?;
    let [low, high] = [-1.0, 1.0].map(|side| {
        let mut is_flat = |x: f64| unit.slope(side * x) < least;
        // Slopes fall with the distance from 0, if they fall at all.
        if is_flat(FAR) { bisect((0.0, FAR), 60, is_flat).1 } else { f64::INFINITY }
    });
    let (input, units) = (&digits().train.input, layer.columns);
    let mut flat = 0_usize;
    for example in 0..input.rows() {
        let mut scores: Vec<f64> = biases.iter().map(|&b| f64::from(b)).collect();
        for (x, row) in input.row(example).iter().zip(weights.chunks_exact(units)) {
            for (score, w) in scores.iter_mut().zip(row) {
                *score += f64::from(*x) * f64::from(*w);
            }
        }
        flat += scores.iter().filter(|&&z| z < -low || z > high).count();
    }
    Some(flat as f64 / (input.rows() * units) as f64)
}

/// The norms of an untrained network's gradient, layer by layer.
pub(super) fn gradient_norms(
    (activation, initialization, depth): (Activation, Initialization, usize),
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Vec<f64> {
    let architecture = architecture(activation, depth, settings.width);
    let start = Start { initialization, scale: 1.0, bias: 0.0 };
    let gradients = gradients(&network(architecture, start, streams), simd);
    gradients.iter().map(norm).collect()
}

/// Steps to the goal; in the confirmation, what the first layer was like before the first of them.
pub(super) fn train(
    work: &Work<'_, Arm, Settings>,
    activation: Activation,
    start: Start,
    streams: &Streams,
) -> Metrics {
    let (settings, simd) = (work.settings, work.simd);
    let architecture = architecture(activation, settings.depth, settings.width);
    let first = network(architecture.clone(), start, streams);
    let mut before = Vec::new();
    if work.phase == Phase::Confirm {
        let usual = network(architecture, Start { bias: 0.0, scale: 1.0, ..start }, streams);
        let [here, usual] = [&first, &usual].map(|network| gradients(network, simd));
        let [units, usual] = [&here, &usual].map(|of| unit_norms(of, settings.width));
        before = vec![
            ("unit_gradient", max(&units) / median(&usual)),
            ("first_gradient", norm(&here[0])),
        ];
        before.extend(saturated(&first, activation, simd).map(|share| ("saturated", share)));
    }
    let course = Course {
        optimizer: Optimizer::GradientDescent,
        rate: work.rate(),
        epochs: settings.epochs,
        batch_size: settings.batch_size,
        goal: settings.goal,
        to_the_end: false,
    };
    let mut metrics = race(first, &digits().train, course, streams, simd).metrics();
    metrics.extend(before);
    metrics
}

#[cfg(test)]
mod tests {
    use claims::{Phase, Streams};
    use mlp::{Activation, Initialization, Simd};

    use super::{Start, architecture, network, saturated};

    #[test]
    fn units_are_saturated_by_their_bias_and_a_relu_never_is() {
        let simd = Simd::available()[0];
        let share = |activation: Activation, bias: f64| {
            let start = Start { initialization: Initialization::GlorotNormal, scale: 1.0, bias };
            let streams = Streams::new("test", Phase::Confirm, "", 0);
            let network = network(architecture(activation, 3, 8), start, &streams);
            saturated(&network, activation, simd)
        };
        for activation in [Activation::Sigmoid {}, Activation::Tanh {}] {
            assert!(share(activation, 0.0).is_some_and(|share| share < 0.1), "{activation:?}");
            assert!(share(activation, 8.0).is_some_and(|share| share > 0.9), "{activation:?}");
        }
        assert_eq!(share(Activation::Relu { at_zero: 0.0 }, -8.0), None);
    }
}
