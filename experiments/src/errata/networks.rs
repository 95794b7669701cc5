//! Slips about networks: parameters, ranks, gradients, first activity.

use claims::{Metrics, Streams};
use mlp::{
    Activation, Architecture, Cost, Initialization, MaxoutForm, Network, Optimizer, Output, Random,
    Simd, Trainer, Workspace,
};

use crate::eigen::eigenvalues;
use crate::linear_collapse::exact;

pub(super) fn architecture(
    activation: Activation,
    output: Output,
    sizes: &[usize],
) -> Architecture {
    let (sizes, cost) = (sizes.to_vec(), Cost::HalfSquaredError);
    Architecture { sizes, activation, output, cost }
}

fn network(activation: Activation, output: Output, sizes: &[usize]) -> Network<f64> {
    Network::new(architecture(activation, output, sizes)).expect("checked before the run")
}

fn draw(n: usize, random: &mut Random) -> Vec<f64> {
    (0..n).map(|_| random.normal()).collect()
}

/// E05: what a step of gradient descent does to PReLU's slope, and how many slopes there are.
pub(super) fn learned_slope(sizes: &[usize], streams: &Streams, simd: Simd) -> Metrics {
    let random = &mut streams.stream("network");
    let prelu = Activation::Prelu { initial: 0.25, per_unit: false };
    let mut learned = network(prelu, Output::Linear, sizes);
    Initialization::HeNormal.fill(&mut learned, 0.0, std::slice::from_mut(random));
    let fixed = network(Activation::LeakyRelu { slope: 0.25 }, Output::Linear, sizes);
    let more = learned.parameters.len() - fixed.parameters.len();
    let slope = learned.layers[0].slopes.start;
    let (input, target) = (draw(8 * learned.inputs(), random), draw(8 * learned.outputs(), random));
    let mut trainer = Trainer::new(learned, Optimizer::GradientDescent, 8, simd);
    trainer.step(&input, &target, 0.01, f64::NEG_INFINITY);
    let change = (trainer.network.parameters[slope] - 0.25).abs();
    vec![("slope_change", change), ("slope_parameters", more as f64)]
}

/// E09: a grouped maxout layer over many inputs: the rank of its activations, and how far the
/// first unit moves when only the second's pre-activation does.
pub(super) fn maxout_groups(units: usize, pieces: usize, streams: &Streams, simd: Simd) -> Metrics {
    const EXAMPLES: usize = 200;
    let random = &mut streams.stream("network");
    let maxout = Activation::Maxout { pieces, form: MaxoutForm::Grouped };
    let mut layer = network(maxout, Output::Linear, &[units, units, 1]);
    // Each input is one unit's pre-activation.
    for i in 0..units {
        layer.parameters[i * units + i] = 1.0;
    }
    let input = draw(EXAMPLES * units, random);
    let mut workspace = Workspace::new(&layer, EXAMPLES, simd);
    workspace.logits(&layer, &input);
    let hidden = workspace.hidden(&layer, 0, EXAMPLES).to_vec();
    let entry = |at: usize| {
        let (i, j) = (at / units, at % units);
        hidden.chunks_exact(units).fold(0.0, |sum, h| sum + h[i] * h[j])
    };
    let gram: Vec<f64> = (0..units * units).map(entry).collect();
    let values = eigenvalues(&gram, units);
    // Far above what rounding leaves of an eigenvalue 0, far below the others.
    let rank = values.iter().filter(|&&value| value > 1e-9 * values[0]).count();
    let mut moved = input;
    moved.chunks_exact_mut(units).for_each(|z| z[1] += 1.0);
    workspace.logits(&layer, &moved);
    let after = workspace.hidden(&layer, 0, EXAMPLES);
    let movement = (0..EXAMPLES).map(|i| (after[i * units] - hidden[i * units]).abs());
    let cross_dependence = claims::statistics::max(&movement.collect::<Vec<_>>());
    vec![("rank", rank as f64), ("cross_dependence", cross_dependence)]
}

/// E13: whether the gradient of a sigmoid unit with inputs in [0, 1) has entries of both signs, one
/// of the inputs being 0 throughout.
pub(super) fn gradient_signs(
    inputs: usize,
    batch: usize,
    streams: &Streams,
    simd: Simd,
) -> Metrics {
    let random = &mut streams.stream("unit");
    let mut unit = network(Activation::Identity {}, Output::Sigmoid, &[inputs, 1]);
    Initialization::LecunNormal.fill(&mut unit, 0.0, std::slice::from_mut(random));
    let mut input: Vec<f64> = (0..batch * inputs).map(|_| random.uniform()).collect();
    input.iter_mut().step_by(inputs).for_each(|x| *x = 0.0);
    let target: Vec<f64> = (0..batch).map(|_| f64::from(random.below(2))).collect();
    let mut workspace = Workspace::new(&unit, batch, simd);
    let gradient = &workspace.gradient(&unit, &input, &target).1[..inputs];
    let (positive, negative) =
        (gradient.iter().any(|&g| g > 0.0), gradient.iter().any(|&g| g < 0.0));
    let zero = gradient.iter().filter(|&&g| g == 0.0).count();
    let mixed = f64::from(u8::from(positive && negative));
    vec![("mixed", mixed), ("zero_entries", zero as f64)]
}

/// E16: the share of a layer's units that are active on one random input, He's initialisation.
pub fn active_units(
    (inputs, units): (usize, usize),
    bias: f64,
    streams: &Streams,
    simd: Simd,
) -> f64 {
    let random = &mut streams.stream("network");
    let relu = Activation::Relu { at_zero: 0.0 };
    let mut layer = network(relu, Output::Linear, &[inputs, units, 1]);
    Initialization::HeNormal.fill(&mut layer, bias, std::slice::from_mut(random));
    let input = draw(inputs, random);
    let mut workspace = Workspace::new(&layer, 1, simd);
    workspace.logits(&layer, &input);
    let active = workspace.hidden(&layer, 0, 1).iter().filter(|&&h| h > 0.0).count();
    active as f64 / units as f64
}

/// E19: min(dim x, dim z) - rank of a random stack of these widths, exactly.
pub(super) fn rank_deficit(sizes: &[usize], streams: &Streams) -> f64 {
    let map = exact::random_map(sizes, &mut streams.stream("weights"));
    let full = sizes[0].min(sizes[sizes.len() - 1]);
    full as f64 - exact::rank(&map) as f64
}
