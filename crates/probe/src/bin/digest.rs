//! Prints a digest of the results of each path of this machine: training in every combination,
//! products in every layout, functions over all exponents. Paths and machines must agree.
//!
//! `digest` runs every path, `digest neon` one. See `scripts/aarch64`.

use kernels::{Left, Panel, Right, Shape, multiply};
use mlp::Function;
use mlp::{
    Activation, Architecture, Compiled, Cost, Initialization, Lanes, Network, Optimizer, Output,
    Random, Simd, Trainer,
};

/// The 64-bit FNV-1a hash of numbers; all NaNs count as the same.
struct Digest(u64);

impl Digest {
    fn new() -> Self {
        Self(0xcbf29ce484222325)
    }

    fn add(&mut self, x: f64) {
        let bits = if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
        for byte in bits.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100000001b3);
        }
    }
}

/// Trains for four steps with every activation, output and cost; returns the number of trainings.
fn train<T: Compiled>(simd: Simd, optimizer: Optimizer, digest: &mut Digest) -> usize {
    let mut trainings = 0;
    let x: Vec<T> = (0..35).map(|i| T::splat((f64::from(i) * 0.37) % 1.9 - 0.9)).collect();
    let t: Vec<T> = (0..14).map(|i| T::splat(f64::from(i % 2 == i / 2 % 2))).collect();
    let heads = Output::ALL.into_iter().flat_map(|output| Cost::ALL.map(|cost| (output, cost)));
    let heads: Vec<_> = heads.filter(|&(output, cost)| cost.accepts(output)).collect();
    for activation in Activation::ALL {
        for &(output, cost) in &heads {
            let sizes = vec![5, 6, 8, 2];
            let architecture = Architecture { sizes, activation, output, cost };
            let mut network = Network::<T>::new(architecture).expect("the parts fit");
            let mut randoms: Vec<Random> = (0..).take(T::LANES).map(Random::from_number).collect();
            Initialization::GlorotNormal.fill(&mut network, 0.1, &mut randoms);
            let mut trainer = Trainer::new(network, optimizer, 7, simd);
            for _ in 0..4 {
                let loss = trainer.step(&x, &t, T::splat(0.1), f64::NEG_INFINITY);
                (0..T::LANES).for_each(|k| digest.add(loss.lane(k)));
            }
            for parameter in &trainer.network.parameters {
                (0..T::LANES).for_each(|k| digest.add(parameter.lane(k)));
            }
            trainings += 1;
        }
    }
    trainings
}

fn products(simd: Simd, digest: &mut Digest) {
    let mut random = Random::from_number(3);
    let shapes =
        [(1, 1, 1), (4, 2, 4), (7, 9, 17), (13, 70, 67), (12, 5, 33), (6, 0, 3), (65, 31, 20)];
    for (rows, depth, columns) in shapes {
        let mut draw =
            |count: usize| -> Vec<f32> { (0..count).map(|_| random.normal() as f32).collect() };
        let (a, b) = (draw(rows * depth), draw(depth * columns));
        let shape = Shape { rows, depth, columns };
        let mut panel = Panel::new(depth);
        for left in [Left::of(&a, depth), Left::transposed(&a, rows)] {
            for right in [Right::Of(&b), Right::Transposed(&b)] {
                let mut c = vec![0.0; rows * columns];
                multiply(simd, shape, None, (left, right), &mut c, &mut panel);
                for x in c {
                    digest.add(f64::from(x));
                }
            }
        }
    }
}

fn functions(simd: Simd, digest: &mut Digest) {
    let x: Vec<f32> = (0..=u32::MAX).step_by(300_007).map(f32::from_bits).collect();
    let mut y = vec![0.0; x.len()];
    let activations = [
        Activation::Tanh {},
        Activation::Sigmoid {},
        Activation::Softplus {},
        Activation::Elu { alpha: 1.0 },
    ];
    let functions = [Function::Exp, Function::ExpM1, Function::Ln, Function::Ln1p];
    for function in functions.into_iter().chain(activations.map(Function::Activation)) {
        function.apply(simd, &x, &mut y);
        for &y in &y {
            digest.add(f64::from(y));
        }
    }
}

fn main() {
    let only = std::env::args().nth(1);
    for simd in Simd::available() {
        if only.as_ref().is_some_and(|only| *only != simd.to_string()) {
            continue;
        }
        let [mut trained, mut multiplied, mut computed] = [(); 3].map(|()| Digest::new());
        let mut count = 0;
        for optimizer in [Optimizer::GradientDescent, Optimizer::ALL[3]] {
            count += train::<f32>(simd, optimizer, &mut trained);
            count += train::<f64>(simd, optimizer, &mut trained);
            count += train::<Lanes<16>>(simd, optimizer, &mut trained);
        }
        products(simd, &mut multiplied);
        functions(simd, &mut computed);
        println!(
            "{count} trainings {:016x}, products {:016x}, functions {:016x} on {simd}",
            trained.0, multiplied.0, computed.0
        );
    }
}
