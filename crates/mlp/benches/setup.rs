//! What comes before training: first weights, and networks from disk.

mod common;

use common::{MNIST, XOR_TANH};
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mlp::{Initialization, Lanes, Network, Random};

fn setup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("setup");
    let mut sweep = XOR_TANH.trainer::<Lanes<16>>().network;
    let mut randoms: Vec<Random> = (0..16).map(Random::from_number).collect();
    group.throughput(Throughput::Elements(16 * sweep.parameters.len() as u64));
    group.bench_function("initialise_xor_sweep", |bencher| {
        bencher.iter(|| Initialization::GlorotUniform.fill(&mut sweep, 0.0, &mut randoms));
    });

    let mut network = MNIST.trainer::<f32>().network;
    group.throughput(Throughput::Elements(network.parameters.len() as u64));
    group.bench_function("initialise_mnist", |bencher| {
        let randoms = &mut randoms[..1];
        bencher.iter(|| Initialization::GlorotUniform.fill(&mut network, 0.0, randoms));
    });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mnist.safetensors");
    network.save(&path, mlp::Names::Layers).expect("the target folder can be written");
    group.bench_function("load_mnist", |bencher| {
        bencher.iter(|| {
            Network::<f32>::load(&path, network.architecture.clone()).expect("as it was saved")
        });
    });
    group.finish();
}

criterion_group!(name = benches; config = common::criterion(); targets = setup);
criterion_main!(benches);
