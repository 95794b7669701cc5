//! Optimisers against their formulas, written out for one weight and one bias.
#![allow(clippy::disallowed_methods, reason = "powers of the decay rates, in the oracle")]

mod common;

use common::network;
use mlp::{Activation, Cost, Network, Optimizer, Output, Simd, Trainer};

const RATE: f64 = 0.1;
/// One example: x and t. J = 1/2 (w x + b - t)^2, so dJ/dw = r x and dJ/db = r.
const EXAMPLE: (f64, f64) = (2.0, 1.0);

/// (w, b) after each of five steps, by `step`, which is given the gradient, the parameter, two
/// numbers to remember and the step's number from 1.
fn by_formula(
    start: [f64; 2],
    step: impl Fn(f64, f64, &mut [f64; 2], i32) -> f64,
) -> Vec<[f64; 2]> {
    let (mut p, mut memory) = (start, [[0.0; 2]; 2]);
    (1..=5)
        .map(|t| {
            let residual = p[0] * EXAMPLE.0 + p[1] - EXAMPLE.1;
            let gradient = [residual * EXAMPLE.0, residual];
            for i in 0..2 {
                p[i] = step(gradient[i], p[i], &mut memory[i], t);
            }
            p
        })
        .collect()
}

fn trained(optimizer: Optimizer) -> ([f64; 2], Vec<[f64; 2]>) {
    let head = (Output::Linear, Cost::HalfSquaredError);
    let network: Network<f64> = network(&[1, 1], Activation::Identity {}, head, 3);
    let start = [network.parameters[0], network.parameters[1]];
    let mut trainer = Trainer::new(network, optimizer, 1, Simd::available()[0]);
    let path = (0..5).map(|_| {
        trainer.gradient(&[EXAMPLE.0], &[EXAMPLE.1]);
        trainer.update(RATE);
        [trainer.network.parameters[0], trainer.network.parameters[1]]
    });
    (start, path.collect())
}

#[test]
fn every_optimizer_follows_its_formula() {
    for optimizer in Optimizer::ALL {
        let (start, path) = trained(optimizer);
        let wanted = by_formula(start, |g, p, memory, t| match optimizer {
            Optimizer::GradientDescent => p - RATE * g,
            Optimizer::Momentum { momentum } => {
                memory[0] = momentum * memory[0] + g;
                p - RATE * memory[0]
            }
            Optimizer::Nesterov { momentum } => {
                memory[0] = momentum * memory[0] + g;
                p - RATE * (g + momentum * memory[0])
            }
            Optimizer::Adam { beta1, beta2, epsilon } => {
                memory[0] = beta1 * memory[0] + (1.0 - beta1) * g;
                memory[1] = beta2 * memory[1] + (1.0 - beta2) * g * g;
                let m = memory[0] / (1.0 - beta1.powi(t));
                let v = memory[1] / (1.0 - beta2.powi(t));
                p - RATE * m / (v.sqrt() + epsilon)
            }
        });
        for (found, wanted) in path.iter().flatten().zip(wanted.iter().flatten()) {
            // Five steps of a few operations, each rounded to 1e-16 of numbers near 1.
            assert!((found - wanted).abs() < 1e-13, "{optimizer:?}: {found}, wanted {wanted}");
        }
    }
}
