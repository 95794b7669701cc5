//! What a program that depends on the library is offered beside training itself.

mod common;

use std::ops::ControlFlow;

use common::{data, network};
use mlp::{
    Activation, Architecture, ArchitectureError, Cost, Data, Ending, Initialization, Lanes, Matrix,
    MaxoutForm, Network, Number, Optimizer, Output, Plan, Random, Simd, Stop, Trainer, Workspace,
};

const HEAD: (Output, Cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);

fn trainer(optimizer: Optimizer) -> Trainer<f64> {
    let network = network(&[3, 4, 2], Activation::Tanh {}, HEAD, 2);
    Trainer::new(network, optimizer, 4, Simd::fastest())
}

#[test]
fn labels_are_one_hot_targets() {
    let input = Matrix::from_rows(&[[0.0_f64], [1.0], [2.0]]);
    let data: Data<f64> = Data::classes(input.clone(), &[2, 0, 1], 3);
    assert_eq!(data.target.as_slice(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    for (labels, wanted) in [(&[0, 1][..], "labels of 3 examples"), (&[0, 1, 3], "label 3 of 3")] {
        let input = input.clone();
        let refused = std::panic::catch_unwind(|| Data::classes(input, labels, 3));
        let message = refused.expect_err("refused").downcast::<String>().expect("a message");
        assert!(message.contains(wanted), "{message}");
    }
}

#[test]
fn predictions_of_many_rows_are_those_of_batches() {
    let mut trainer = trainer(Optimizer::default());
    let data = data::<f64>(10, 3, 2, 5);
    // The capacity is four.
    let y = trainer.predict(&data.input);
    assert_eq!((y.rows(), y.columns()), (10, 2));
    for i in 0..10 {
        let alone = trainer.workspace.predictions(&trainer.network, data.input.row(i));
        assert_eq!(y.row(i), alone);
    }
}

#[test]
#[cfg_attr(miri, ignore = "the runs of `training` touch the same memory")]
fn a_watched_run_is_the_run_and_can_be_stopped() {
    let data = data::<f64>(8, 3, 2, 5);
    for batch_size in [None, Some(4)] {
        let plan = Plan { batch_size, epochs: 5, ..Plan::default() };
        let order = || [Random::from_number(1)];
        let network = network(&[3, 4, 2], Activation::Tanh {}, HEAD, 2);
        let start = Trainer::new(network, Optimizer::adam(), 8, Simd::fastest());
        let (mut alone, mut watched, mut stopped) = (start.clone(), start.clone(), start);
        let wanted = alone.fit(&data, 0.01, &plan, &mut order());
        let mut seen = Vec::new();
        let mut watch = |epoch: usize, trainer: &mut Trainer<f64>| {
            seen.push((epoch, trainer.loss(&data)));
            ControlFlow::Continue(())
        };
        let found = watched.fit_observed(&data, 0.01, &plan, &mut order(), &mut watch);
        assert_eq!((found, &watched.network), (wanted, &alone.network), "{batch_size:?}");
        assert_eq!(seen.iter().map(|(epoch, _)| *epoch).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
        assert!(seen[5].1 < seen[0].1, "{seen:?}");

        let mut at_three = |epoch: usize, _: &mut Trainer<f64>| match epoch {
            3 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let endings = stopped.fit_observed(&data, 0.01, &plan, &mut order(), &mut at_three);
        assert_eq!(endings, [Ending::Stopped(3)]);
        let mut three = watched;
        three.network = network_at(3, &data, batch_size);
        assert_eq!(stopped.network, three.network, "{batch_size:?}");
    }
}

/// After so many epochs of the run above.
fn network_at(epochs: usize, data: &Data<f64>, batch_size: Option<usize>) -> Network<f64> {
    let network = network(&[3, 4, 2], Activation::Tanh {}, HEAD, 2);
    let mut trainer = Trainer::new(network, Optimizer::adam(), 8, Simd::fastest());
    let plan = Plan { batch_size, epochs, stop: Stop::Never, ..Plan::default() };
    trainer.fit(data, 0.01, &plan, &mut [Random::from_number(1)]);
    trainer.network
}

/// p - r d p, then the optimiser's update: by hand, for plain descent.
#[test]
fn weight_decay_draws_every_parameter_to_zero() {
    let data = data::<f64>(4, 3, 2, 5);
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    let mut decayed = trainer(Optimizer::GradientDescent).with_weight_decay(0.5);
    let before = decayed.network.clone();
    let mut workspace = Workspace::new(&before, 4, Simd::fastest());
    let (_, gradient) = workspace.gradient(&before, input, target);
    let wanted = before.parameters.iter().zip(gradient).map(|(p, g)| p - 0.1 * 0.5 * p - 0.1 * g);
    let wanted: Vec<f64> = wanted.collect();
    decayed.step(input, target, 0.1, f64::NEG_INFINITY);
    for (found, wanted) in decayed.network.parameters.iter().zip(wanted) {
        // Four roundings on either side, of numbers below 2.
        assert!((found - wanted).abs() <= 8.0 * f64::EPSILON, "{found} {wanted}");
    }
    // A gradient of zero leaves the decay alone, whatever the optimiser.
    for optimizer in Optimizer::ALL {
        let mut trainer = trainer(optimizer).with_weight_decay(0.5);
        trainer.network.parameters.fill(0.0);
        trainer.network.parameters[0] = 1.0;
        let zero = vec![0.0; 3];
        trainer.step(&zero, &[0.5, 0.5], 0.1, f64::NEG_INFINITY);
        assert!((trainer.network.parameters[0] - 0.95).abs() < 1e-15, "{optimizer:?}");
    }
}

#[test]
#[cfg_attr(miri, ignore = "those of `steps` touch the same memory")]
fn each_hidden_layer_may_have_an_activation_of_its_own() {
    let architecture = || Architecture::regression(&[2, 4, 4, 1]);
    let each =
        [Activation::Softplus {}, Activation::Maxout { pieces: 2, form: MaxoutForm::Grouped }];
    let mut network = Network::<f64>::with_activations(architecture(), &each).expect("they fit");
    let found: Vec<Activation> = network.layers.iter().map(|layer| layer.activation).collect();
    assert_eq!(found, [each[0], each[1], Activation::Identity {}]);
    Initialization::GlorotNormal.fill(&mut network, 0.1, &mut [Random::from_number(1)]);
    let mut workspace = Workspace::new(&network, 1, Simd::fastest());
    let (x, t) = ([0.3, -0.2], [0.7]);
    let gradient = workspace.gradient(&network, &x, &t).1.to_vec();
    for (i, wanted) in gradient.iter().enumerate() {
        let mut at = |step: f64| {
            let mut moved = network.clone();
            moved.parameters[i] += step;
            workspace.loss(&moved, &x, &t)
        };
        // Central differences of step h err by h^2 and by eps / h.
        let difference = (at(1e-5) - at(-1e-5)) / 2e-5;
        assert!((difference - wanted).abs() < 1e-8, "{i}: {difference} {wanted}");
    }
    let few = Network::<f64>::with_activations(architecture(), &each[..1]);
    assert_eq!(few, Err(ArchitectureError::Activations(vec![2, 4, 4, 1], 1)));
    let uneven = Activation::Maxout { pieces: 3, form: MaxoutForm::Grouped };
    assert!(Network::<f64>::with_activations(architecture(), &[each[0], uneven]).is_err());
}

#[test]
fn lanes_are_made_of_as_many_numbers() {
    let rates: Lanes<16> = (0..16).map(f64::from).collect();
    assert!((0..16).all(|k| rates.lane(k) == k as f64));
    for count in [15, 17] {
        let made = std::panic::catch_unwind(|| (0..count).map(f64::from).collect::<Lanes<16>>());
        assert!(made.is_err(), "{count}");
    }
}

#[test]
fn buffers_of_another_network_are_refused() {
    let small = Network::<f64>::new(Architecture::regression(&[2, 3, 1])).expect("it fits");
    let large = Network::<f64>::new(Architecture::regression(&[2, 9, 1])).expect("it fits");
    let mut workspace = Workspace::new(&small, 1, Simd::fastest());
    let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        workspace.logits(&large, &[0.0, 0.0]);
    }));
    let message = refused.expect_err("refused").downcast::<String>().expect("a message");
    assert_eq!(*message, "a network of 37 parameters, in buffers for 13");
}
