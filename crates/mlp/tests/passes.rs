//! Passes over a small network against sums written out, on every path.

mod common;

use common::{data, network};
use mlp::{
    Activation, Architecture, Cost, Data, Lanes, Matrix, Network, Number, Optimizer, Output,
};
use mlp::{Simd, Trainer, Workspace};

/// 2-2-1: W = [[1, 2], [3, 4]], b = [0.5, -8], ReLU, then w = [1, -2], c = 0.25.
fn written_out(output: Output, cost: Cost) -> Network<f64> {
    let architecture = Architecture {
        sizes: vec![2, 2, 1],
        activation: Activation::Relu { at_zero: 0.0 },
        output,
        cost,
    };
    let mut network = Network::new(architecture).expect("the parts fit");
    network.parameters = vec![1.0, 2.0, 3.0, 4.0, 0.5, -8.0, 1.0, -2.0, 0.25];
    network
}

#[test]
fn what_a_pass_leaves_behind_can_be_looked_at() {
    for simd in Simd::available() {
        let network = written_out(Output::Sigmoid, Cost::BernoulliCrossEntropy);
        let mut workspace = Workspace::new(&network, 3, simd);
        assert_eq!((workspace.capacity(), workspace.simd()), (3, simd));
        // z = [1 + 6 + 0.5, 2 + 8 - 8] and [0.5, -8].
        let input = [1.0, 2.0, 0.0, 0.0];
        assert_eq!(workspace.logits(&network, &input), [7.5 - 4.0 + 0.25, 0.5 + 0.25]);
        assert_eq!(workspace.hidden(&network, 0, 2), [7.5, 2.0, 0.5, 0.0]);
        assert_eq!(workspace.hidden(&network, 1, 2), [3.75, 0.75]);
        let y = workspace.predictions(&network, &input).to_vec();
        for (y, z) in y.into_iter().zip([3.75, 0.75]) {
            // Twice the resolution at 1: an exponential, a sum and a quotient are rounded.
            assert!((y - 1.0 / (1.0 + libm::exp(-z))).abs() <= 2.0 * f64::EPSILON, "{y} on {simd}");
        }
        // dJ/dw = h^T (y - t), summed over the two examples, and so for c.
        let (_, gradient) = workspace.gradient(&network, &input, &[1.0, 0.0]);
        let delta = [3.75, 0.75].map(|z| 1.0 / (1.0 + libm::exp(-z)));
        let delta = [(delta[0] - 1.0) / 2.0, delta[1] / 2.0];
        let wanted = [7.5 * delta[0] + 0.5 * delta[1], 2.0 * delta[0], delta[0] + delta[1]];
        for (found, wanted) in gradient[6..].iter().zip(wanted) {
            assert!((found - wanted).abs() <= 4.0 * f64::EPSILON, "{found}, not {wanted}");
        }
        assert_eq!(workspace.last_gradient().len(), 9);
    }
}

/// Targets and what the single output says to them: 3.75 and 0.75 before the output unit.
#[test]
fn errors_of_one_output_are_counted_against_one_half() {
    let of = |output, cost, targets: [f64; 2], bias: f64| {
        let mut network = written_out(output, cost);
        network.parameters[8] = bias;
        // Room for one example at a time, so that there are two batches.
        let mut trainer =
            Trainer::new(network, Optimizer::GradientDescent, 1, Simd::available()[0]);
        let input = Matrix::from_rows(&[[1.0, 2.0], [0.0, 0.0]]);
        let target = Matrix::from_rows(&[[targets[0]], [targets[1]]]);
        trainer.errors(&Data { input, target })[0]
    };
    let (sigmoid, likelihood) = (Output::Sigmoid, Cost::BernoulliCrossEntropy);
    assert_eq!(of(sigmoid, likelihood, [1.0, 1.0], 0.25), 0);
    assert_eq!(of(sigmoid, likelihood, [0.0, 1.0], 0.25), 1);
    assert_eq!(of(sigmoid, likelihood, [0.0, 0.0], 0.25), 2);
    // z = 3 and z = 0: a probability of one half is no 1.
    assert_eq!(of(sigmoid, likelihood, [1.0, 0.0], -0.5), 0);
    assert_eq!(of(sigmoid, likelihood, [1.0, 1.0], -0.5), 1);
    // z = 3.5 and z = 0.5 of a linear output, where one half is 0.5.
    assert_eq!(of(Output::Linear, Cost::HalfSquaredError, [1.0, 0.0], 0.0), 0);
    assert_eq!(of(Output::Linear, Cost::HalfSquaredError, [1.0, 1.0], 0.0), 1);
    assert_eq!(of(Output::Clamp, Cost::HalfSquaredError, [1.0, 1.0], 0.125), 0);
    // NaN is wrong, whatever the target.
    assert_eq!(of(Output::Linear, Cost::HalfSquaredError, [0.0, 0.0], f64::NAN), 2);
    assert_eq!(of(Output::Linear, Cost::HalfSquaredError, [1.0, 1.0], f64::NAN), 2);
}

