//! What is kept between calls, and what is refused: state, lanes that rest, shapes, numbers.

mod common;

use std::ops::ControlFlow;

use common::{data, heads, network, optimizers};
use mlp::{Activation, Compiled, Cost, Data, Ending, Lanes, Matrix, Network, Optimizer, Output};
use mlp::{Number, Plan, Random, Schedule, Simd, Stop, Trainer};

const HEAD: (Output, Cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);

fn plan(batch_size: Option<usize>, epochs: usize) -> Plan {
    Plan { schedule: Schedule::Constant, batch_size, epochs, stop: Stop::Never }
}

fn trainer<T: Compiled>(optimizer: Optimizer) -> Trainer<T> {
    let network = network::<T>(&[3, 4, 2], Activation::Tanh {}, HEAD, 2);
    Trainer::new(network, optimizer, 6, Simd::available()[0])
}

#[test]
#[cfg_attr(miri, ignore = "the runs of `training` touch the same memory")]
fn a_second_run_goes_on_from_the_first() {
    for optimizer in optimizers() {
        for batch_size in [None, Some(4)] {
            let data = data::<f32>(6, 3, 2, 5);
            let mut order = [Random::from_number(1)];
            let mut twice = trainer::<f32>(optimizer);
            twice.fit(&data, 0.1, &plan(batch_size, 2), &mut order);
            // Batches of the second run are shuffled from the order of the examples, not from the
            // last one of the first run: only the whole set as one batch is the same.
            let halfway = twice.network.clone();
            let endings = twice.fit(&data, 0.1, &plan(batch_size, 3), &mut order);
            assert_eq!(endings, [Ending::Exhausted(3)]);
            assert_ne!(twice.network, halfway, "{optimizer:?} {batch_size:?}");
            if batch_size.is_none() {
                let mut whole = trainer::<f32>(optimizer);
                whole.fit(&data, 0.1, &plan(None, 5), &mut []);
                assert_eq!(twice.network, whole.network, "{optimizer:?}");
            }
            let fitted = twice.network.clone();
            let (input, target) = (data.input.as_slice(), data.target.as_slice());
            twice.step(input, target, 0.1, f64::NEG_INFINITY);
            assert_ne!(twice.network, fitted, "a step after a run moves");
        }
    }
}

#[test]
fn a_lane_at_rest_stays_whatever_its_rate() {
    for simd in Simd::available() {
        for optimizer in optimizers() {
            let rates: &[bool] = if cfg!(miri) { &[true] } else { &[false, true] };
            for &infinite in rates {
                let (examples, hidden) = if cfg!(miri) { (2, 2) } else { (6, 4) };
                let start = network::<Lanes<16>>(&[3, hidden, 2], Activation::Tanh {}, HEAD, 2);
                let data = data::<Lanes<16>>(examples, 3, 2, 5);
                let (input, target) = (data.input.as_slice(), data.target.as_slice());
                let mut trainer = Trainer::new(start.clone(), optimizer, examples, simd);
                trainer.freeze(3);
                let rate = if infinite { f64::INFINITY } else { 1e30 };
                let rate = Lanes::splat(0.1).with_lane(3, rate);
                trainer.gradient(input, target);
                trainer.update(rate);
                trainer.step(input, target, rate, f64::NEG_INFINITY);
                assert_eq!(trainer.network.lane(3), start.lane(3), "{optimizer:?} {simd}");
                assert_ne!(trainer.network.lane(4), start.lane(4), "{optimizer:?} {simd}");
            }
        }
    }
}

