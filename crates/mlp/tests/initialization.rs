//! First weights against the formulas of their distributions, drawn from the same stream.

mod common;

use common::network;
use mlp::{Activation, Cost, Initialization, MaxoutForm, Network, Output, Random};

const FAN_IN: f64 = 5.0;
const FAN_OUT: f64 = 3.0;

/// One weight from a stream.
type Draw = Box<dyn Fn(&mut Random) -> f64>;

/// The weights of a layer of three units on five inputs, and its biases.
fn filled(initialization: Initialization, activation: Activation) -> (Network<f64>, Vec<f64>) {
    let head = (Output::Linear, Cost::HalfSquaredError);
    let mut network: Network<f64> = network(&[5, 3, 1], activation, head, 1);
    initialization.fill(&mut network, 0.125, &mut [Random::from_number(8)]);
    let weights = network.parameters[network.layers[0].weights.clone()].to_vec();
    (network, weights)
}

#[test]
fn every_initialization_follows_its_formula() {
    let uniform = |limit: f64| move |random: &mut Random| (2.0 * random.uniform() - 1.0) * limit;
    let normal = |deviation: f64| move |random: &mut Random| random.normal() * deviation;
    let cases: [(Initialization, Draw); 9] = [
        (Initialization::GlorotUniform, Box::new(uniform((6.0 / (FAN_IN + FAN_OUT)).sqrt()))),
        (Initialization::GlorotNormal, Box::new(normal((2.0 / (FAN_IN + FAN_OUT)).sqrt()))),
        (Initialization::HeUniform, Box::new(uniform((6.0 / FAN_IN).sqrt()))),
        (Initialization::HeNormal, Box::new(normal((2.0 / FAN_IN).sqrt()))),
        (Initialization::LecunUniform, Box::new(uniform((3.0 / FAN_IN).sqrt()))),
        (Initialization::LecunNormal, Box::new(normal((1.0 / FAN_IN).sqrt()))),
        (Initialization::Uniform { limit: 0.3 }, Box::new(uniform(0.3))),
        (Initialization::Normal { deviation: 0.7 }, Box::new(normal(0.7))),
        (Initialization::Constant { value: -0.5 }, Box::new(|_| -0.5)),
    ];
    for (initialization, draw) in cases {
        let (network, weights) = filled(initialization, Activation::Tanh {});
        let mut random = Random::from_number(8);
        assert_eq!(weights.len(), 15);
        for weight in weights {
            let wanted = draw(&mut random);
            // The formulas are rounded in another order.
            let close = (weight - wanted).abs() <= 4.0 * f64::EPSILON * wanted.abs();
            assert!(close, "{initialization:?}: {weight}, not {wanted}");
        }
        let biases = network.layers.iter().flat_map(|layer| layer.biases.clone());
        assert!(biases.into_iter().all(|at| network.parameters[at] == 0.125), "{initialization:?}");
    }
}

#[test]
fn slopes_start_where_they_are_told_and_pieces_share_a_fan_out() {
    let prelu = Activation::Prelu { initial: 0.375, per_unit: true };
    let (network, _) = filled(Initialization::GlorotUniform, prelu);
    assert_eq!(network.parameters[network.layers[0].slopes.clone()], [0.375; 3]);
    // Six columns, of which three are the layer's width.
    let maxout = Activation::Maxout { pieces: 2, form: MaxoutForm::Pointwise };
    let (_, pieces) = filled(Initialization::GlorotUniform, maxout);
    let (_, plain) = filled(Initialization::GlorotUniform, Activation::Tanh {});
    assert_eq!((pieces.len(), &pieces[..15]), (30, &plain[..]));
}

#[test]
fn the_fewer_of_rows_and_columns_are_orthogonal() {
    // 5 x 3, whose columns are fewer, and 5 x 6 of a maxout layer, whose rows are.
    let maxout = Activation::Maxout { pieces: 2, form: MaxoutForm::Pointwise };
    for (activation, columns) in [(Activation::Tanh {}, 3), (maxout, 6)] {
        let (_, w) = filled(Initialization::Orthogonal { gain: 1.5 }, activation);
        let (count, length) = if columns == 3 { (3, 5) } else { (5, 6) };
        let at = |i: usize, k: usize| if columns == 3 { w[k * 3 + i] } else { w[i * 6 + k] };
        for i in 0..count {
            for j in 0..count {
                let product: f64 = (0..length).map(|k| at(i, k) * at(j, k)).sum();
                let wanted = if i == j { 2.25 } else { 0.0 };
                // Sums of 6 products, each rounded once or twice, of numbers up to 1.5.
                assert!((product - wanted).abs() < 1e-14, "{i}, {j}: {product}");
            }
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "hundreds of draws; the test above touches the same memory")]
fn an_orthogonal_matrix_points_anywhere() {
    let all: Vec<f64> = (0..400)
        .map(|seed| {
            let mut network: Network<f64> = network(
                &[2, 2, 1],
                Activation::Tanh {},
                (Output::Linear, Cost::HalfSquaredError),
                1,
            );
            let streams = &mut [Random::from_number(seed)];
            Initialization::Orthogonal { gain: 1.0 }.fill(&mut network, 0.0, streams);
            network.parameters[0]
        })
        .collect();
    // The cosine of a uniform angle has the variance 1/2; of 400, 0.5 +- 0.018.
    let variance = all.iter().map(|x| x * x).sum::<f64>() / 400.0;
    assert!((variance - 0.5).abs() < 0.06, "{variance}");
}
