//! The passes over a network, on slices alone: forward, cost, backward, and the update.
//!
//! A pass is what [`dispatch`](crate::dispatch) compiles for each instruction set.

use crate::activation::Activation;
use crate::cost::Cost;
use crate::functions::Function;
use crate::layer::Layer;
use crate::optimizer::{Update, resting};
use crate::output::Output;
use crate::panel::Panels;
use crate::product::{Callable, Left, Right, Shape, multiply_in};
use crate::real::Real;
use crate::store::{Into, Store};

/// How far a pass goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The logits.
    Logits,
    /// The predictions, written over the first part of the deltas.
    Predictions,
    /// The cost.
    Loss,
    /// The cost and its gradient, or a step of gradient descent in its place.
    Gradient,
}

/// The parameters of a pass: looked at, or moved by it.
#[derive(Debug)]
pub enum Parameters<'a, T> {
    /// Only read.
    Read(&'a [T]),
    /// Moved against their gradient, which is stored for no weight.
    Move(&'a mut [T], &'a mut Stride<T>),
}

/// How far a step of gradient descent goes, lane by lane.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Stride<T> {
    /// The learning rate.
    pub rate: T,
    /// 1 in the lanes that move, 0 elsewhere.
    pub active: T,
    /// A lane whose cost is below this stays where it is, as does one whose cost is not finite.
    pub stop_below: T,
}

impl<T: Real> Stride<T> {
    /// `active`, less the lanes whose cost says that they stay.
    #[inline(always)]
    pub(crate) fn active_at(&self, loss: T) -> T {
        let (zero, infinity) = (T::zero(), T::splat(f64::INFINITY));
        let finite = T::if_less(loss.abs(), infinity, self.active, zero);
        T::if_less(loss, self.stop_below, zero, finite)
    }
}

impl<T> Parameters<'_, T> {
    #[inline(always)]
    pub(crate) fn read(&self) -> &[T] {
        match self {
            Self::Read(parameters) => parameters,
            Self::Move(parameters, _) => parameters,
        }
    }
}

/// A pass over a batch, with every buffer it reads or writes.
#[derive(Debug)]
pub struct Sweep<'a, T> {
    pub(crate) goal: Goal,
    pub(crate) output: Output,
    pub(crate) cost: Cost,
    pub(crate) layers: &'a [Layer],
    pub(crate) batch: usize,
    pub(crate) parameters: Parameters<'a, T>,
    /// `[batch, inputs]`
    pub(crate) input: &'a [T],
    /// `[batch, outputs]`
    pub(crate) target: &'a [T],
    /// z and h of each layer in turn: `[batch, columns]`, `[batch, kept]`
    pub(crate) activations: &'a mut [T],
    /// dJ/dz of the layer at hand and of the one before: `[batch, widest]`
    pub(crate) deltas: [&'a mut [T]; 2],
    /// Room for strips of the largest right factor.
    pub(crate) panels: Panels<'a, T>,
    /// dJ/dparameters, laid out as the parameters
    pub(crate) gradient: &'a mut [T],
    /// J: one number.
    pub(crate) loss: &'a mut [T],
}

