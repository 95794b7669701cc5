//! What the benches share: how they are timed, and the workloads.
#![allow(dead_code, reason = "each bench uses a part of it")]

use std::time::Duration;

use criterion::Criterion;
use mlp::{
    Activation, Architecture, Compiled, Cost, Data, Initialization, Matrix, Network, Optimizer,
    Output, Random, Simd, Trainer,
};

/// Short enough that all benches take less than five minutes on two cores.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .sample_size(40)
        .configure_from_args()
}

/// The path that the benches run on: the fastest, or what `MLP_SIMD` names.
pub(crate) fn simd() -> Simd {
    Simd::from_environment().expect("a path of this machine")
}

/// Numbers from a standard normal distribution.
pub(crate) fn normal<T: Compiled>(count: usize) -> Vec<T> {
    let mut random = Random::from_number(1);
    (0..count).map(|_| T::splat(random.normal())).collect()
}

/// A network and a batch to train it on.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) sizes: &'static [usize],
    pub(crate) batch: usize,
    pub(crate) activation: Activation,
}

const RELU: Activation = Activation::Relu { at_zero: 0.0 };
pub(crate) const XOR_TANH: Workload =
    Workload { name: "xor_tanh", sizes: &[2, 4, 1], batch: 4, activation: Activation::Tanh {} };
pub(crate) const XOR_RELU: Workload = Workload { name: "xor_relu", activation: RELU, ..XOR_TANH };
pub(crate) const DIGITS: Workload =
    Workload { name: "digits", sizes: &[64, 128, 10], batch: 32, activation: RELU };
pub(crate) const MNIST: Workload =
    Workload { name: "mnist", sizes: &[784, 512, 512, 10], batch: 128, activation: RELU };

impl Workload {
    /// The network, ready to be trained by gradient descent, a seed for each lane.
    pub(crate) fn trainer<T: Compiled>(&self) -> Trainer<T> {
        let binary = self.sizes.last() == Some(&1);
        let architecture = Architecture {
            sizes: self.sizes.to_vec(),
            activation: self.activation,
            output: if binary { Output::Sigmoid } else { Output::Softmax },
            cost: if binary { Cost::BernoulliCrossEntropy } else { Cost::CategoricalCrossEntropy },
        };
        let mut network = Network::new(architecture).expect("the parts fit");
        let mut randoms: Vec<Random> = (0..).take(T::LANES).map(Random::from_number).collect();
        Initialization::GlorotUniform.fill(&mut network, 0.0, &mut randoms);
        Trainer::new(network, Optimizer::GradientDescent, self.batch, simd())
    }

    /// A batch: normal inputs, one-hot or binary targets.
    pub(crate) fn data<T: Compiled>(&self) -> Data<T> {
        let (inputs, outputs) = (self.sizes[0], self.sizes[self.sizes.len() - 1]);
        let mut target = Matrix::zeros(self.batch, outputs);
        for (i, row) in target.as_mut_slice().chunks_exact_mut(outputs).enumerate() {
            row[i % outputs] = T::splat(f64::from(outputs > 1 || i % 3 > 0));
        }
        Data { input: Matrix::new(self.batch, inputs, normal(self.batch * inputs)), target }
    }

    /// Floating-point operations of a step's products, a multiply-add counting as two.
    pub(crate) fn operations(&self) -> u64 {
        let layers = self.sizes.windows(2).enumerate();
        // Forward, the gradient of the weights and, but for the first layer, that of the inputs.
        let products = layers.map(|(i, pair)| pair[0] * pair[1] * if i == 0 { 2 } else { 3 });
        2 * (self.batch * products.sum::<usize>()) as u64
    }
}
