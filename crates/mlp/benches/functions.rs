//! Functions and activations: elements a second, over 64 Ki of them.

mod common;

use common::{normal, simd};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mlp::Activation;
use mlp::Function;

const ELEMENTS: usize = 64 * 1024;

fn functions(criterion: &mut Criterion) {
    let activation = Function::Activation;
    let all = [
        ("exp", Function::Exp),
        ("exp_m1", Function::ExpM1),
        ("ln", Function::Ln),
        ("ln_1p", Function::Ln1p),
        ("sigmoid", activation(Activation::Sigmoid {})),
        ("tanh", activation(Activation::Tanh {})),
        ("relu", activation(Activation::Relu { at_zero: 0.0 })),
        ("leaky_relu", activation(Activation::LeakyRelu { slope: 0.01 })),
        ("elu", activation(Activation::Elu { alpha: 1.0 })),
        ("softplus", activation(Activation::Softplus {})),
    ];
    let x: Vec<f32> = normal(ELEMENTS);
    let mut y = vec![0.0; ELEMENTS];
    let mut group = criterion.benchmark_group("function");
    group.throughput(Throughput::Elements(ELEMENTS as u64));
    for (name, function) in all {
        group.bench_function(name, |bencher| {
            bencher.iter(|| function.apply(simd(), &x, &mut y));
        });
    }
    group.finish();
}

criterion_group!(name = benches; config = common::criterion(); targets = functions);
criterion_main!(benches);
