//! Activations by formula: the same numbers as those of the table, on every path.

use claims::formulated::activation;
use mlp::{
    Activation, Architecture, Function, Initialization, Matrix, Network, Random, Simd, Workspace,
};

fn points() -> Vec<f32> {
    (-400..=400).map(|i| i as f32 / 32.0).chain([-100.0, 100.0, 1e30, -1e30]).collect()
}

fn applied(function: Function, simd: Simd) -> Vec<f32> {
    let x = points();
    let mut y = vec![0.0; x.len()];
    function.apply(simd, &x, &mut y);
    y
}

#[test]
fn a_formula_is_the_function_that_it_spells() {
    for (formula, known) in [
        ("relu(x)", Activation::Relu { at_zero: 0.0 }),
        ("max(0, x)", Activation::Relu { at_zero: 0.0 }),
        ("where(x < 0, 0.25*x, x)", Activation::LeakyRelu { slope: 0.25 }),
        ("abs(x)", Activation::AbsoluteValue {}),
        ("x", Activation::Identity {}),
        ("min(1, max(0, x))", Activation::Clamp { low: 0.0, high: 1.0 }),
    ] {
        let ours = activation(formula).expect(formula);
        for simd in Simd::available() {
            for function in [Function::Activation, Function::Slope] {
                // What the two say at a kink is a choice.
                let at_a_kink =
                    |x: f32| [0.0, 1.0].contains(&x) && known != Activation::Identity {};
                let pairs =
                    applied(function(ours), simd).into_iter().zip(applied(function(known), simd));
                for (x, (ours, theirs)) in points().into_iter().zip(pairs) {
                    assert!(ours == theirs || at_a_kink(x), "{formula} at {x}: {ours}, {theirs}");
                }
            }
        }
    }
    // Slopes by another formula: within some units in the last place of 1.
    for (formula, known) in [
        ("sigmoid(x)", Activation::Sigmoid {}),
        ("tanh(x)", Activation::Tanh {}),
        ("softplus(x)", Activation::Softplus {}),
        ("where(x < 0, exp(x) - 1, x)", Activation::Elu { alpha: 1.0 }),
    ] {
        let ours = activation(formula).expect(formula);
        for function in [Function::Activation, Function::Slope] {
            let simd = Simd::fastest();
            let pairs =
                applied(function(ours), simd).into_iter().zip(applied(function(known), simd));
            for (x, (ours, theirs)) in points().into_iter().zip(pairs) {
                let close = ours == theirs || (ours - theirs).abs() <= 4.0 * f32::EPSILON;
                assert!(close, "{formula} at {x}: {ours}, {theirs}");
            }
        }
    }
}

#[test]
fn every_path_and_precision_computes_the_same_steps() {
    let all = "where(x < 0, ln1p(exp(x))*sin(x), sqrt(x) + cos(x)^2)/(1 + softplus(-x)) \
               - min(erf(x), tanh(x))*abs(x)^-2 + ln(2 + relu(x)) - sigmoid(max(x, 1/3))";
    let ours = activation(all).expect("a formula");
    let formula: claims::Formula = all.parse().expect("a formula");
    for simd in Simd::available() {
        for function in [Function::Activation(ours), Function::Slope(ours)] {
            let bits = |y: Vec<f32>| y.into_iter().map(f32::to_bits).collect::<Vec<_>>();
            assert!(bits(applied(function, simd)) == bits(applied(function, Simd::available()[0])));
        }
    }
    let (x, mut y) = ([-2.5, -0.25, 0.75, 3.0], [0.0; 4]);
    Function::Activation(ours).apply(Simd::fastest(), &x, &mut y);
    for (x, y) in x.into_iter().zip(y) {
        assert!((y - formula.at(x)).abs() < 1e-14, "{y} at {x}, {}", formula.at(x));
    }
}

#[test]
fn a_network_learns_by_the_slope_of_its_formula() {
    for formula in ["x*sigmoid(x)", "x*(1 + erf(x/sqrt(2)))/2", "sin(x) + x^3/10"] {
        let activation = activation(formula).expect(formula);
        let architecture = Architecture { activation, ..Architecture::regression(&[3, 5, 4, 2]) };
        let mut network: Network<f64> = Network::new(architecture).expect("3-5-4-2");
        let init = Initialization::Normal { deviation: 0.7 };
        init.fill(&mut network, 0.1, &mut [Random::from_number(1)]);
        let mut random = Random::from_number(2);
        let mut draw = |n: usize| (0..n).map(|_| random.normal()).collect::<Vec<f64>>();
        let input = Matrix::new(6, 3, draw(18));
        let target = Matrix::new(6, 2, draw(12));
        let mut workspace = Workspace::new(&network, 6, Simd::fastest());
        let gradient = workspace.gradient(&network, input.as_slice(), target.as_slice()).1.to_vec();
        for (k, slope) in gradient.into_iter().enumerate() {
            let mut at = |by: f64| {
                let mut moved = network.clone();
                moved.parameters[k] += by;
                workspace.loss(&moved, input.as_slice(), target.as_slice())
            };
            let difference = (at(1e-5) - at(-1e-5)) / 2e-5;
            // A difference over 1e-5 has an error of some 1e-10 of the third derivative.
            assert!((slope - difference).abs() < 1e-7, "{formula}: {slope}, {difference}");
        }
    }
}

#[test]
fn what_is_no_activation_is_refused() {
    for (text, word) in [
        ("x*sgm(x)", "no function `sgm`"),
        ("a*x", "`a` has no value"),
        ("x +", "ends"),
        ("x^65", "whole number"),
    ] {
        let error = activation(text).expect_err(text);
        assert!(error.contains(word), "{text}: {error}");
    }
    let deep = format!("{}x{}", "x + (".repeat(40), ")".repeat(40));
    assert!(activation(&deep).expect_err("deep").contains("intermediate"), "no room for 40");
    // The same formula is the same activation, however often it is read.
    assert_eq!(activation("x*tanh(x)"), activation("x*tanh(x)"));
    assert_ne!(activation("x*tanh(x)"), activation("tanh(x)*x"));
}
