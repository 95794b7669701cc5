//! This project's own network, the way the experiments use it.

use std::thread;

use anyhow::Result;
use mlp::{Compiled, Data, Lanes, Optimizer, Simd, Trainer};

use crate::peer::Peer;
use crate::workload::{REPLICATES, Workload};

fn trainer<T: Compiled>(workload: &Workload) -> Result<Trainer<T>> {
    let simd = Simd::from_environment()?;
    Ok(Trainer::new(workload.network()?, Optimizer::GradientDescent, workload.batch, simd))
}

/// So many steps at a learning rate.
fn train<T: Compiled>(trainer: &mut Trainer<T>, data: &Data<T>, (rate, steps): (f64, usize)) {
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    for _ in 0..steps {
        trainer.step(input, target, T::splat(rate), f64::NEG_INFINITY);
    }
}

fn losses<T: Compiled>(workload: &Workload) -> Result<Vec<f64>> {
    let (mut trainer, data) = (trainer::<T>(workload)?, workload.data()?);
    train(&mut trainer, &data, (workload.learning_rate(), workload.checked_steps()));
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    let loss = trainer.workspace.loss(&trainer.network, input, target);
    Ok((0..T::LANES).map(|k| loss.lane(k)).collect())
}

/// A single network, its large products divided among the threads; a sweep in groups of lanes, one
/// group a thread at a time.
pub fn peer(workload: &Workload, threads: usize) -> Result<Peer<'static>> {
    type Group = Lanes<REPLICATES>;
    if workload.double {
        return single::<f64>(workload, threads);
    }
    let (rate, steps) = (workload.learning_rate(), workload.steps());
    let version = env!("CARGO_PKG_VERSION").to_owned();
    if workload.sweep {
        let mut groups: Vec<Trainer<Group>> =
            (0..threads).map(|_| trainer(workload)).collect::<Result<_>>()?;
        let data = workload.data::<Group>()?;
        return Ok(Peer {
            version,
            losses: losses::<Group>(workload)?,
            reference: None,
            losses_in_double: None,
            steps: steps * REPLICATES * threads,
            work: Box::new(move || {
                thread::scope(|scope| {
                    for group in &mut groups {
                        scope.spawn(|| train(group, &data, (rate, steps)));
                    }
                });
                Ok(())
            }),
        });
    }
    single::<f32>(workload, threads)
}

/// A single network in one precision.
fn single<T: Compiled>(workload: &Workload, threads: usize) -> Result<Peer<'static>> {
    let (rate, steps) = (workload.learning_rate(), workload.steps());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let mut trainer = trainer::<T>(workload)?.on_threads(threads);
    let data = workload.data()?;
    Ok(Peer {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        losses: losses::<T>(workload)?,
        reference: None,
        losses_in_double: Some(losses::<f64>(workload)?),
        steps,
        work: Box::new(move || {
            pool.install(|| train(&mut trainer, &data, (rate, steps)));
            Ok(())
        }),
    })
}
