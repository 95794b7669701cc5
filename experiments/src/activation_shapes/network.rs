//! What activations do in a network: regions in which it is linear, slopes along a chain, slopes
//! that are learned.

use claims::statistics::{max, min};
use claims::{Metrics, Streams};
use mlp::{
    Activation, Architecture, Cost, Initialization, Network, Output, Random, Simd, Workspace,
};

use crate::differences;
use crate::unit::Unit;

/// One slope for each unit.
pub(super) const PRELU: Activation = Activation::Prelu { initial: 0.25, per_unit: true };

pub(super) fn architecture(activation: Activation, sizes: &[usize]) -> Architecture {
    let (output, cost) = (Output::Linear, Cost::HalfSquaredError);
    Architecture { sizes: sizes.to_vec(), activation, output, cost }
}

fn random_network(activation: Activation, sizes: &[usize], random: &mut Random) -> Network<f64> {
    let architecture = architecture(activation, sizes);
    let mut network = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, 0.0, std::slice::from_mut(random));
    for layer in network.layers.clone() {
        for bias in &mut network.parameters[layer.biases] {
            *bias = 0.5 * random.normal();
        }
    }
    network
}

/// The largest relative change of dz/dx between two points with the same units active.
pub(super) fn jacobian_change(
    activation: Activation,
    sizes: &[usize],
    streams: &Streams,
    simd: Simd,
) -> f64 {
    let random = &mut streams.stream("network");
    let network = random_network(activation, sizes, random);
    let mut workspace = Workspace::new(&network, 1, simd);
    let x: Vec<f64> = (0..network.inputs()).map(|_| random.normal()).collect();
    let hidden = sizes.len() - 2;
    let mut active = |x: &[f64]| -> Vec<bool> {
        workspace.logits(&network, x);
        let layers = (0..hidden).flat_map(|layer| workspace.hidden(&network, layer, 1));
        layers.map(|&h| h > 0.0).collect()
    };
    // Half the way to where a unit changes along an axis; the region is convex, so that all
    // between these points belongs to it.
    let moved = |i: usize, by: f64| {
        let mut moved = x.clone();
        moved[i] += by;
        moved
    };
    let here = active(&x);
    let mut reach = 1.0;
    while (0..x.len()).any(|i| [reach, -reach].iter().any(|&by| active(&moved(i, by)) != here)) {
        reach *= 0.5;
    }
    let mut jacobian = |x: &[f64]| -> Vec<f64> {
        let h = 0.25 * reach;
        let column = |i: usize| {
            let mut at = |by: f64| {
                let mut moved = x.to_vec();
                moved[i] += by;
                workspace.logits(&network, &moved)[0]
            };
            (at(h) - at(-h)) / (2.0 * h)
        };
        (0..x.len()).map(column).collect()
    };
    let (here, there) = (jacobian(&x), jacobian(&moved(0, 0.5 * reach)));
    let change: Vec<f64> = here.iter().zip(&there).map(|(a, b)| (a - b).abs()).collect();
    let size: Vec<f64> = here.iter().map(|entry| entry.abs()).collect();
    max(&change) / max(&size)
}

/// The product of slopes of 1 to 16 units at random inputs, against bound^depth.
pub(super) fn chain(
    activation: Activation,
    bound: f64,
    [low, high]: [f64; 2],
    streams: &Streams,
    simd: Simd,
) -> Metrics {
    let mut unit = Unit::<f64>::new(activation, simd);
    let random = &mut streams.stream("inputs");
    let mut product = 1.0;
    let mut allowed = 1.0;
    let (mut over, mut products) = (Vec::new(), Vec::new());
    for _ in 0..16 {
        product *= unit.slope(random.between(low, high));
        allowed *= bound;
        over.push(product / allowed);
        products.push(product);
    }
    vec![("product_over_bound", max(&over)), ("least_product", min(&products))]
}

/// dJ/da of every learned slope of a PReLU network against central differences.
pub(super) fn learned_slope(sizes: &[usize], streams: &Streams, simd: Simd) -> f64 {
    let random = &mut streams.stream("network");
    let mut network = random_network(PRELU, sizes, random);
    let mut draw = |n: usize| -> Vec<f64> { (0..n).map(|_| random.normal()).collect() };
    let (input, target) = (draw(4 * network.inputs()), draw(4 * network.outputs()));
    let mut workspace = Workspace::new(&network, 4, simd);
    let gradient = workspace.gradient(&network, &input, &target).1.to_vec();
    let slopes = network.layers.iter().flat_map(|layer| layer.slopes.clone());
    let mut errors = Vec::new();
    for i in slopes.collect::<Vec<_>>() {
        let slope = network.parameters[i];
        let loss = |slope: f64| {
            network.parameters[i] = slope;
            workspace.loss(&network, &input, &target)
        };
        let difference = differences::derivative(loss, slope);
        network.parameters[i] = slope;
        errors.push(differences::error(gradient[i], difference));
    }
    max(&errors)
}
