//! Training ends where its plan says, after as many steps as it says.

mod common;

use common::{data, network};
use mlp::{Activation, Cost, Data, Ending, Matrix, Network, Optimizer, Output, Plan, Random};
use mlp::{Schedule, Simd, Stop, Trainer};

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
    for epochs in [0, 1, 3] {
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
        // Three batches of two: three steps an epoch.
        let mut fitted = trainer(start.clone(), 2);
        let orders = &mut [Random::from_number(1)];
        fitted.fit(&data, 0.1, &plan(Some(2), epochs, Stop::Never), orders);
        let moved = fitted.network.parameters != start.parameters;
        assert_eq!(moved, epochs > 0);
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
