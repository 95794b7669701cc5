//! A step is a gradient and an update, to the last bit, and leaves alone what it must.

mod common;

use common::{data, network, optimizers, pairs, same};
use mlp::{Activation, Compiled, Cost, Lanes, Number, Optimizer, Output, Simd, Trainer};

fn assert_same<T: Number>(found: &[T], wanted: &[T], what: &str) {
    for (i, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        for k in 0..T::LANES {
            let (found, wanted) = (found.lane(k), wanted.lane(k));
            assert!(same(found, wanted), "{what} [{i}] lane {k}: {found:e}, not {wanted:e}");
        }
    }
}

fn compare<T: Compiled>(optimizer: Optimizer) {
    // Miri takes sixteen times as long for lanes.
    let sparser = if cfg!(miri) && T::LANES > 1 { 4 } else { 1 };
    for (activation, head) in pairs().into_iter().step_by(sparser) {
        for simd in Simd::available() {
            let small = cfg!(miri);
            let sizes: &[usize] = if small { &[2, 2, 2] } else { &[3, 6, 6, 2] };
            let network = network::<T>(sizes, activation, head, 1);
            let data = data::<T>(if small { 2 } else { 5 }, sizes[0], 2, 7);
            let (input, target) = (data.input.as_slice(), data.target.as_slice());
            let mut together = Trainer::new(network, optimizer, 5, simd);
            let mut apart = together.clone();
            let rate = T::splat(0.1);
            for _ in 0..if small { 1 } else { 3 } {
                let loss = together.step(input, target, rate, f64::NEG_INFINITY);
                let wanted = apart.gradient(input, target);
                // A cost that is no number moves nobody (the clamp's, at its ends).
                (0..T::LANES)
                    .filter(|&k| !wanted.lane(k).is_finite())
                    .for_each(|k| apart.freeze(k));
                apart.update(rate);
                let what = format!("{activation:?} {head:?} {optimizer:?} on {simd}");
                assert_same(&[loss], &[wanted], &what);
                let (found, wanted) = (&together.network, &apart.network);
                assert_same(&found.parameters, &wanted.parameters, &what);
            }
        }
    }
}

#[test]
fn a_step_is_a_gradient_and_an_update() {
    for optimizer in optimizers() {
        compare::<f32>(optimizer);
    }
    compare::<Lanes<16>>(Optimizer::GradientDescent);
    // Each takes Miri as long as all the others; the last one's step is not fused.
    if !cfg!(miri) {
        compare::<f64>(Optimizer::GradientDescent);
        compare::<Lanes<16>>(Optimizer::ALL[3]);
    }
}

/// A layer of 5 million multiply-adds, its weights moved by whoever computes their gradient.
#[test]
#[cfg_attr(
    miri,
    ignore = "smaller products are not divided, and five million multiply-adds take hours"
)]
fn a_step_on_several_threads_is_one_on_one() {
    let head = (Output::Linear, Cost::HalfSquaredError);
    let network = network::<f32>(&[300, 260, 10], Activation::Tanh {}, head, 4);
    let data = data::<f32>(70, 300, 10, 2);
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    for simd in Simd::available() {
        let mut alone = Trainer::new(network.clone(), Optimizer::GradientDescent, 70, simd);
        let mut divided = alone.clone().on_threads(3);
        for _ in 0..2 {
            let wanted = alone.step(input, target, 0.1, f64::NEG_INFINITY);
            let found = divided.step(input, target, 0.1, f64::NEG_INFINITY);
            assert_same(&[found], &[wanted], "J");
            let (found, wanted) = (&divided.network.parameters, &alone.network.parameters);
            assert_same(found, wanted, &format!("on {simd}"));
        }
    }
}

/// Lanes below the goal, and those whose cost is no number, stay where they are.
#[test]
fn lanes_that_have_arrived_stay() {
    for optimizer in optimizers() {
        for simd in Simd::available() {
            let head = (Output::Linear, Cost::HalfSquaredError);
            let mut network = network::<Lanes<16>>(&[2, 3, 1], Activation::Tanh {}, head, 3);
            let overflowing = network.parameters.len() - 1;
            network.parameters[overflowing] =
                network.parameters[overflowing].with_lane(5, f64::from(f32::MAX));
            let data = data::<Lanes<16>>(4, 2, 1, 2);
            let mut trainer = Trainer::new(network, optimizer, 4, simd);
            let before = trainer.network.parameters.clone();
            let (input, target) = (data.input.as_slice(), data.target.as_slice());
            let losses = trainer.clone().gradient(input, target);
            // A number that is some lane's loss: that lane is not below it.
            let goal = losses.lane(2);
            trainer.step(input, target, Lanes::splat(0.1), goal);
            for k in 0..16 {
                let stays = losses.lane(k) < goal || !losses.lane(k).is_finite();
                let moved = before.iter().zip(&trainer.network.parameters);
                let moved = moved.filter(|(a, b)| !same(a.lane(k), b.lane(k))).count();
                assert_eq!(moved == 0, stays, "lane {k}, {optimizer:?} on {simd}");
            }
            assert!(!losses.lane(5).is_finite());
        }
    }
}
