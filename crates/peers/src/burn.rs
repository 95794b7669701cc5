//! burn on its ndarray backend: tensors and gradients, the step written out.

use anyhow::Result;
use burn::backend::ndarray::NdArrayDevice;
use burn::backend::{Autodiff, NdArray};
use burn::tensor::activation::{log_sigmoid, log_softmax, relu};
use burn::tensor::{Tensor, TensorData};

use crate::peer::{Given, Peer};
use crate::workload::Workload;

type Backend = Autodiff<NdArray<f32>>;
type Matrix = Tensor<Backend, 2>;

struct Network {
    workload: &'static Workload,
    layers: Vec<(Matrix, Matrix)>,
    input: Matrix,
    target: Matrix,
}

impl Network {
    fn cost(&self) -> Tensor<Backend, 1> {
        let mut h = self.input.clone();
        for (i, (w, b)) in self.layers.iter().enumerate() {
            h = h.matmul(w.clone()) + b.clone();
            if i + 1 < self.layers.len() {
                h = if self.workload.name == "xor" { h.tanh() } else { relu(h) };
            }
        }
        if self.workload.binary() {
            // ln(1 + e^z) - t z, by the function whose gradient at 0 is right.
            (log_sigmoid(h.clone().neg()).neg() - h * self.target.clone()).mean()
        } else {
            (log_softmax(h, 1) * self.target.clone()).sum_dim(1).mean().neg()
        }
    }

    fn step(&mut self) {
        let gradients = self.cost().backward();
        for (w, b) in &mut self.layers {
            for parameter in [w, b] {
                let gradient = parameter.grad(&gradients).expect("it was required");
                let moved =
                    parameter.clone().inner() - gradient.mul_scalar(self.workload.learning_rate());
                *parameter = Tensor::from_inner(moved).require_grad();
            }
        }
    }
}

/// One network in burn.
pub fn peer(workload: &'static Workload, given: &Given) -> Result<Peer<'static>> {
    let device = NdArrayDevice::Cpu;
    let matrix = |numbers: &[f32], shape: [usize; 2]| -> Matrix {
        Tensor::from_data(TensorData::new(numbers.to_vec(), shape), &device)
    };
    let layers = given.layers.iter().map(|(shape, weights, biases)| {
        let w = matrix(weights, *shape).transpose();
        (w.require_grad(), matrix(biases, [1, shape[0]]).require_grad())
    });
    let (rows, outputs) = (workload.batch, workload.sizes[workload.sizes.len() - 1]);
    let mut network = Network {
        workload,
        layers: layers.collect(),
        input: matrix(given.data.input.as_slice(), [rows, workload.sizes[0]]),
        target: matrix(given.data.target.as_slice(), [rows, outputs]),
    };
    for _ in 0..workload.checked_steps() {
        network.step();
    }
    let losses = vec![f64::from(network.cost().into_scalar())];
    let steps = if workload.name == "mnist" { 5 } else { 500 };
    Ok(Peer {
        version: "0.21.0".to_owned(),
        losses,
        reference: None,
        losses_in_double: None,
        steps,
        work: Box::new(move || {
            for _ in 0..steps {
                network.step();
            }
            Ok(())
        }),
    })
}
