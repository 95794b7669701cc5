//! Maxout networks beside others: set to compute the same, their gradients, their size.

use claims::statistics::{max, min};
use claims::{Metrics, Streams};
use mlp::{
    Activation, Architecture, Cost, Initialization, MaxoutForm, Network, Output, Random, Simd,
    Workspace,
};

use super::settings::Settings;

pub(super) fn architecture(activation: Activation, sizes: Vec<usize>) -> Architecture {
    Architecture { sizes, activation, output: Output::Linear, cost: Cost::HalfSquaredError }
}

pub(super) fn network(activation: Activation, sizes: Vec<usize>) -> Network<f64> {
    Network::new(architecture(activation, sizes)).expect("checked before the run")
}

fn draw(n: usize, random: &mut Random) -> Vec<f64> {
    (0..n).map(|_| random.normal()).collect()
}

/// The largest difference of a network with activation `of` and a maxout network whose last pieces
/// have its weights and biases, and the others `factor` times these.
pub(super) fn difference(
    of: Activation,
    factor: f64,
    (pieces, form): (usize, MaxoutForm),
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> f64 {
    let random = &mut streams.stream("network");
    let (inputs, units) = (settings.inputs, settings.units);
    let mut plain = network(of, vec![inputs, units, 1]);
    Initialization::HeNormal.fill(&mut plain, 0.1, std::slice::from_mut(random));
    // Of a grouped layer, every unit of a group has the maximum: the first stands for it.
    let grouped = form == MaxoutForm::Grouped;
    let width = if grouped { units * pieces } else { units };
    let mut maxout = network(Activation::Maxout { pieces, form }, vec![inputs, width, 1]);
    let (from, into) = (plain.layers.clone(), maxout.layers.clone());
    let columns = units * pieces;
    for piece in 0..pieces {
        let factor = if piece + 1 == pieces { 1.0 } else { factor };
        for unit in 0..units {
            let column = if grouped { unit * pieces + piece } else { piece * units + unit };
            for input in 0..inputs {
                let weight = plain.parameters[from[0].weights.start + input * units + unit];
                maxout.parameters[into[0].weights.start + input * columns + column] =
                    factor * weight;
            }
            let bias = plain.parameters[from[0].biases.start + unit];
            maxout.parameters[into[0].biases.start + column] = factor * bias;
        }
    }
    for unit in 0..units {
        let at = if grouped { unit * pieces } else { unit };
        maxout.parameters[into[1].weights.start + at] =
            plain.parameters[from[1].weights.start + unit];
    }
    maxout.parameters[into[1].biases.start] = plain.parameters[from[1].biases.start];
    let input = draw(settings.examples * inputs, random);
    let outputs = |network: &Network<f64>| -> Vec<f64> {
        Workspace::new(network, settings.examples, simd).logits(network, &input).to_vec()
    };
    let pairs = outputs(&plain).into_iter().zip(outputs(&maxout));
    max(&pairs.map(|(a, b)| (a - b).abs()).collect::<Vec<_>>())
}

/// dh/d(w, b) of the largest piece against (x, 1), all the others being 0: a single maxout unit
/// with nothing behind it but a weight of 1.
pub(super) fn gradient(
    pieces: usize,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Metrics {
    let random = &mut streams.stream("network");
    let inputs = settings.inputs;
    let form = MaxoutForm::Pointwise;
    let mut unit = network(Activation::Maxout { pieces, form }, vec![inputs, 1, 1]);
    Initialization::HeNormal.fill(&mut unit, 0.0, std::slice::from_mut(random));
    let (hidden, output) = (unit.layers[0].clone(), unit.layers[1].clone());
    unit.parameters[output.weights.start] = 1.0;
    let weights = unit.parameters[hidden.weights.clone()].to_vec();
    let mut workspace = Workspace::new(&unit, 1, simd);
    let (mut errors, mut sizes) = (Vec::new(), Vec::new());
    for _ in 0..settings.examples {
        let x = draw(inputs, random);
        let piece = |p: usize| {
            let terms = x.iter().enumerate().map(|(i, x)| weights[i * pieces + p] * x);
            terms.fold(0.0, |sum, term| sum + term)
        };
        let active =
            (0..pieces).reduce(|a, b| if piece(b) > piece(a) { b } else { a }).unwrap_or(0);
        // y - t is -1 to a rounding; the quotient by it is exact where it is 1 or -1.
        let y = workspace.logits(&unit, &x)[0];
        let target = y.round() - 1.0;
        let scale = y - target;
        let gradient = workspace.gradient(&unit, &x, &[target]).1;
        let biases = &gradient[hidden.biases.clone()];
        for (at, &g) in gradient[hidden.weights.clone()].iter().enumerate() {
            let wanted = if at % pieces == active { scale * x[at / pieces] } else { 0.0 };
            errors.push((g - wanted).abs());
        }
        for (piece, &g) in biases.iter().enumerate() {
            errors.push((g - if piece == active { scale } else { 0.0 }).abs());
        }
        let entries: Vec<f64> =
            gradient[..hidden.biases.end].iter().map(|g| (g / scale).abs()).collect();
        sizes.push(max(&entries));
    }
    vec![("gradient_error", max(&errors)), ("least_gradient", min(&sizes))]
}

/// Parameters of a maxout network over those of a ReLU network of the same widths: of the whole,
/// and of the first hidden layer.
pub fn parameter_ratios(sizes: &[usize], pieces: usize) -> Metrics {
    let form = MaxoutForm::Pointwise;
    let maxout = network(Activation::Maxout { pieces, form }, sizes.to_vec());
    let relu = network(Activation::Relu { at_zero: 0.0 }, sizes.to_vec());
    let hidden = |network: &Network<f64>| network.layers[0].slopes.end as f64;
    vec![
        ("parameter_ratio", maxout.parameters.len() as f64 / relu.parameters.len() as f64),
        ("hidden_ratio", hidden(&maxout) / hidden(&relu)),
    ]
}