/// A lane that an observer freezes stays, in this run and the next; those that reached the end of
/// the first move in the second.
#[test]
#[cfg_attr(miri, ignore = "the runs of `training` touch the same memory")]
fn a_lane_that_an_observer_freezes_stays() {
    let start = network::<Lanes<16>>(&[3, 4, 2], Activation::Tanh {}, HEAD, 2);
    let data = data::<f32>(6, 3, 2, 5);
    let simd = Simd::available()[0];
    let mut trainer = Trainer::new(start.clone(), Optimizer::GradientDescent, 6, simd);
    let rate = Lanes::splat(0.1);
    trainer.fit_observed(&data, rate, &plan(None, 2), &mut [], &mut |epoch, trainer| {
        if epoch == 1 {
            trainer.freeze(3);
        }
        ControlFlow::Continue(())
    });
    let after = trainer.network.clone();
    assert_ne!(after.lane(3), start.lane(3), "the first epoch moves it");
    trainer.fit(&data, rate, &plan(None, 2), &mut []);
    assert_eq!(trainer.network.lane(3), after.lane(3));
    assert_ne!(trainer.network.lane(4), after.lane(4));
}

/// A schedule may overflow after a lane has reached its goal.
#[test]
#[cfg_attr(miri, ignore = "the runs of `training` touch the same memory")]
fn a_lane_that_has_reached_its_goal_outlives_an_infinite_rate() {
    // z = x, and the larger input is the class: all is right from the start in lane 0.
    let architecture = network::<f32>(&[2, 2], Activation::Identity {}, HEAD, 1).architecture;
    let mut start = Network::<Lanes<16>>::new(architecture).expect("the parts fit");
    for (k, sign) in [1.0, -1.0].into_iter().enumerate() {
        for (at, weight) in [(0, sign), (3, sign)] {
            start.parameters[at] = start.parameters[at].with_lane(k, weight);
        }
    }
    let eye = Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0]]);
    let data = Data { input: eye.clone(), target: eye };
    let mut trainer =
        Trainer::new(start.clone(), Optimizer::Momentum { momentum: 0.9 }, 2, Simd::available()[0]);
    let plan = Plan {
        schedule: Schedule::Step { every: 1, factor: 1e30 },
        batch_size: None,
        epochs: 4,
        stop: Stop::ErrorAtMost(0.0),
    };
    let endings = trainer.fit(&data, Lanes::splat(1e-3), &plan, &mut []);
    assert_eq!(endings[0], Ending::Reached(0));
    assert_eq!(trainer.network.lane(0), start.lane(0));
}

/// Climbing is no training; and a rate without a value would spoil every parameter.
#[test]
fn a_rate_that_is_none_is_refused() {
    let eye = Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0]]);
    let data = Data { input: eye.clone(), target: eye };
    let refused = |run: &dyn Fn(Trainer<f32>)| {
        let network = network::<f32>(&[2, 2], Activation::Identity {}, HEAD, 1);
        let trainer = Trainer::new(network, Optimizer::GradientDescent, 2, Simd::available()[0]);
        let run = std::panic::AssertUnwindSafe(|| run(trainer));
        let panic = std::panic::catch_unwind(run).expect_err("it is refused");
        panic.downcast_ref::<String>().expect("a message").clone()
    };
    for rate in [-0.1, f32::NAN, f32::INFINITY] {
        let said = refused(&|mut trainer| {
            trainer.fit(&data, rate, &Plan::default(), &mut []);
        });
        assert!(said.starts_with(&format!("learning rate {rate}")), "{said}");
    }
    let said = refused(&|trainer| drop(trainer.with_weight_decay(-1.0)));
    assert!(said.starts_with("weight decay -1"), "{said}");
}

#[test]
fn a_target_that_is_no_number_makes_the_cost_none() {
    for head in heads().into_iter().step_by(if cfg!(miri) { 4 } else { 1 }) {
        let mut trainer = Trainer::new(
            network::<f32>(&[3, 4, 2], Activation::Tanh {}, head, 2),
            Optimizer::GradientDescent,
            6,
            Simd::available()[0],
        );
        let before = trainer.network.clone();
        let mut data = data::<f32>(6, 3, 2, 5);
        data.target.as_mut_slice()[5] = f32::NAN;
        let (input, target) = (data.input.as_slice(), data.target.as_slice());
        let loss = trainer.step(input, target, 0.1, f64::NEG_INFINITY);
        assert!(loss.is_nan(), "{head:?}: {loss}");
        assert_eq!(trainer.network, before, "{head:?}: diverged, so it stays");
        assert!(trainer.errors(&data)[0] >= 1);
        assert_eq!(trainer.fit(&data, 0.1, &plan(None, 3), &mut []), [Ending::Diverged(0)]);
    }
}

