//! Lane k of a sweep equals the `f32` run of replicate k to the last bit, on every path.

mod common;

use common::{activations, data, heads, network, optimizers, pairs, same};
use mlp::{
    Activation, Compiled, Data, Lanes, Network, Number, Optimizer, Output, Plan, Random, Schedule,
    Simd, Stop, Trainer,
};
use proptest::prelude::*;

fn train<T: Compiled<Scalar = f32>>(
    network: Network<T>,
    optimizer: Optimizer,
    data: &Data<f32>,
    plan: &Plan,
    (rate, seed): (T, u64),
    simd: Simd,
) -> (Network<T>, Vec<mlp::Ending>) {
    let mut orders: Vec<Random> = (seed..).take(T::LANES).map(Random::from_number).collect();
    let capacity = plan.batch_size.unwrap_or(data.input.rows());
    let mut trainer = Trainer::new(network, optimizer, capacity, simd);
    let endings = trainer.fit(data, rate, plan, &mut orders);
    (trainer.network, endings)
}

/// Trains N replicates side by side and one by one; some rates are so large that lanes diverge.
fn check<const N: usize>(
    activation: Activation,
    head: (Output, mlp::Cost),
    optimizer: Optimizer,
    plan: &Plan,
    seed: u64,
    simd: Simd,
) where
    Lanes<N>: Compiled<Scalar = f32>,
{
    let sizes: &[usize] = if cfg!(miri) { &[2, 2, 2] } else { &[3, 4, 4, 2] };
    let data = data::<f32>(if cfg!(miri) { 2 } else { 7 }, sizes[0], 2, seed);
    let mut rate = Lanes::<N>::splat(0.1);
    for k in 0..N {
        rate = rate.with_lane(k, [0.05, 0.2, 0.8, 1e20][k % 4]);
    }
    let start: Network<Lanes<N>> = network(sizes, activation, head, seed);
    let (together, endings) = train(start, optimizer, &data, plan, (rate, seed), simd);
    for (k, &ended) in endings.iter().enumerate().step_by(if cfg!(miri) { 5 } else { 1 }) {
        let alone: Network<f32> = network(sizes, activation, head, seed + k as u64);
        let rate = rate.lane(k) as f32;
        let (alone, ending) = train(alone, optimizer, &data, plan, (rate, seed + k as u64), simd);
        let what = format!("{activation:?} {head:?} {optimizer:?} lane {k} on {simd}");
        assert_eq!(ended, ending[0], "{what}");
        let lane = together.lane(k);
        for (i, (a, b)) in lane.parameters.iter().zip(&alone.parameters).enumerate() {
            assert!(same(a.lane(0), b.lane(0)), "{what}: parameter {i} is {a:e}, alone {b:e}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    #[cfg_attr(miri, ignore = "each case takes minutes; one combination of those below is run")]
    fn a_lane_is_the_scalar_run(
        seed in 0u64..1000, head in 0usize..12, optimizer in 0usize..4,
        batch in proptest::option::of(1usize..9), goal in 0usize..3, schedule in 0usize..3,
    ) {
        let heads = heads();
        let plan = Plan {
            schedule: [
                Schedule::Constant,
                Schedule::Step { every: 3, factor: 0.5 },
                Schedule::InverseTime { decay: 0.1 },
            ][schedule],
            batch_size: batch,
            epochs: 8,
            stop: [Stop::Never, Stop::LossBelow(0.8), Stop::ErrorAtMost(0.2)][goal],
        };
        for activation in activations() {
            for simd in Simd::available() {
                let head = heads[head % heads.len()];
                check::<16>(activation, head, Optimizer::ALL[optimizer], &plan, seed, simd);
            }
        }
    }
}

#[test]
fn a_lane_is_the_scalar_run_for_every_combination() {
    let plan = Plan {
        schedule: Schedule::Constant,
        batch_size: None,
        epochs: if cfg!(miri) { 2 } else { 4 },
        stop: Stop::LossBelow(0.7),
    };
    for (activation, head) in pairs().into_iter().take(if cfg!(miri) { 1 } else { usize::MAX }) {
        for optimizer in optimizers() {
            check::<16>(activation, head, optimizer, &plan, 5, Simd::available()[0]);
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "Miri knows one path, which has nothing to differ from")]
fn every_path_gives_the_same_bits_in_f64_too() {
    for (activation, head) in pairs() {
        let data = data::<f64>(5, 3, 2, 1);
        let gradients: Vec<Vec<u64>> = Simd::available()
            .into_iter()
            .map(|simd| {
                let network: Network<f64> = network(&[3, 4, 2], activation, head, 2);
                let mut workspace = mlp::Workspace::new(&network, 5, simd);
                let (input, target) = (data.input.as_slice(), data.target.as_slice());
                let (_, gradient) = workspace.gradient(&network, input, target);
                gradient.iter().map(|g| g.to_bits()).collect()
            })
            .collect();
        assert!(gradients.iter().all(|bits| *bits == gradients[0]), "{activation:?} {head:?}");
    }
}
