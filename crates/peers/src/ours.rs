//! This project's own network, the way the experiments use it.

use std::thread;

use anyhow::Result;
use mlp::{Compiled, Data, Lanes, Optimizer, Simd, Trainer};

use crate::peer::Peer;
use crate::workload::{CHECKED_STEPS, LEARNING_RATE, REPLICATES, Workload};

fn trainer<T: Compiled>(workload: &Workload) -> Result<Trainer<T>> {
    let simd = Simd::from_environment()?;
    Ok(Trainer::new(workload.network()?, Optimizer::GradientDescent, workload.batch, simd))
}

fn train<T: Compiled>(trainer: &mut Trainer<T>, data: &Data<T>, steps: usize) {
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    for _ in 0..steps {
        trainer.step(input, target, T::splat(LEARNING_RATE), f64::NEG_INFINITY);
    }
}

fn losses<T: Compiled>(workload: &Workload) -> Result<Vec<f64>> {
    let (mut trainer, data) = (trainer::<T>(workload)?, workload.data()?);
    train(&mut trainer, &data, CHECKED_STEPS);
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    let loss = trainer.workspace.loss(&trainer.network, input, target);
    Ok((0..T::LANES).map(|k| loss.lane(k)).collect())
}

/// A single network, its large products divided among the threads; a sweep in groups of lanes, one
/// group a thread at a time.
pub fn peer(workload: &Workload, threads: usize) -> Result<Peer<'static>> {
    type Group = Lanes<REPLICATES>;
    let steps = match workload.name {
        "mnist" => 10,
        "digits" | "digits_sweep" => 200,
        _ => 20_000,
    };
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let losses_in_double = if workload.sweep { None } else { Some(losses::<f64>(workload)?) };
    if workload.sweep {
        let mut groups: Vec<Trainer<Group>> =
            (0..threads).map(|_| trainer(workload)).collect::<Result<_>>()?;
        let data = workload.data::<Group>()?;
        return Ok(Peer {
            version,
            losses: losses::<Group>(workload)?,
            reference: None,
            losses_in_double,
            steps: steps * REPLICATES * threads,
            work: Box::new(move || {
                thread::scope(|scope| {
                    for group in &mut groups {
                        scope.spawn(|| train(group, &data, steps));
                    }
                });
                Ok(())
            }),
        });
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let mut trainer = trainer::<f32>(workload)?.on_threads(threads);
    let data = workload.data()?;
    Ok(Peer {
        version,
        losses: losses::<f32>(workload)?,
        reference: None,
        losses_in_double,
        steps,
        work: Box::new(move || {
            pool.install(|| train(&mut trainer, &data, steps));
            Ok(())
        }),
    })
}
