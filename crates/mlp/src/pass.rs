//! The passes over a network, on slices alone: forward, cost, backward, and the update.
//!
//! A pass is what [`dispatch`](crate::dispatch) compiles for each instruction set.

use crate::cost::{Cost, Output};
use crate::layer::Layer;
use crate::optimizer::Update;
use crate::real::Real;

/// How far a pass goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The logits.
    Logits,
    /// The predictions, written over the first part of the deltas.
    Predictions,
    /// The cost.
    Loss,
    /// The cost and its gradient.
    Gradient,
}

/// A pass over a batch, with every buffer it reads or writes.
#[derive(Debug)]
pub struct Sweep<'a, T> {
    pub(crate) goal: Goal,
    pub(crate) output: Output,
    pub(crate) cost: Cost,
    pub(crate) layers: &'a [Layer],
    pub(crate) batch: usize,
    pub(crate) parameters: &'a [T],
    /// `[batch, inputs]`
    pub(crate) input: &'a [T],
    /// `[batch, outputs]`
    pub(crate) target: &'a [T],
    /// z and h of each layer in turn: `[batch, columns]`, `[batch, units]`
    pub(crate) activations: &'a mut [T],
    /// dJ/dh and dJ/dz of the layer at hand: twice `[batch, widest]`
    pub(crate) deltas: &'a mut [T],
    /// Room for the transpose of the largest W.
    pub(crate) transposed: &'a mut [T],
    /// dJ/dparameters, laid out as the parameters
    pub(crate) gradient: &'a mut [T],
    /// J: one number.
    pub(crate) loss: &'a mut [T],
}

impl<T: Real> Sweep<'_, T> {
    /// Runs the pass.
    #[inline(always)]
    pub(crate) fn run(&mut self) {
        self.forward();
        let last = &self.layers[self.layers.len() - 1];
        let scores = self.batch * last.units;
        let logits = self.activations.len() - scores;
        let logits = &self.activations[logits..];
        match self.goal {
            Goal::Logits => {}
            Goal::Predictions => {
                let predictions = self.deltas[..scores].chunks_exact_mut(last.units);
                for (z, y) in logits.chunks_exact(last.units).zip(predictions) {
                    self.output.predict(z, y);
                }
            }
            Goal::Loss | Goal::Gradient => {
                let delta = &mut self.deltas[..scores];
                let pair = (logits, self.target);
                self.loss[0] = self.cost.loss_and_delta(self.output, last.units, pair, delta);
            }
        }
        if self.goal == Goal::Gradient {
            self.backward();
        }
    }

    /// Every z and h, from the input on.
    #[inline(always)]
    fn forward(&mut self) {
        let (mut h_before, mut rest) = (self.input, &mut *self.activations);
        for layer in self.layers {
            let (z, after) = rest.split_at_mut(self.batch * layer.columns);
            let (h, after) = after.split_at_mut(self.batch * layer.units);
            layer.forward(self.parameters, h_before, z, h);
            (h_before, rest) = (h, after);
        }
    }

    /// Every gradient, from dJ/dh of the last layer (the first part of the deltas) back.
    #[inline(always)]
    fn backward(&mut self) {
        let (delta_h, delta_z) = self.deltas.split_at_mut(self.deltas.len() / 2);
        let mut activations = &*self.activations;
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let (before, h) = activations.split_at(activations.len() - self.batch * layer.units);
            let (before, z) = before.split_at(before.len() - self.batch * layer.columns);
            let delta_z = &mut delta_z[..z.len()];
            let delta = &delta_h[..h.len()];
            layer.activation_backward(self.parameters, (z, h), delta, delta_z, self.gradient);
            if i == 0 {
                layer.parameter_gradient(self.input, delta_z, self.gradient);
            } else {
                let x = &before[before.len() - self.batch * layer.fan_in..];
                layer.parameter_gradient(x, delta_z, self.gradient);
                let delta_x = &mut delta_h[..x.len()];
                layer.input_gradient(self.parameters, delta_z, self.transposed, delta_x);
            }
            activations = before;
        }
    }
}

/// Work that is compiled for each instruction set.
#[derive(Debug)]
pub enum Pass<'a, T> {
    /// Over a network.
    Sweep(Sweep<'a, T>),
    /// Over its parameters.
    Update(Update<'a, T>),
}

impl<T: Real> Pass<'_, T> {
    #[inline(always)]
    pub(crate) fn run(self) {
        match self {
            Self::Sweep(mut sweep) => sweep.run(),
            Self::Update(update) => update.run(),
        }
    }
}
