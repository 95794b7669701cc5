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
