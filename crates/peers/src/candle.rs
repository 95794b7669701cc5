//! candle on the processor, with its own losses and optimiser.

use anyhow::Result;
use candle_core::{Device, Tensor, Var};
use candle_nn::{Optimizer, SGD, loss};

use crate::peer::{Given, Peer};
use crate::workload::Workload;

/// One network in candle.
pub fn peer(workload: &'static Workload, given: &Given) -> Result<Peer<'static>> {
    let device = Device::Cpu;
    let mut layers = Vec::new();
    for (shape, weights, biases) in &given.layers {
        let w = Var::from_slice(weights, (shape[0], shape[1]), &device)?;
        layers.push((w, Var::from_slice(biases, shape[0], &device)?));
    }
    let (rows, outputs) = (workload.batch, workload.sizes[workload.sizes.len() - 1]);
    let input =
        Tensor::from_slice(given.data.input.as_slice(), (rows, workload.sizes[0]), &device)?;
    let one_hot = Tensor::from_slice(given.data.target.as_slice(), (rows, outputs), &device)?;
    let classes = one_hot.argmax(1)?;
    let variables = layers.iter().flat_map(|(w, b)| [w.clone(), b.clone()]).collect();
    let mut optimizer = SGD::new(variables, workload.learning_rate())?;
    let cost = move || -> Result<Tensor> {
        let mut h = input.clone();
        for (i, (w, b)) in layers.iter().enumerate() {
            h = h.matmul(&w.t()?)?.broadcast_add(b)?;
            if i + 1 < layers.len() {
                h = if workload.binary() && workload.name == "xor" { h.tanh()? } else { h.relu()? };
            }
        }
        Ok(if workload.binary() {
            loss::binary_cross_entropy_with_logit(&h, &one_hot)?
        } else {
            loss::cross_entropy(&h, &classes)?
        })
    };
    for _ in 0..workload.checked_steps() {
        optimizer.backward_step(&cost()?)?;
    }
    let losses = vec![f64::from(cost()?.to_scalar::<f32>()?)];
    let steps = if workload.name == "mnist" { 5 } else { 500 };
    Ok(Peer {
        version: "0.11.1".to_owned(),
        losses,
        reference: None,
        losses_in_double: None,
        steps,
        work: Box::new(move || {
            for _ in 0..steps {
                optimizer.backward_step(&cost()?)?;
            }
            Ok(())
        }),
    })
}
