//! Training steps: forward, cost, backward and update, a second; of a sweep, one for each network.

mod common;

use common::{DIGITS, MNIST, Workload, XOR_RELU, XOR_TANH};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mlp::{Compiled, Data, Lanes};

fn step<T: Compiled>(criterion: &mut Criterion, group: &str, workload: &Workload) {
    let mut trainer = workload.trainer::<T>();
    let Data { input, target } = workload.data::<T>();
    // So small that the numbers stay what they are for as long as the bench may run.
    let rate = T::splat(1e-6);
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Elements(T::LANES as u64));
    group.bench_function(workload.name, |bencher| {
        bencher.iter(|| trainer.step(input.as_slice(), target.as_slice(), rate, f64::NEG_INFINITY));
    });
    group.finish();
}

fn steps(criterion: &mut Criterion) {
    for workload in [XOR_TANH, XOR_RELU, DIGITS, MNIST] {
        step::<f32>(criterion, "step", &workload);
    }
    for workload in [XOR_TANH, XOR_RELU, DIGITS] {
        step::<Lanes<16>>(criterion, "sweep", &workload);
    }
}

criterion_group!(name = benches; config = common::criterion(); targets = steps);
criterion_main!(benches);
