//! Training steps: forward, cost, backward and update, a second; of a sweep, one for each network.

mod common;

use common::{DIGITS, MNIST, Workload, XOR_RELU, XOR_TANH};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mlp::{Activation, Compiled, Data, Lanes, MaxoutForm};

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

/// A step of the digits with each activation: what the whole of training pays for it.
fn activations(criterion: &mut Criterion) {
    let named = [
        ("relu", Activation::Relu { at_zero: 0.0 }),
        ("leaky_relu", Activation::LeakyRelu { slope: 0.01 }),
        ("prelu", Activation::Prelu { initial: 0.25, per_unit: false }),
        ("absolute_value", Activation::AbsoluteValue {}),
        ("elu", Activation::Elu { alpha: 1.0 }),
        ("softplus", Activation::Softplus {}),
        ("tanh", Activation::Tanh {}),
        ("sigmoid", Activation::Sigmoid {}),
        ("maxout", Activation::Maxout { pieces: 2, form: MaxoutForm::Pointwise }),
    ];
    for (name, activation) in named {
        step::<f32>(criterion, "activation_step", &Workload { name, activation, ..DIGITS });
    }
}

criterion_group!(name = benches; config = common::criterion(); targets = steps, activations);
criterion_main!(benches);