#[test]
fn errors_of_classes_are_those_of_the_largest_output() {
    let architecture = Architecture {
        sizes: vec![1, 3],
        activation: Activation::Identity {},
        output: Output::Softmax,
        cost: Cost::CategoricalCrossEntropy,
    };
    let mut network = Network::<Lanes<16>>::new(architecture).expect("the parts fit");
    // z = b, whatever the input: lane k says class k mod 3.
    for k in 0..16 {
        let largest = network.layers[0].biases.start + k % 3;
        network.parameters[largest] = network.parameters[largest].with_lane(k, 1.0);
    }
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, 2, Simd::available()[0]);
    let target = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]];
    let data = Data { input: Matrix::from_rows(&[[1.0]; 4]), target: Matrix::from_rows(&target) };
    let wanted: Vec<usize> = (0..16).map(|k| [2, 3, 3][k % 3]).collect();
    assert_eq!(trainer.errors(&data), wanted);
}

/// Two examples with two outputs: z = [[1, -1], [0.5, 2]], t = [[1, 0], [0, 1]].
#[test]
fn costs_are_their_formulas() {
    let z = [[1.0, -1.0], [0.5, 2.0]];
    let t = [[1.0, 0.0], [0.0, 1.0]];
    let pairs = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        z.iter().flatten().zip(t.iter().flatten()).map(|(&z, &t)| f(z, t)).sum()
    };
    let squares = pairs(&|z, t| (z - t) * (z - t));
    let entropies = pairs(&|z, t| libm::log1p(libm::exp(z)) - t * z);
    let [first, second] = z.map(|z| libm::log(libm::exp(z[0]) + libm::exp(z[1])));
    let classes = (first - z[0][0]) + (second - z[1][1]);
    for (output, cost, wanted) in [
        (Output::Linear, Cost::HalfSquaredError, squares / 2.0),
        (Output::Linear, Cost::MeanSquaredError, squares / 4.0),
        (Output::Sigmoid, Cost::BernoulliCrossEntropy, entropies / 2.0),
        (Output::Softmax, Cost::CategoricalCrossEntropy, classes / 2.0),
        // 1 - 1 - 1 and 1 + 0.5 - 2, both below 0; the first by 1 + 1 + 1 if its class is the other.
        (Output::Linear, Cost::MulticlassHinge, 0.0),
    ] {
        let architecture =
            Architecture { sizes: vec![2, 2], activation: Activation::Tanh {}, output, cost };
        let mut network = Network::<f64>::new(architecture).expect("the parts fit");
        network.parameters = vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        let mut workspace = Workspace::new(&network, 2, Simd::available()[0]);
        let found = workspace.loss(&network, z.as_flattened(), t.as_flattened());
        // A few roundings of numbers near 1.
        assert!((found - wanted).abs() <= 4.0 * f64::EPSILON, "{cost:?}: {found}, not {wanted}");
        if cost == Cost::MulticlassHinge {
            let wrong = [[0.0, 1.0], [0.0, 1.0]];
            let found = workspace.loss(&network, z.as_flattened(), wrong.as_flattened());
            assert_eq!(found, (1.0 + 1.0 + 1.0) / 2.0);
        }
    }
}

#[test]
fn a_likelihood_needs_a_probability() {
    let squares = [Cost::HalfSquaredError, Cost::MeanSquaredError];
    for (output, wanted) in [
        (Output::Linear, vec![squares[0], squares[1], Cost::MulticlassHinge]),
        (Output::Sigmoid, vec![squares[0], squares[1], Cost::BernoulliCrossEntropy]),
        (Output::Softmax, vec![squares[0], squares[1], Cost::CategoricalCrossEntropy]),
        (Output::Clamp, vec![squares[0], squares[1], Cost::BernoulliCrossEntropy]),
    ] {
        let found: Vec<Cost> = Cost::ALL.into_iter().filter(|cost| cost.accepts(output)).collect();
        assert_eq!(found, wanted, "{output:?}");
    }
}

/// A cost that is a sum adds up over batches; one that is a mean is weighted by their sizes.
#[test]
fn the_cost_of_all_is_that_of_its_batches() {
    for (output, cost) in common::heads() {
        let network: Network<f64> = network(&[3, 4, 2], Activation::Tanh {}, (output, cost), 5);
        let data = data(7, 3, 2, 3);
        let simd = Simd::available()[0];
        let whole = Trainer::new(network.clone(), Optimizer::GradientDescent, 7, simd).loss(&data);
        let parts = Trainer::new(network, Optimizer::GradientDescent, 3, simd).loss(&data);
        // Three batches round three times more.
        let close = (whole - parts).abs() <= 1e-14 * whole.abs();
        assert!(close || whole.is_nan() && parts.is_nan() || whole == parts, "{output:?} {cost:?}");
    }
}

#[test]
#[should_panic(expected = "wanted [1..=2, 3]")]
fn a_batch_beyond_the_capacity_is_refused() {
    let head = (Output::Linear, Cost::HalfSquaredError);
    let network: Network<f32> = network(&[3, 2], Activation::Identity {}, head, 1);
    Workspace::new(&network, 2, Simd::available()[0]).logits(&network, &[0.0; 9]);
}

#[test]
#[should_panic(expected = "wanted [1, 2]")]
fn a_target_of_another_shape_is_refused() {
    let head = (Output::Linear, Cost::HalfSquaredError);
    let network: Network<f32> = network(&[3, 2], Activation::Identity {}, head, 1);
    Workspace::new(&network, 2, Simd::available()[0]).loss(&network, &[0.0; 3], &[0.0; 3]);
}
