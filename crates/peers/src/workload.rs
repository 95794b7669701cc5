//! The workloads: the same initial weights and batch for every system, in one file each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use mlp::{
    Activation, Architecture, Compiled, Cost, Data, Initialization, Matrix, Network, Output, Random,
};
use safetensors::tensor::{Dtype, TensorView};

/// Replicates of a sweep whose weights are given.
pub const REPLICATES: usize = 16;

/// What is trained, and on what.
pub struct Workload {
    /// As in the table.
    pub name: String,
    /// The width of every layer.
    pub sizes: Vec<usize>,
    /// Examples in the batch.
    pub batch: usize,
    /// f of the hidden layers.
    pub activation: Activation,
    /// Many networks at once.
    pub sweep: bool,
    /// In double precision.
    pub double: bool,
}

const RELU: Activation = Activation::Relu { at_zero: 0.0 };
const TANH: Activation = Activation::Tanh {};

/// Those of the table.
pub fn workloads() -> Vec<Workload> {
    let of = |name: &str, sizes: &[usize], batch, activation| Workload {
        name: name.to_owned(),
        sizes: sizes.to_vec(),
        batch,
        activation,
        sweep: name.contains("_sweep"),
        double: false,
    };
    vec![
        of("xor", &[2, 4, 1], 4, TANH),
        of("xor_sweep_tanh", &[2, 4, 1], 4, TANH),
        of("xor_sweep_relu", &[2, 4, 1], 4, RELU),
        of("digits", &[64, 128, 10], 32, RELU),
        of("digits_sweep", &[64, 128, 10], 32, RELU),
        of("mnist", &[784, 512, 512, 10], 128, RELU),
    ]
}

impl Workload {
    /// A ReLU network on normal numbers: `net_784-30-10_b32_f32` is of these layers, on a batch of
    /// 32, in single precision.
    pub fn net(sizes: &[usize], batch: usize, double: bool) -> Self {
        let widths: Vec<String> = sizes.iter().map(usize::to_string).collect();
        let number = if double { "f64" } else { "f32" };
        let name = format!("net_{}_b{batch}_{number}", widths.join("-"));
        Self { name, sizes: sizes.to_vec(), batch, activation: RELU, sweep: false, double }
    }

    /// The workload of that name.
    pub fn named(name: &str) -> Result<Self> {
        if let Some(net) = name.strip_prefix("net_") {
            let parts: Vec<&str> = net.split('_').collect();
            let [widths, batch, number] = parts[..] else {
                bail!("{name}: wanted net_784-30-10_b32_f32")
            };
            let sizes = widths.split('-').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
            return Ok(Self::net(&sizes, batch.trim_start_matches('b').parse()?, number == "f64"));
        }
        let found = workloads().into_iter().find(|workload| workload.name == name);
        found.with_context(|| {
            let names: Vec<String> = workloads().into_iter().map(|known| known.name).collect();
            format!("no workload {name}; there are {}, and net_784-30-10_b32_f32", names.join(", "))
        })
    }

    /// Of gradient descent, in every system.
    pub fn learning_rate(&self) -> f64 {
        if self.name.starts_with("net_") { 1e-3 } else { 0.1 }
    }

    /// After so many steps the losses are compared.
    pub fn checked_steps(&self) -> usize {
        if self.name.starts_with("net_") { 10 } else { 100 }
    }

    /// Multiply-adds of a step: forward, for W, and for x but in the first layer.
    pub fn multiply_adds(&self) -> f64 {
        let layers = self.sizes.windows(2).map(|pair| (pair[0] * pair[1]) as f64);
        let once: f64 = layers.clone().sum();
        self.batch as f64 * (3.0 * once - layers.take(1).sum::<f64>())
    }

    /// Steps of about a fiftieth of a second.
    pub fn steps(&self) -> usize {
        (0.02 / (self.multiply_adds() / 5e10 + 1e-6)).ceil() as usize
    }

    /// One output, read as a probability.
    pub fn binary(&self) -> bool {
        self.sizes.last() == Some(&1)
    }

    /// The network, lane k (and replicate k) from seed k.
    pub fn network<T: Compiled>(&self) -> Result<Network<T>> {
        let binary = self.binary();
        let mut network = Network::<T>::new(Architecture {
            sizes: self.sizes.clone(),
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
        if self.name.starts_with("digits") {
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
        folder.join(&self.name).with_extension("safetensors")
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
