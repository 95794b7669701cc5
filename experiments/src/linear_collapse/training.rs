//! What is trained: autoencoders against PCA, networks on XOR, scores behind an activation.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use claims::Streams;
use mlp::{
    Activation, Architecture, Cost, Data, Initialization, Matrix, Network, Optimizer, Output, Plan,
    Simd, Trainer,
};

use super::settings::Settings;
use crate::data::digits;
use crate::eigen::eigenvalues;
use crate::unit::Unit;
use crate::xor_linear::{INPUTS, four_points};

/// The digits to be learned from, every pixel's mean taken away.
fn centred() -> &'static Matrix<f64> {
    static CENTRED: OnceLock<Matrix<f64>> = OnceLock::new();
    CENTRED.get_or_init(|| {
        let images = &digits().train.input;
        let (rows, columns) = (images.rows(), images.columns());
        let mut values: Vec<f64> = images.as_slice().iter().map(|&x| f64::from(x)).collect();
        for j in 0..columns {
            let mean = (0..rows).fold(0.0, |sum, i| sum + values[i * columns + j]) / rows as f64;
            (0..rows).for_each(|i| values[i * columns + j] -= mean);
        }
        Matrix::new(rows, columns, values)
    })
}

/// The half sum of squares that the best map of each rank 0, 1, ... leaves: the sum of the
/// eigenvalues of X^T X beyond the rank, halved.
///
/// Source: Baldi and Hornik 1989; Eckart and Young 1936.
pub(super) fn pca_errors() -> &'static [f64] {
    static ERRORS: OnceLock<Vec<f64>> = OnceLock::new();
    ERRORS.get_or_init(|| {
        let (x, n) = (centred(), centred().columns());
        let mut gram = vec![0.0; n * n];
        for row in x.as_slice().chunks_exact(n) {
            for (i, a) in row.iter().enumerate() {
                for (j, b) in row.iter().enumerate() {
                    gram[i * n + j] += a * b;
                }
            }
        }
        let values = eigenvalues(&gram, n);
        let beyond = |rank: usize| 0.5 * values[rank..].iter().rev().fold(0.0, |sum, x| sum + x);
        (0..=n).map(beyond).collect()
    })
}

/// The half sum of squares of a trained linear autoencoder with so many hidden units.
pub(super) fn autoencoder(units: usize, settings: &Settings, streams: &Streams, simd: Simd) -> f64 {
    let x = centred();
    let architecture = Architecture {
        sizes: vec![x.columns(), units, x.columns()],
        activation: Activation::Identity {},
        output: Output::Linear,
        cost: Cost::HalfSquaredError,
    };
    let mut network = Network::new(architecture).expect("checked before the run");
    let small = Initialization::Normal { deviation: settings.autoencoder_deviation };
    small.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let momentum = Optimizer::Nesterov { momentum: settings.autoencoder_momentum };
    let mut trainer = Trainer::new(network, momentum, x.rows(), simd);
    let data = Data { input: x.clone(), target: x.clone() };
    let plan = Plan { epochs: settings.autoencoder_steps, ..Plan::default() };
    trainer.fit(&data, settings.autoencoder_learning_rate, &plan, &mut []);
    trainer.loss(&data)
}

/// `depth` layers from 2 inputs to 1 output.
pub(super) fn xor_sizes(depth: usize, width: usize) -> Vec<usize> {
    let mut sizes = vec![width; depth + 1];
    (sizes[0], sizes[depth]) = (2, 1);
    sizes
}

/// A network trained on XOR: J before each step, and what it then says to the four inputs.
pub(super) fn xor(
    activation: Activation,
    depth: usize,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> (Vec<f64>, [f64; 4]) {
    let sizes = xor_sizes(depth, settings.xor_width);
    let cost = Cost::HalfSquaredError;
    let architecture = Architecture { sizes, activation, output: Output::Linear, cost };
    let mut network = Network::<f64>::new(architecture).expect("checked before the run");
    Initialization::GlorotUniform.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, 4, simd);
    let data = four_points();
    let plan = Plan { epochs: settings.xor_steps, ..Plan::default() };
    let mut losses = Vec::new();
    let observer = &mut |_: usize, trainer: &mut Trainer<f64>| {
        losses.push(trainer.loss(&data));
        ControlFlow::Continue(())
    };
    trainer.fit_observed(&data, settings.xor_learning_rate, &plan, &mut [], observer);
    losses.truncate(settings.xor_steps);
    let logits = trainer.workspace.logits(&trainer.network, INPUTS.as_flattened());
    (losses, std::array::from_fn(|i| logits[i]))
}

/// J = 1/2 sum (f(w x + b) - t)^2 before each step of gradient descent, at x = 0 and x = 1.
pub(super) fn scores(activation: Activation, settings: &Settings, simd: Simd) -> Vec<f64> {
    let mut unit = Unit::<f64>::new(activation, simd);
    // Both units active, so that ReLU can learn.
    let (mut w, mut b) = (1.0, 0.5);
    let mut losses = Vec::new();
    for _ in 0..settings.scores_steps {
        let (mut loss, mut dw, mut db) = (0.0, 0.0, 0.0);
        for (x, t) in [0.0, 1.0].into_iter().zip(settings.scores_targets) {
            let z = w * x + b;
            let error = unit.value(z) - t;
            loss += 0.5 * error * error;
            let delta = error * unit.slope(z);
            dw += delta * x;
            db += delta;
        }
        losses.push(loss);
        w -= settings.scores_learning_rate * dw;
        b -= settings.scores_learning_rate * db;
    }
    losses
}
