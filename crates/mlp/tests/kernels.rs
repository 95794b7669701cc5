//! The matrix products equal the naive triple loop to the last bit, on every path.
#![allow(clippy::disallowed_methods, reason = "the oracle is the processor's fused multiply-add")]

mod common;

use common::{network, same};
use mlp::{Activation, Cost, Matrix, Network, Output, Random, Simd, Workspace};
use proptest::prelude::*;

/// `start[j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ...`, one rounding a term.
fn naive(
    shape: (usize, usize, usize),
    start: impl Fn(usize) -> f32,
    a: impl Fn(usize, usize) -> f32,
    b: impl Fn(usize, usize) -> f32,
) -> Vec<f32> {
    let (rows, depth, columns) = shape;
    let mut c = Vec::new();
    for i in 0..rows {
        for j in 0..columns {
            c.push((0..depth).fold(start(j), |sum, k| a(i, k).mul_add(b(k, j), sum)));
        }
    }
    c
}

fn assert_same(found: &[f32], wanted: &[f32], what: &str, simd: Simd) {
    assert_eq!(found.len(), wanted.len());
    for (i, (&found, &wanted)) in found.iter().zip(wanted).enumerate() {
        let (found, wanted) = (f64::from(found), f64::from(wanted));
        assert!(same(found, wanted), "{what}[{i}] on {simd}: {found:e}, wanted {wanted:e}");
    }
}

/// The three products of a linear network [inputs, hidden, outputs] against the naive loop.
fn check(batch: usize, inputs: usize, hidden: usize, outputs: usize, seed: u64) {
    let head = (Output::Linear, Cost::HalfSquaredError);
    let sizes = [inputs, hidden, outputs];
    let network: Network<f32> = network(&sizes, Activation::Identity {}, head, seed);
    let mut random = Random::from_number(seed);
    let mut normal = |rows, columns| {
        let data = (0..rows * columns).map(|_| random.normal() as f32).collect();
        Matrix::<f32>::new(rows, columns, data)
    };
    let (x, t) = (normal(batch, inputs), normal(batch, outputs));
    let (first, second) = (&network.layers[0], &network.layers[1]);
    let p = &network.parameters;
    let (w1, b1) = (&p[first.weights.clone()], &p[first.biases.clone()]);
    let (w2, b2) = (&p[second.weights.clone()], &p[second.biases.clone()]);

    let x_at = |i: usize, k: usize| x.row(i)[k];
    let h = naive((batch, inputs, hidden), |j| b1[j], x_at, |k, j| w1[k * hidden + j]);
    let h_at = |i: usize, k: usize| h[i * hidden + k];
    let z = naive((batch, hidden, outputs), |j| b2[j], h_at, |k, j| w2[k * outputs + j]);
    let delta2: Vec<f32> = z.iter().zip(t.as_slice()).map(|(z, t)| z - t).collect();
    let dw2 =
        naive((hidden, batch, outputs), |_| 0.0, |k, i| h_at(i, k), |i, j| delta2[i * outputs + j]);
    let delta1 = naive(
        (batch, outputs, hidden),
        |_| 0.0,
        |i, j| delta2[i * outputs + j],
        |j, k| w2[k * outputs + j],
    );
    let dw1 =
        naive((inputs, batch, hidden), |_| 0.0, |k, i| x_at(i, k), |i, j| delta1[i * hidden + j]);

    for simd in Simd::available() {
        let mut workspace = Workspace::new(&network, batch, simd);
        assert_same(workspace.logits(&network, x.as_slice()), &z, "z", simd);
        let (_, gradient) = workspace.gradient(&network, x.as_slice(), t.as_slice());
        assert_same(&gradient[first.weights.clone()], &dw1, "dJ/dW1", simd);
        assert_same(&gradient[second.weights.clone()], &dw2, "dJ/dW2", simd);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn products_equal_the_naive_loop(
        batch in 1usize..65, inputs in 1usize..65, hidden in 1usize..65, outputs in 1usize..65,
        seed in 0u64..1000,
    ) {
        check(batch, inputs, hidden, outputs, seed);
    }
}

#[test]
fn products_equal_the_naive_loop_at_the_edges_of_the_tiles() {
    for size in [1, 3, 4, 5, 15, 16, 17, 20, 31, 33, 64] {
        check(size, 7, size, 10, 1);
        check(5, size, 6, size, 2);
    }
}

#[test]
fn an_unknown_or_missing_path_is_an_error() {
    let unknown = Simd::named("sse9").expect_err("there is none").to_string();
    assert!(unknown.contains("no such path") && unknown.contains("portable"), "{unknown}");
    let lacking = if cfg!(target_arch = "aarch64") { "avx2" } else { "neon" };
    let lacking = Simd::named(lacking).expect_err("another processor's").to_string();
    assert!(lacking.contains("this machine lacks it"), "{lacking}");
    assert_eq!(Simd::named("portable").expect("always there").to_string(), "portable");
}
