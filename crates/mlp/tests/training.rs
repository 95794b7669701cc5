//! Training ends where its plan says, after as many steps as it says.

mod common;

use std::ops::Range;

use common::{data, network, optimizers, same};
use mlp::{Activation, Compiled, Cost, Data, Ending, Lanes, Matrix, Network, Number, Optimizer};
use mlp::{Output, Plan, Random, Schedule, Simd, Stop, Trainer};

const HEAD: (Output, Cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);

fn plan(batch_size: Option<usize>, epochs: usize, stop: Stop) -> Plan {
    Plan { schedule: Schedule::Constant, batch_size, epochs, stop }
}

fn trainer(network: Network<f64>, capacity: usize) -> Trainer<f64> {
    Trainer::new(network, Optimizer::GradientDescent, capacity, Simd::available()[0])
}

#[test]
fn a_budget_of_epochs_is_as_many_steps() {
    let start: Network<f64> = network(&[3, 4, 2], Activation::Tanh {}, HEAD, 2);
    let data = data(6, 3, 2, 5);
    for epochs in [0, 1, 3].into_iter().take(if cfg!(miri) { 2 } else { 3 }) {
        for stop in [Stop::Never, Stop::LossBelow(1e-9), Stop::ErrorAtMost(-1.0)] {
            let mut by_hand = trainer(start.clone(), 6);
            for _ in 0..epochs {
                by_hand.gradient(data.input.as_slice(), data.target.as_slice());
                by_hand.update(0.1);
            }
            let mut fitted = trainer(start.clone(), 6);
            let endings = fitted.fit(&data, 0.1, &plan(None, epochs, stop), &mut []);
            assert_eq!(endings, [Ending::Exhausted(epochs)], "{stop:?}");
            assert_eq!(fitted.network, by_hand.network, "{epochs} epochs, {stop:?}");
        }
    }
}

/// Some rows of a matrix, those of lane k in its own order.
fn gathered<T: Compiled>(
    matrix: &Matrix<T::Scalar>,
    orders: &[Vec<usize>],
    rows: Range<usize>,
) -> Vec<T> {
    let number = |row: usize, column: usize| {
        let from = |k: usize| matrix.row(orders[k][row])[column].lane(0);
        (0..T::LANES).fold(T::zero(), |x, k| x.with_lane(k, from(k)))
    };
    let places = rows.flat_map(|row| (0..matrix.columns()).map(move |column| (row, column)));
    places.map(|(row, column)| number(row, column)).collect()
}

/// Batches of two are three steps an epoch, of four two, the second of them smaller; every lane's
/// in an order of its own, which is shuffled where it lies for the next epoch.
fn check_mini_batches<T: Compiled<Scalar: Compiled>>(optimizer: Optimizer) {
    const EXAMPLES: usize = 6;
    let start: Network<T> = network(&[3, 4, 2], Activation::Tanh {}, HEAD, 2);
    let data: Data<T::Scalar> = data(EXAMPLES, 3, 2, 5);
    let randoms = || (1..).take(T::LANES).map(Random::from_number).collect::<Vec<_>>();
    let sizes: &[usize] = if cfg!(miri) { &[4] } else { &[2, 4] };
    for &size in sizes {
        let mut by_hand = Trainer::new(start.clone(), optimizer, size, Simd::available()[0]);
        let mut streams = randoms();
        let mut orders = vec![(0..EXAMPLES).collect::<Vec<_>>(); T::LANES];
        for epochs in 1..=if cfg!(miri) { 1 } else { 3 } {
            for (order, stream) in orders.iter_mut().zip(&mut streams) {
                stream.shuffle(order);
            }
            for first in (0..EXAMPLES).step_by(size) {
                let rows = first..(first + size).min(EXAMPLES);
                let input: Vec<T> = gathered(&data.input, &orders, rows.clone());
                let target: Vec<T> = gathered(&data.target, &orders, rows);
                by_hand.gradient(&input, &target);
                by_hand.update(T::splat(0.1));
            }
            let mut fitted = Trainer::new(start.clone(), optimizer, size, Simd::available()[0]);
            let plan = plan(Some(size), epochs, Stop::Never);
            let endings = fitted.fit(&data, T::splat(0.1), &plan, &mut randoms());
            assert_eq!(endings, vec![Ending::Exhausted(epochs); T::LANES]);
            let pairs = fitted.network.parameters.iter().zip(&by_hand.network.parameters);
            for (i, (found, wanted)) in pairs.enumerate() {
                for k in 0..T::LANES {
                    assert!(
                        same(found.lane(k), wanted.lane(k)),
                        "{optimizer:?}, {epochs} epochs in batches of {size}: parameter {i} lane {k}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_epoch_of_mini_batches_is_a_step_for_each() {
    for optimizer in optimizers() {
        check_mini_batches::<f32>(optimizer);
        // Miri takes a minute for these, which gather their batches as the first does.
        if !cfg!(miri) {
            check_mini_batches::<f64>(optimizer);
            check_mini_batches::<Lanes<16>>(optimizer);
        }
    }
}

#[test]
fn a_goal_that_is_reached_ends_training_there() {
    // z = x, and the larger input is the class: nothing is wrong from the start.
    let mut start: Network<f64> = network(&[2, 2], Activation::Identity {}, HEAD, 1);
    start.parameters = vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let input = Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0], [2.0, 1.0], [0.0, 3.0]]);
    let right = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]];
    let one_wrong = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]];
    for (target, goal, wanted) in [
        (right, 0.0, Ending::Reached(0)),
        (one_wrong, 0.25, Ending::Reached(0)),
        (one_wrong, 0.24, Ending::Exhausted(2)),
    ] {
        let data = Data { input: input.clone(), target: Matrix::from_rows(&target) };
        for batch_size in [None, Some(2)] {
            let mut trainer = trainer(start.clone(), 4);
            let plan = plan(batch_size, 2, Stop::ErrorAtMost(goal));
            let endings = trainer.fit(&data, 0.01, &plan, &mut [Random::from_number(1)]);
            assert_eq!(endings, [wanted], "{goal} {batch_size:?}");
            let wrong = usize::from(target == one_wrong);
            let counts = if wanted == Ending::Reached(0) { 1 } else { 3 };
            assert_eq!(trainer.history, vec![vec![wrong]; counts]);
            if wanted == Ending::Reached(0) {
                assert_eq!(trainer.network, start);
            }
        }
    }
}

#[test]
fn a_cost_that_is_no_number_ends_training_as_diverged() {
    let start: Network<f64> = network(&[3, 4, 2], Activation::Relu { at_zero: 0.0 }, HEAD, 2);
    let data = data(6, 3, 2, 5);
    let mut trainer = trainer(start, 6);
    let endings = trainer.fit(&data, 1e200, &plan(None, 9, Stop::Never), &mut []);
    assert!(matches!(endings[..], [Ending::Diverged(1..=3)]), "{endings:?}");
}