impl<T: Real> Sweep<'_, T> {
    /// Runs the pass.
    #[inline(always)]
    pub(crate) fn run<K: Callable<T>>(&mut self) {
        self.forward::<K>();
        let outputs = self.layers[self.layers.len() - 1].units;
        let scores = self.batch * outputs;
        let logits = &self.activations[self.activations.len() - scores..];
        let [delta, terms] = &mut self.deltas;
        let delta = &mut delta[..scores];
        match self.goal {
            Goal::Logits => {}
            Goal::Predictions => self.output.predict((self.batch, outputs), logits, delta),
            Goal::Loss | Goal::Gradient => {
                let shape = (self.batch, outputs);
                let pair = (logits, self.target);
                self.loss[0] = self.cost.loss_and_delta(self.output, shape, pair, delta, terms);
            }
        }
        if let Parameters::Move(_, stride) = &mut self.parameters {
            stride.active = stride.active_at(self.loss[0]);
            stride.rate = resting(stride.rate, stride.active);
        }
        if self.goal == Goal::Gradient {
            self.backward::<K>();
        }
    }

    /// Every z and h, from the input on.
    #[inline(always)]
    fn forward<K: Callable<T>>(&mut self) {
        let (mut x, mut rest) = (self.input, &mut *self.activations);
        for layer in self.layers {
            let (z, after) = rest.split_at_mut(self.batch * layer.columns);
            let (h, after) = after.split_at_mut(self.batch * layer.kept());
            let from = (self.parameters.read(), x);
            layer.forward::<K, T>(self.batch, from, (z, h), self.panels.lend());
            (x, rest) = (if h.is_empty() { z } else { h }, after);
        }
    }

    /// Every gradient, from dJ/dh of the last layer (the first of the deltas) back.
    #[inline(always)]
    fn backward<K: Callable<T>>(&mut self) {
        let [delta, other] = &mut self.deltas;
        let (mut delta, mut other) = (&mut **delta, &mut **other);
        let batch = self.batch;
        let mut activations = &*self.activations;
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let parameters = self.parameters.read();
            let (before, h) = activations.split_at(activations.len() - batch * layer.kept());
            let (before, z) = before.split_at(before.len() - batch * layer.columns);
            if let Activation::Maxout { pieces, form } = layer.activation {
                let delta_z = &mut other[..z.len()];
                layer.maxout_backward((pieces, form), (z, h), &delta[..h.len()], delta_z);
                (delta, other) = (other, delta);
            } else {
                let delta = &mut delta[..z.len()];
                layer.activation_backward(parameters, (z, h), delta, self.gradient);
            }
            let delta_z = &delta[..z.len()];
            let mut x = self.input;
            if i > 0 {
                x = &before[before.len() - batch * layer.fan_in..];
                let from = (parameters, delta_z);
                let delta_x = &mut other[..x.len()];
                layer.input_gradient::<K, T>(batch, from, delta_x, self.panels.lend());
            }
            let (all, store) = match &mut self.parameters {
                Parameters::Read(_) => (&mut *self.gradient, Store::Result),
                Parameters::Move(parameters, stride) => {
                    let store = Store::Descent { rate: &stride.rate, active: &stride.active };
                    (&mut **parameters, store)
                }
            };
            layer.bias_gradient(batch, delta_z, (&mut *all, store));
            layer.weight_gradient::<K, T>(batch, (x, delta_z), (all, store), self.panels.lend());
            if let Parameters::Move(parameters, stride) = &mut self.parameters {
                layer.descend_slopes(parameters, self.gradient, stride);
            }
            (delta, other) = (other, delta);
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
    /// A function of every number.
    Map(Mapping<'a, T>),
    /// A product by itself.
    Multiply(Multiplication<'a, T>),
}

/// `y[i] = f(x[i])`.
#[derive(Debug)]
pub struct Mapping<'a, T> {
    pub(crate) function: Function,
    pub(crate) x: &'a [T],
    pub(crate) y: &'a mut [T],
}

/// C = start + A B, with every buffer it reads or writes.
#[derive(Debug)]
pub struct Multiplication<'a, T> {
    pub(crate) shape: Shape,
    pub(crate) start: Option<&'a [T]>,
    pub(crate) a: Left<'a, T>,
    pub(crate) b: Right<'a, T>,
    pub(crate) c: &'a mut [T],
    pub(crate) panels: Panels<'a, T>,
}

impl<T: Real> Pass<'_, T> {
    #[inline(always)]
    pub(crate) fn run<K: Callable<T>>(self) {
        match self {
            Self::Sweep(mut sweep) => sweep.run::<K>(),
            Self::Update(update) => update.run(),
            Self::Map(Mapping { function, x, y }) => {
                function.map(T::elements(x), T::elements_mut(y));
            }
            Self::Multiply(Multiplication { shape, start, a, b, c, panels }) => {
                let into = Into { c, store: Store::Result };
                multiply_in::<K, T>(shape, start, (a, b), into, panels);
            }
        }
    }
}
