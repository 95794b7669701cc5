//! Runs one hot kernel a fixed number of times, so that its instructions can be counted.
//!
//! `instructions` lists the kernels; `instructions KERNEL` runs one, with everything to be counted
//! inside `counted`. See `scripts/instructions`.
use std::process::ExitCode;

use kernels::{Left, Panel, Right, Shape, multiply};
use mlp::Function;
use mlp::{
    Activation, Architecture, Compiled, Cost, Initialization, Lanes, Network, Optimizer, Output,
    Random, Simd, Trainer,
};

/// What the counter looks for.
#[inline(never)]
fn counted(mut work: impl FnMut(), times: usize) {
    for _ in 0..times {
        work();
    }
}

fn product<T: Compiled>([rows, depth, columns]: [usize; 3], simd: Simd) {
    let (a, b) = (vec![T::splat(0.5); rows * depth], vec![T::splat(0.25); depth * columns]);
    let (mut c, mut panel) = (vec![T::zero(); rows * columns], Panel::new(depth));
    let shape = Shape { rows, depth, columns };
    let factors = (Left::of(&a, depth), Right::Of(&b));
    counted(|| multiply(simd, shape, None, factors, &mut c, &mut panel), 3);
}

fn function(activation: Activation, simd: Simd) {
    let x: Vec<f32> = (0..4096).map(|i| i as f32 / 512.0 - 4.0).collect();
    let mut y = vec![0.0; x.len()];
    counted(|| Function::Activation(activation).apply(simd, &x, &mut y), 3);
}

fn step<T: Compiled>(sizes: &[usize], batch: usize, activation: Activation, simd: Simd) {
    let (inputs, outputs) = (sizes[0], sizes[sizes.len() - 1]);
    let architecture = Architecture {
        sizes: sizes.to_vec(),
        activation,
        output: if outputs == 1 { Output::Sigmoid } else { Output::Softmax },
        cost: if outputs == 1 {
            Cost::BernoulliCrossEntropy
        } else {
            Cost::CategoricalCrossEntropy
        },
    };
    let mut network = Network::<T>::new(architecture).expect("the parts fit");
    let mut randoms: Vec<Random> = (0..).take(T::LANES).map(Random::from_number).collect();
    Initialization::GlorotUniform.fill(&mut network, 0.0, &mut randoms);
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch, simd);
    let input: Vec<T> = (0..batch * inputs).map(|i| T::splat((i % 7) as f64 / 7.0)).collect();
    let target: Vec<T> =
        (0..batch * outputs).map(|i| T::splat(f64::from(i % outputs == i / outputs % 2))).collect();
    let rate = T::splat(0.1);
    let one = || {
        trainer.step(&input, &target, rate, f64::NEG_INFINITY);
    };
    counted(one, 10);
}

type Kernel = fn(Simd);

fn main() -> ExitCode {
    let kernels: [(&str, Kernel); 9] = [
        ("product_128x512x512", |simd| product::<f32>([128, 512, 512], simd)),
        ("product_32x64x128", |simd| product::<f32>([32, 64, 128], simd)),
        ("product_f64_32x64x128", |simd| product::<f64>([32, 64, 128], simd)),
        ("tanh_4096", |simd| function(Activation::Tanh {}, simd)),
        ("sigmoid_4096", |simd| function(Activation::Sigmoid {}, simd)),
        ("step_xor_tanh", |simd| step::<f32>(&[2, 4, 1], 4, Activation::Tanh {}, simd)),
        ("step_digits_relu", |simd| {
            step::<f32>(&[64, 128, 10], 32, Activation::Relu { at_zero: 0.0 }, simd);
        }),
        ("sweep_xor_tanh", |simd| step::<Lanes<16>>(&[2, 4, 1], 4, Activation::Tanh {}, simd)),
        ("sweep_xor_relu", |simd| {
            step::<Lanes<16>>(&[2, 4, 1], 4, Activation::Relu { at_zero: 0.0 }, simd);
        }),
    ];
    // The fastest path whose instructions the counter knows.
    let paths = Simd::available();
    let simd = paths.iter().copied().find(|path| path.to_string() != "avx512");
    let simd = simd.unwrap_or(paths[0]);
    let Some(name) = std::env::args().nth(1) else {
        for (name, _) in kernels {
            println!("{name} {simd}");
        }
        return ExitCode::SUCCESS;
    };
    let Some((_, kernel)) = kernels.iter().find(|(kernel, _)| *kernel == name) else {
        eprintln!("no kernel {name}; without an argument they are listed");
        return ExitCode::FAILURE;
    };
    kernel(simd);
    ExitCode::SUCCESS
}
