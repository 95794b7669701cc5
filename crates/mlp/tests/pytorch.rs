//! Costs, gradients and steps against PyTorch's, whose numbers `pytorch.py` prints.

#[path = "pytorch/numbers.rs"]
mod numbers;

use mlp::{Activation, Architecture, Cost, Network, Optimizer, Output, Simd, Trainer};

const EXAMPLES: usize = 5;

/// ((factor i) mod modulus - (modulus - 1) / 2) / scale for i = 0, 1, ..., count - 1.
fn spread(count: usize, factor: usize, modulus: usize, scale: f64) -> Vec<f64> {
    let number = |i| (factor * i % modulus) as f64 - ((modulus - 1) / 2) as f64;
    (0..count).map(|i| number(i) / scale).collect()
}

fn network(activation: Activation, cost: Cost) -> Network<f64> {
    let output = match cost {
        Cost::BernoulliCrossEntropy => Output::Sigmoid,
        Cost::CategoricalCrossEntropy => Output::Softmax,
        _ => Output::Linear,
    };
    let sizes = vec![3, 4, 2];
    let mut network =
        Network::new(Architecture { sizes, activation, output, cost }).expect("the parts fit");
    let learned = |layer: &mlp::layer::Layer| layer.weights.start..layer.biases.end;
    let places: Vec<usize> = network.layers.iter().flat_map(learned).collect();
    for (&at, number) in places.iter().zip(spread(places.len(), 7, 11, 8.0)) {
        network.parameters[at] = number;
    }
    if let Activation::Prelu { initial, .. } = activation {
        network.parameters[network.layers[0].slopes.clone()].fill(initial);
    }
    network
}

fn input() -> Vec<f64> {
    spread(EXAMPLES * 3, 5, 13, 5.0)
}

fn target(cost: Cost) -> Vec<f64> {
    let numbers = spread(EXAMPLES * 2, 3, 7, 4.0);
    match cost {
        Cost::BernoulliCrossEntropy => numbers.iter().map(|t| t * 2.0 / 3.0 + 0.5).collect(),
        Cost::CategoricalCrossEntropy => {
            (0..EXAMPLES).flat_map(|i| [(i + 1) % 2, i % 2]).map(|t| t as f64).collect()
        }
        _ => numbers,
    }
}

/// Both round in double precision, to 1e-16, but sum and take exponentials in ways of their own: a
/// few dozen roundings of terms near 1, a sum of which may be small.
fn assert_close(found: &[f64], wanted: &[f64], what: &str) {
    assert_eq!(found.len(), wanted.len(), "{what}");
    for (i, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        let close = (found - wanted).abs() <= 1e-14 * (1.0 + wanted.abs());
        assert!(close, "{what} [{i}]: {found:e}, PyTorch's {wanted:e}");
    }
}

#[test]
fn costs_and_gradients_are_those_of_pytorch() {
    assert_eq!(numbers::GRADIENTS.len(), 8 * 3);
    for &(activation, cost, wanted) in numbers::GRADIENTS {
        for simd in Simd::available() {
            let what = format!("{activation:?} {cost:?} on {simd}");
            let start = network(activation, cost);
            let mut trainer = Trainer::new(start, Optimizer::GradientDescent, EXAMPLES, simd);
            let loss = trainer.gradient(&input(), &target(cost));
            let found = [&[loss], trainer.workspace.last_gradient()].concat();
            assert_close(&found, wanted, &what);
        }
    }
}

#[test]
fn five_steps_of_every_optimizer_are_those_of_pytorch() {
    assert_eq!(numbers::STEPS.iter().map(|step| step.0).collect::<Vec<_>>(), Optimizer::ALL);
    for &(optimizer, parameters) in numbers::STEPS {
        for simd in Simd::available() {
            let cost = Cost::CategoricalCrossEntropy;
            let start = network(Activation::Tanh {}, cost);
            let mut trainer = Trainer::new(start, optimizer, EXAMPLES, simd);
            for _ in 0..5 {
                trainer.step(&input(), &target(cost), 0.1, f64::NEG_INFINITY);
            }
            assert_close(&trainer.network.parameters, parameters, &format!("{optimizer:?} {simd}"));
        }
    }
}
