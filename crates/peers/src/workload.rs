//! The workloads: the same initial weights and batch for every system, in one file each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mlp::{
    Activation, Architecture, Compiled, Cost, Data, Initialization, Matrix, Network, Output, Random,
};
use safetensors::tensor::{Dtype, TensorView};

/// Gradient descent at this rate, in every system.
pub const LEARNING_RATE: f64 = 0.1;
/// After so many steps the losses are compared.
pub const CHECKED_STEPS: usize = 100;
/// Replicates of a sweep whose weights are given.
pub const REPLICATES: usize = 16;

/// What is trained, and on what.
pub struct Workload {
    /// As in the table.
    pub name: &'static str,
    /// The width of every layer.
    pub sizes: &'static [usize],
    /// Examples in the batch.
    pub batch: usize,
    /// f of the hidden layers.
    pub activation: Activation,
    /// Many networks at once.
    pub sweep: bool,
}

const RELU: Activation = Activation::Relu { at_zero: 0.0 };
const TANH: Activation = Activation::Tanh {};
const XOR: &[usize] = &[2, 4, 1];
const DIGITS: &[usize] = &[64, 128, 10];

/// All of them.
pub const WORKLOADS: [Workload; 6] = [
    Workload { name: "xor", sizes: XOR, batch: 4, activation: TANH, sweep: false },
    Workload { name: "xor_sweep_tanh", sizes: XOR, batch: 4, activation: TANH, sweep: true },
    Workload { name: "xor_sweep_relu", sizes: XOR, batch: 4, activation: RELU, sweep: true },
    Workload { name: "digits", sizes: DIGITS, batch: 32, activation: RELU, sweep: false },
    Workload { name: "digits_sweep", sizes: DIGITS, batch: 32, activation: RELU, sweep: true },
    Workload {
        name: "mnist",
        sizes: &[784, 512, 512, 10],
        batch: 128,
        activation: RELU,
        sweep: false,
    },
];

impl Workload {
    /// The workload of that name.
    pub fn named(name: &str) -> Result<&'static Self> {
        WORKLOADS.iter().find(|workload| workload.name == name).with_context(|| {
            let names: Vec<&str> = WORKLOADS.iter().map(|workload| workload.name).collect();
            format!("no workload {name}; there are {}", names.join(", "))
        })
    }

    /// One output, read as a probability.
    pub fn binary(&self) -> bool {
        self.sizes.last() == Some(&1)
    }

    /// The network, lane k (and replicate k) from seed k.
    pub fn network<T: Compiled>(&self) -> Result<Network<T>> {
        let binary = self.binary();
        let mut network = Network::<T>::new(Architecture {
            sizes: self.sizes.to_vec(),
            activation: self.activation,
            output: if binary { Output::Sigmoid } else { Output::Softmax },
            cost: if binary { Cost::BernoulliCrossEntropy } else { Cost::CategoricalCrossEntropy },
        })?;
        let mut randoms: Vec<Random> = (0..).take(T::LANES).map(Random::from_number).collect();
        Initialization::GlorotUniform.fill(&mut network, 0.0, &mut randoms);
        // In single precision, whatever the type, so that every system starts from the same.
        for parameter in &mut network.parameters {
            for k in 0..T::LANES {
                *parameter = parameter.with_lane(k, f64::from(parameter.lane(k) as f32));
            }
        }
        Ok(network)
    }

    /// The batch: XOR's four points, the first digits of the embedded set, or normal numbers.
    pub fn data<T: Compiled>(&self) -> Result<Data<T>> {
        let (inputs, outputs) = (self.sizes[0], self.sizes[self.sizes.len() - 1]);
        if self.binary() {
            return Ok(Data {
                input: Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
                target: Matrix::from_rows(&[[0.0], [1.0], [1.0], [0.0]]),
            });
        }
        let mut random = Random::from_number(1);
        let (mut input, mut classes) = (Vec::new(), Vec::new());
        if inputs == 64 {
            let digits = include_str!("../../../experiments/data/digits.csv");
            for line in digits.lines().filter(|line| line.starts_with(char::is_numeric)) {
                let numbers: Vec<f64> =
                    line.split(',').map(str::parse).collect::<Result<_, _>>().context("digits")?;
                input.extend(numbers[..64].iter().map(|x| T::splat(x / 16.0)));
                classes.push(numbers[64] as usize);
                if classes.len() == self.batch {
                    break;
                }
            }
        } else {
            let normal = |_| T::splat(f64::from(random.normal() as f32));
            input = (0..self.batch * inputs).map(normal).collect();
            classes = (0..self.batch).map(|i| i % outputs).collect();
        }
        Ok(Data::classes(Matrix::new(self.batch, inputs, input), &classes, outputs))
    }

    /// Where its file is.
    pub fn path(&self, folder: &Path) -> PathBuf {
        folder.join(self.name).with_extension("safetensors")
    }

    /// Writes the file that every system reads: weights as `[units, fan_in]`, the replicates of a
    /// sweep as a first axis.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let mut tensors: BTreeMap<String, (Vec<usize>, Vec<f32>)> = BTreeMap::new();
        let data = self.data::<f32>()?;
        for (name, matrix) in [("input", &data.input), ("target", &data.target)] {
            let shape = vec![matrix.rows(), matrix.columns()];
            tensors.insert(name.to_owned(), (shape, matrix.as_slice().to_vec()));
        }
        let lanes = self.network::<mlp::Lanes<REPLICATES>>()?;
        let count = if self.sweep { REPLICATES } else { 1 };
        for (i, layer) in lanes.layers.iter().enumerate() {
            let (mut weights, mut biases) = (Vec::new(), Vec::new());
            for k in 0..count {
                let network = lanes.lane(k);
                let w = &network.parameters[layer.weights.clone()];
                for unit in 0..layer.units {
                    weights.extend((0..layer.fan_in).map(|i| w[i * layer.units + unit]));
                }
                biases.extend_from_slice(&network.parameters[layer.biases.clone()]);
            }
            let first: &[usize] = if self.sweep { &[REPLICATES] } else { &[] };
            let shape = |rest: &[usize]| [first, rest].concat();
            let places = shape(&[layer.units, layer.fan_in]);
            tensors.insert(format!("layers.{i}.weight"), (places, weights));
            tensors.insert(format!("layers.{i}.bias"), (shape(&[layer.units]), biases));
        }
        let bytes: BTreeMap<&String, (Vec<usize>, Vec<u8>)> = tensors
            .iter()
            .map(|(name, (shape, numbers))| {
                let bytes = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
                (name, (shape.clone(), bytes))
            })
            .collect();
        let views: Vec<(&String, TensorView<'_>)> = bytes
            .iter()
            .map(|(name, (shape, bytes))| {
                Ok((*name, TensorView::new(Dtype::F32, shape.clone(), bytes)?))
            })
            .collect::<Result<_>>()?;
        let path = self.path(folder);
        std::fs::write(&path, safetensors::serialize(views, None)?)
            .with_context(|| format!("{} cannot be written", path.display()))
    }
}
