//! Functions against double precision, and their limits.

mod common;

use common::same;
use mlp::Function;
use mlp::functions::{sigmoid, softplus};
use mlp::{Activation, Cost, Lanes, Network, Number, Output, Real, Simd, Workspace};

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

/// A function with its value in double precision, whose own error is not to be seen here.
type Pair = (&'static str, Function, fn(f64) -> f64);
const PAIRS: [Pair; 8] = [
    ("exp", Function::Exp, libm::exp),
    ("exp_m1", Function::ExpM1, libm::expm1),
    ("ln", Function::Ln, libm::log),
    ("ln_1p", Function::Ln1p, libm::log1p),
    ("tanh", Function::Activation(Activation::Tanh {}), libm::tanh),
    ("sigmoid", Function::Activation(Activation::Sigmoid {}), |x| 1.0 / (1.0 + libm::exp(-x))),
    // log1p(exp(x)) overflows where softplus(x) is x.
    ("softplus", Function::Activation(Activation::Softplus {}), |x| {
        if x > 100.0 { x } else { libm::log1p(libm::exp(x)) }
    }),
    ("elu", Function::Activation(Activation::Elu { alpha: 1.0 }), |x| {
        if x < 0.0 { libm::expm1(x) } else { x }
    }),
];

/// The largest error over every `stride`-th of all 2^32 numbers from `first` on, and where.
fn worst(function: Function, exact: fn(f64) -> f64, first: u32, stride: u32) -> (f64, f32) {
    let simd = Simd::available()[0];
    let mut worst = (0.0, 0.0);
    let mut x = Vec::with_capacity(1 << 16);
    let mut y = vec![0.0; 1 << 16];
    let mut bits = (first..=u32::MAX).step_by(stride as usize);
    loop {
        x.clear();
        x.extend(bits.by_ref().take(1 << 16).map(f32::from_bits));
        if x.is_empty() {
            return worst;
        }
        let y = &mut y[..x.len()];
        function.apply(simd, &x, y);
        for (&x, &y) in x.iter().zip(&*y) {
            let error = ulp_error(y, exact(f64::from(x)));
            if error > worst.0 {
                worst = (error, x);
            }
        }
    }
}

/// Miri takes a thousand times as long as the processor: it sees few of the numbers.
const SPARSER: u32 = if cfg!(miri) { 9973 } else { 1 };

/// Every 1021st number: 4 million, of every sign and exponent.
#[test]
fn functions_are_within_two_ulp() {
    for (name, function, exact) in PAIRS {
        let (error, x) = worst(function, exact, 0, 1021 * SPARSER);
        assert!(error <= 2.0, "{name}: {error} ulp at {x:e}");
    }
}

/// Every number there is, on two threads: six minutes in a release build. The table in `single`'s
/// documentation is what it prints.
#[test]
#[ignore = "minutes; run by name, in a release build, after a change of `single` or `functions`"]
fn functions_are_within_two_ulp_everywhere() {
    for (name, function, exact) in PAIRS {
        let halves = std::thread::scope(|scope| {
            [0, 1]
                .map(|half| scope.spawn(move || worst(function, exact, half, 2)))
                .map(|half| half.join().expect("no panic"))
        });
        let (error, x) = if halves[0].0 < halves[1].0 { halves[1] } else { halves[0] };
        println!("| {name} | {error:.3} | {x:e} |");
        assert!(error <= 2.0, "{name}: {error} ulp at {x:e}");
    }
}

/// Slices of every length give what a number alone gives: the blocks' edges, on every path.
#[test]
fn a_function_of_a_slice_is_the_function_of_each() {
    for (name, function, _) in PAIRS {
        for length in (0..40).step_by(if cfg!(miri) { 7 } else { 1 }) {
            let x: Vec<f32> = (0..length).map(|i| 0.37 * i as f32 - 5.0).collect();
            for simd in Simd::available() {
                let mut y = vec![0.0; length];
                function.apply(simd, &x, &mut y);
                for (&x, &y) in x.iter().zip(&y) {
                    let mut alone = [0.0];
                    function.apply(simd, &[x], &mut alone);
                    // Not by bits: the sign of a NaN (ln of what is below 0) is anyone's choice.
                    let equal = same(f64::from(y), f64::from(alone[0]));
                    assert!(equal, "{name} {x} of {length} on {simd}");
                }
            }
        }
    }
}

/// Lanes in registers do at the edges of the numbers what a number alone does.
#[test]
fn a_function_of_lanes_is_the_function_of_each() {
    let edges = [0.0, 1e-45, 1e-38, 1e-30, 0.3, 0.624, 0.626, 1.0, 9.0, 20.0, 88.7, 89.0, 104.0];
    let edges = edges.into_iter().chain([1e30, f32::MAX, f32::INFINITY, f32::NAN]);
    let x: Vec<f32> = edges.flat_map(|x| [x, -x]).collect();
    for (name, function, _) in PAIRS {
        for simd in Simd::available() {
            let mut y = [Lanes::<16>::zero()];
            for (i, &value) in x.iter().enumerate().step_by(if cfg!(miri) { 5 } else { 1 }) {
                // A different neighbour in every lane.
                let lanes = (0..16).fold(Lanes::<16>::splat(0.5), |lanes, k| {
                    lanes.with_lane(k, f64::from(x[(i + k) % x.len()]))
                });
                function.apply(simd, &[lanes], &mut y);
                let mut alone = [0.0_f32];
                function.apply(Simd::named("portable").expect("always"), &[value], &mut alone);
                let (found, wanted) = (y[0].lane(0), f64::from(alone[0]));
                assert!(
                    same(found, wanted),
                    "{name}({value:e}) on {simd}: {found:e}, not {wanted:e}"
                );
            }
        }
    }
}

/// What is computed sooner where the argument is known not to be negative is the same.
#[test]
fn exp_neg_is_exp() {
    for bits in (0..=f32::INFINITY.to_bits()).step_by(997 * SPARSER as usize) {
        let x = f32::from_bits(bits);
        assert_eq!(x.exp_neg().to_bits(), Real::exp(-x).to_bits(), "{x:e}");
    }
}

/// What is computed sooner where the argument is known to be a fraction is the same.
#[test]
fn ln_1p_of_fraction_is_ln_1p() {
    for bits in (0..=1.0_f32.to_bits()).step_by(251 * SPARSER as usize) {
        let x = f32::from_bits(bits);
        assert_eq!(x.ln_1p_of_fraction().to_bits(), Real::ln_1p(x).to_bits(), "{x:e}");
    }
}

#[test]
fn oddness_and_signed_zero() {
    for bits in (0..0x7f80_0000_u32).step_by(9973 * if cfg!(miri) { 499 } else { 1 }) {
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
