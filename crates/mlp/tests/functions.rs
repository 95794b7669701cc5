//! Functions against double precision, and their limits.

mod common;

use mlp::functions::{elu, sigmoid, softplus};
use mlp::{Activation, Cost, Network, Output, Real, Simd, Workspace};

/// How many single-precision numbers lie between `found` and the exact value, which may lie
/// between two of them.
fn ulp_error(found: f32, exact: f64) -> f64 {
    let rounded = exact as f32;
    if found == rounded || (found.is_nan() && rounded.is_nan()) {
        return 0.0;
    }
    let above = f64::from(f32::from_bits((rounded.abs()).to_bits() + 1));
    let spacing = above - f64::from(rounded.abs());
    (f64::from(found) - exact).abs() / spacing
}

#[test]
fn functions_are_within_two_ulp() {
    type Pair = (&'static str, fn(f32) -> f32, fn(f64) -> f64);
    let pairs: [Pair; 8] = [
        ("exp", Real::exp, libm::exp),
        ("exp_m1", Real::exp_m1, libm::expm1),
        ("ln", Real::ln, libm::log),
        ("ln_1p", Real::ln_1p, libm::log1p),
        ("tanh", Real::tanh, libm::tanh),
        ("sigmoid", sigmoid, |x| 1.0 / (1.0 + libm::exp(-x))),
        ("softplus", softplus, |x| libm::log1p(libm::exp(x))),
        ("elu", |x| elu(1.0, x), |x| if x < 0.0 { libm::expm1(x) } else { x }),
    ];
    for (name, ours, exact) in pairs {
        let mut worst = (0.0, 0.0);
        // Every 1021st of all 2^32 numbers: 4 million, of every sign and exponent.
        for bits in (0..=u32::MAX).step_by(1021) {
            let x = f32::from_bits(bits);
            // log1p(exp(x)) overflows in the oracle where softplus(x) is x.
            let exact =
                if name == "softplus" && x > 100.0 { f64::from(x) } else { exact(f64::from(x)) };
            let error = ulp_error(ours(x), exact);
            if error > worst.0 {
                worst = (error, x);
            }
        }
        println!("{name}: {:.3} ulp at {:e}", worst.0, worst.1);
        assert!(worst.0 <= 2.0, "{name}: {} ulp at {:e}", worst.0, worst.1);
    }
}

#[test]
fn oddness_and_signed_zero() {
    for bits in (0..0x7f80_0000_u32).step_by(9973) {
        let x = f32::from_bits(bits);
        assert_eq!(Real::tanh(-x).to_bits(), (-Real::tanh(x)).to_bits(), "tanh {x:e}");
    }
    for f in [Real::tanh, Real::exp_m1, Real::ln_1p] as [fn(f32) -> f32; 3] {
        assert_eq!(f(-0.0_f32).to_bits(), (-0.0_f32).to_bits());
    }
}

#[test]
fn limits_are_finite_and_right() {
    for x in [1e3, 1e308] {
        assert_eq!((sigmoid(x), sigmoid(-x)), (1.0, 0.0));
        assert_eq!((softplus(x), softplus(-x)), (x, 0.0));
    }
    assert_eq!((sigmoid(1e3_f32), sigmoid(-1e3_f32)), (1.0, 0.0));
    assert_eq!((softplus(1e3_f32), softplus(-1e3_f32)), (1e3, 0.0));
    assert_eq!((sigmoid(f32::MAX), softplus(f32::MIN)), (1.0, 0.0));
    assert!(sigmoid(f32::NAN).is_nan() && softplus(f64::NAN).is_nan());
}

/// J and dJ/dz of one example, with the logits as the biases of a network without weights.
fn cost_and_delta(output: Output, cost: Cost, z: &[f64], t: &[f64]) -> (f64, Vec<f64>) {
    let head = (output, cost);
    let mut network: Network<f64> =
        common::network(&[1, z.len()], Activation::Identity {}, head, 1);
    network.parameters.fill(0.0);
    let biases = network.layers[0].biases.clone();
    network.parameters[biases.clone()].copy_from_slice(z);
    let mut workspace = Workspace::new(&network, 1, Simd::available()[0]);
    let (cost, gradient) = workspace.gradient(&network, &[0.0], t);
    (cost, gradient[biases].to_vec())
}

#[test]
fn cross_entropies_are_finite_with_the_right_limits() {
    for x in [1e3, 1e308] {
        let bernoulli = |z, t| {
            let (cost, delta) =
                cost_and_delta(Output::Sigmoid, Cost::BernoulliCrossEntropy, &[z], &[t]);
            (cost, delta[0])
        };
        assert_eq!(bernoulli(x, 1.0), (0.0, 0.0));
        assert_eq!(bernoulli(x, 0.0), (x, 1.0));
        assert_eq!(bernoulli(-x, 0.0), (0.0, 0.0));
        assert_eq!(bernoulli(-x, 1.0), (x, -1.0));
        let categorical = |z: &[f64], t: &[f64]| {
            cost_and_delta(Output::Softmax, Cost::CategoricalCrossEntropy, z, t)
        };
        assert_eq!(categorical(&[x, 0.0], &[1.0, 0.0]), (0.0, vec![0.0, 0.0]));
        assert_eq!(categorical(&[x, 0.0], &[0.0, 1.0]), (x, vec![1.0, -1.0]));
        assert_eq!(categorical(&[-x, 0.0], &[1.0, 0.0]), (x, vec![-1.0, 1.0]));
        assert_eq!(categorical(&[x, -x], &[1.0, 0.0]), (0.0, vec![0.0, 0.0]));
    }
}

#[test]
fn the_clamp_has_no_gradient_outside_and_no_likelihood_at_its_ends() {
    let squared = |z, t| cost_and_delta(Output::Clamp, Cost::HalfSquaredError, &[z], &[t]);
    assert_eq!(squared(-0.5, 1.0), (0.5, vec![0.0]));
    assert_eq!(squared(1.5, 0.0), (0.5, vec![0.0]));
    assert_eq!(squared(0.5, 1.0), (0.125, vec![-0.5]));
    let (cost, _) = cost_and_delta(Output::Clamp, Cost::BernoulliCrossEntropy, &[-1.0], &[0.0]);
    assert!(cost.is_nan(), "0 ln 0 is not a number: {cost}");
}

#[test]
fn softmax_generalises_sigmoid() {
    for z in [-30.0, -1.0, 0.0, 0.3, 20.0] {
        let head = (Output::Softmax, Cost::CategoricalCrossEntropy);
        let mut network: Network<f64> = common::network(&[1, 2], Activation::Identity {}, head, 1);
        network.parameters.copy_from_slice(&[0.0, 0.0, z, 0.0]);
        let mut workspace = Workspace::new(&network, 1, Simd::available()[0]);
        let y = workspace.predictions(&network, &[0.0])[0];
        assert!((y - sigmoid(z)).abs() <= 2.0 * f64::EPSILON, "{z}: {y}");
    }
}