fn refused(what: &str, wanted: &str, run: impl Fn()) {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).expect_err(what);
    let message = panic.downcast_ref::<String>().cloned();
    let message = message.or_else(|| panic.downcast_ref::<&str>().map(|&said| said.to_owned()));
    let message = message.unwrap_or_default();
    assert!(message.contains(wanted), "{what}: {message}");
}

#[test]
fn shapes_that_do_not_fit_are_refused_with_both() {
    let part = |rows: usize, columns: usize| Matrix::<f32>::zeros(rows, columns);
    let trainer = trainer::<f32>(Optimizer::GradientDescent);
    for (input, target, wanted) in [
        ((6, 3), (5, 2), "inputs [6, 3] and targets [5, 2]: wanted [6, 3] and [6, 2]"),
        ((5, 3), (6, 2), "targets [6, 2]: wanted [5, 3] and [5, 2]"),
        ((6, 2), (6, 2), "inputs [6, 2] and targets [6, 2]: wanted [6, 3]"),
        ((6, 3), (6, 3), "targets [6, 3]: wanted [6, 3] and [6, 2]"),
        ((0, 3), (0, 2), "no examples"),
    ] {
        let data = Data { input: part(input.0, input.1), target: part(target.0, target.1) };
        refused("errors", wanted, || drop(trainer.clone().errors(&data)));
        refused("loss", wanted, || {
            trainer.clone().loss(&data);
        });
        refused("fit", wanted, || drop(trainer.clone().fit(&data, 0.1, &plan(None, 1), &mut [])));
    }
    let data = data::<f32>(6, 3, 2, 5);
    refused("an empty batch", "batches of 0 examples", || {
        let order = &mut [Random::from_number(1)];
        trainer.clone().fit(&data, 0.1, &plan(Some(0), 1), order);
    });
}

#[test]
fn constants_are_checked_in_the_precision_that_uses_them() {
    let architecture = |activation| {
        let mut architecture = network::<f32>(&[2, 2], Activation::Tanh {}, HEAD, 1).architecture;
        architecture.activation = activation;
        architecture
    };
    let steep = architecture(Activation::LeakyRelu { slope: 1e39 });
    assert!(Network::<f64>::new(steep.clone()).is_ok());
    let error = Network::<f32>::new(steep).expect_err("infinite in single precision");
    assert!(error.to_string().contains("finite constants"), "{error}");
    let error = Network::<f64>::new(architecture(Activation::Clamp { low: 1.0, high: 0.0 }));
    assert!(error.expect_err("empty").to_string().contains("lower bound"));

    let adam = Optimizer::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-46 };
    trainer::<f64>(adam);
    refused("epsilon", "out of range in this precision", || drop(trainer::<f32>(adam)));
    let momentum = Optimizer::Momentum { momentum: 1.0 - 1e-12 };
    refused("momentum", "out of range in this precision", || drop(trainer::<Lanes<16>>(momentum)));

    for (text, wanted) in [
        ("{ adam = { epsilon = 1e-46 } }", "above 0 in single precision"),
        ("{ momentum = { momentum = 0.999999999999 } }", "1 excluded, in single precision"),
    ] {
        let error = toml::from_str::<toml::Table>(&format!("x = {text}")).expect("TOML");
        let error = error["x"].clone().try_into::<Optimizer>().expect_err(text);
        assert!(error.to_string().contains(wanted), "{error}");
    }
    let table =
        toml::from_str::<toml::Table>("x = { leaky_relu = { slope = 1e39 } }").expect("TOML");
    let error = table["x"].clone().try_into::<Activation>().expect_err("infinite");
    assert!(error.to_string().contains("finite number in single precision"), "{error}");
}
