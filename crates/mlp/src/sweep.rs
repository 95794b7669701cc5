//! A pass over the network: forward, cost, backward; it works on slices only.

use kernels::cast::{MadeOf, cast, view, view_mut};
use kernels::{Panels, Path, Real, Stride, Work};

use crate::cost::Cost;
use crate::layer::{Context, Layer, Learned, Parameters};
use crate::output::Output;

/// How far a pass goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// The logits.
    Logits,
    /// The predictions, stored in the first part of the deltas.
    Predictions,
    /// The cost.
    Loss,
    /// The cost and its gradient, or a step of gradient descent instead of the gradient.
    Gradient,
}

/// A step of gradient descent, with a stopping rule for each lane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Descent<'a, T> {
    /// The learning rate.
    pub(crate) rate: &'a T,
    /// 1 in the lanes that move, 0 elsewhere.
    pub(crate) active: &'a T,
    /// A lane whose cost is below this stays where it is, as does one whose cost is not finite.
    pub(crate) stop_below: &'a T,
}

impl<T: Real> Descent<'_, T> {
    /// `active` without the lanes that stay where they are at this cost.
    #[inline(always)]
    pub(crate) fn active_at(&self, loss: T) -> T {
        let (zero, infinity) = (T::zero(), T::splat(f64::INFINITY));
        let finite = T::if_less(loss.abs(), infinity, *self.active, zero);
        T::if_less(loss, *self.stop_below, zero, finite)
    }
}

/// A pass over a batch, with every buffer it reads or writes.
#[derive(Debug)]
pub struct Sweep<'a, T> {
    pub(crate) until: Until,
    pub(crate) output: Output,
    pub(crate) cost: Cost,
    pub(crate) layers: &'a [Layer],
    pub(crate) batch: usize,
    pub(crate) parameters: Parameters<'a, T, Descent<'a, T>>,
    /// `[batch, inputs]`
    pub(crate) input: &'a [T],
    /// `[batch, outputs]`
    pub(crate) target: &'a [T],
    /// z and h of each layer in turn: `[batch, columns]`, `[batch, kept]`
    pub(crate) activations: &'a mut [T],
    /// dJ/dh, then dJ/dz, of the current layer, and scratch space of the same size,
    /// `[batch, widest]`; predictions and the cost's terms use them too
    pub(crate) deltas: [&'a mut [T]; 2],
    /// Room for strips of the largest right factor.
    pub(crate) panels: Panels<'a, T>,
    /// dJ/dparameters, laid out as the parameters
    pub(crate) gradient: &'a mut [T],
    /// J: one number.
    pub(crate) loss: &'a mut [T],
}

impl<T> Work<T> for &mut Sweep<'_, T> {
    #[inline(always)]
    fn run<U: Real, P: Path<U>>(self, path: P)
    where
        T: MadeOf<U>,
    {
        let parameters = match &mut self.parameters {
            Parameters::Read(parameters) => Parameters::Read(view(parameters)),
            Parameters::Move(parameters, descent) => {
                let Descent { rate, active, stop_below } = *descent;
                let [rate, active, stop_below] = [rate, active, stop_below].map(cast);
                Parameters::Move(view_mut(parameters), Descent { rate, active, stop_below })
            }
        };
        let [delta, other] = &mut self.deltas;
        let sweep = Sweep::<U> {
            parameters,
            until: self.until,
            output: self.output,
            cost: self.cost,
            layers: self.layers,
            batch: self.batch,
            input: view(self.input),
            target: view(self.target),
            activations: view_mut(self.activations),
            deltas: [view_mut(delta), view_mut(other)],
            panels: self.panels.lend().view(),
            gradient: view_mut(self.gradient),
            loss: view_mut(self.loss),
        };
        sweep.over(path);
    }
}

impl<T: Real> Sweep<'_, T> {
    #[inline(always)]
    fn over<P: Path<T>>(mut self, path: P) {
        self.forward(path);
        let shape = (self.batch, self.layers[self.layers.len() - 1].units);
        let scores = shape.0 * shape.1;
        let logits = &self.activations[self.activations.len() - scores..];
        let [delta, terms] = &mut self.deltas;
        let delta = &mut delta[..scores];
        match self.until {
            Until::Logits => {}
            Until::Predictions => self.output.predict(shape, logits, delta),
            Until::Loss | Until::Gradient => {
                let pair = (logits, self.target);
                self.loss[0] = self.cost.loss_and_delta(self.output, shape, pair, delta, terms);
            }
        }
        if self.until == Until::Gradient {
            self.backward(path);
        }
    }

    /// Every z and h, from the input on.
    #[inline(always)]
    fn forward<P: Path<T>>(&mut self, path: P) {
        let parameters = self.parameters.as_slice();
        let (mut x, mut rest) = (self.input, &mut *self.activations);
        for layer in self.layers {
            let (z, after) = rest.split_at_mut(self.batch * layer.columns);
            let (h, after) = after.split_at_mut(self.batch * layer.kept());
            layer.forward(path, self.batch, (parameters, x), (z, h), self.panels.lend());
            (x, rest) = (if h.is_empty() { z } else { h }, after);
        }
    }

    /// The backward pass from dJ/dh of the last layer (the first of the deltas): every gradient, or
    /// a step against it.
    #[inline(always)]
    fn backward<P: Path<T>>(self, path: P) {
        let mut panels = self.panels;
        let parameters = match self.parameters {
            Parameters::Read(parameters) => Parameters::Read(parameters),
            Parameters::Move(parameters, descent) => {
                let active = descent.active_at(self.loss[0]);
                Parameters::Move(parameters, Stride::new(*descent.rate, active))
            }
        };
        let mut learned = Learned { parameters, gradient: self.gradient };
        let [mut delta, mut other] = self.deltas;
        let batch = self.batch;
        let mut activations = &*self.activations;
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let (before, h) = activations.split_at(activations.len() - batch * layer.kept());
            let (before, z) = before.split_at(before.len() - batch * layer.columns);
            let x = match i {
                0 => self.input,
                _ => &before[before.len() - batch * layer.fan_in..],
            };
            let context = Context { x, z, h, is_first: i == 0 };
            let deltas = (delta, other);
            (delta, other) =
                layer.backward(path, batch, &mut learned, context, deltas, panels.lend());
            activations = before;
        }
    }
}
