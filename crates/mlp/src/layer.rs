//! One layer: z = x W + b and h = f(z), with what it learns in the network's flat vector.
//!
//! Source: the notes, "Introducing nonlinearity", transposed: an example is a row here. Backwards,
//! with delta = dJ/dz: dJ/dW = x^T delta, dJ/db = column sums of delta, dJ/dx = delta W^T.

use std::ops::Range;

use crate::activation::{Activation, MaxoutForm};
use crate::elementwise::each;
use crate::functions::larger;
use crate::optimizer::descend;
use crate::panel::Panels;
use crate::pass::Stride;
use crate::product::{Callable, Left, Right, Shape, multiply_in};
use crate::real::Real;
use crate::store::{Into, Store};
use crate::sums::column_sums;

/// The shape of a layer and the places of its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// How many numbers come in.
    pub fan_in: usize,
    /// How many numbers go out (h).
    pub units: usize,
    /// How many pre-activations (z) there are: `units`, times the pieces of a pointwise maxout.
    pub columns: usize,
    /// f.
    pub activation: Activation,
    /// W, `[fan_in, columns]`.
    pub weights: Range<usize>,
    /// b, `[columns]`.
    pub biases: Range<usize>,
    /// The learned slopes of PReLU: none, one, or one a unit.
    pub slopes: Range<usize>,
}

impl Layer {
    pub(crate) fn new(fan_in: usize, units: usize, activation: Activation, start: usize) -> Self {
        let columns = match activation {
            Activation::Maxout { pieces, form: MaxoutForm::Pointwise } => units * pieces,
            _ => units,
        };
        let slopes = match activation {
            Activation::Prelu { per_unit: true, .. } => units,
            Activation::Prelu { per_unit: false, .. } => 1,
            _ => 0,
        };
        let weights = start..start + fan_in * columns;
        let biases = weights.end..weights.end + columns;
        let slopes = biases.end..biases.end + slopes;
        Self { fan_in, units, columns, activation, weights, biases, slopes }
    }

    /// How many numbers of h are kept apart from z: none where h stands in the place of z.
    pub(crate) fn kept(&self) -> usize {
        if self.activation.has_slope_by_h() { 0 } else { self.units }
    }

    /// z = x W + b `[batch, columns]`, h = f(z) `[batch, kept]` or in the place of z.
    #[inline(always)]
    pub(crate) fn forward<K: Callable<T>, T: Real>(
        &self,
        batch: usize,
        (parameters, x): (&[T], &[T]),
        (z, h): (&mut [T], &mut [T]),
        panels: Panels<'_, T>,
    ) {
        let shape = Shape { rows: batch, depth: self.fan_in, columns: self.columns };
        let weights = Right::Of(&parameters[self.weights.clone()]);
        let biases = &parameters[self.biases.clone()];
        let into = Into { c: z, store: Store::Result };
        let factors = (Left::of(x, self.fan_in), weights);
        multiply_in::<K, T>(shape, Some(biases), factors, into, panels);
        match self.activation {
            Activation::Prelu { .. } => prelu(&parameters[self.slopes.clone()], z, h),
            Activation::Maxout { pieces, form } => {
                for (z, h) in z.chunks_exact(self.columns).zip(h.chunks_exact_mut(self.units)) {
                    maxout(z, h, pieces, form);
                }
            }
            Activation::Identity {} => {}
            activation if h.is_empty() => activation.apply_in_place(z),
            activation => {
                h.copy_from_slice(z);
                activation.apply_in_place(h);
            }
        }
    }

    /// From dJ/dh to dJ/dz, in place, and the gradient of the learned slopes; of a maxout, which
    /// has more z than h, see [`maxout_backward`](Self::maxout_backward).
    #[inline(always)]
    pub(crate) fn activation_backward<T: Real>(
        &self,
        parameters: &[T],
        (z, h): (&[T], &[T]),
        delta: &mut [T],
        gradient: &mut [T],
    ) {
        if let Activation::Prelu { .. } = self.activation {
            let slopes = &parameters[self.slopes.clone()];
            let gradient = &mut gradient[self.slopes.clone()];
            gradient.fill(T::zero());
            for (z, delta) in z.chunks_exact(self.units).zip(delta.chunks_exact(self.units)) {
                for (j, (&z, &delta)) in z.iter().zip(delta).enumerate() {
                    // h = a z below 0: dh/da = z.
                    let below = T::if_less(z, T::zero(), z, T::zero());
                    let j = j % slopes.len();
                    gradient[j] = delta.mul_add(below, gradient[j]);
                }
            }
            prelu_backward(slopes, z, delta);
        } else {
            let h = if h.is_empty() { z } else { h };
            self.activation.backward(z, h, delta);
        }
    }

    /// From dJ/dh to dJ/dz of a maxout.
    #[inline(always)]
    pub(crate) fn maxout_backward<T: Real>(
        &self,
        (pieces, form): (usize, MaxoutForm),
        (z, h): (&[T], &[T]),
        delta_h: &[T],
        delta_z: &mut [T],
    ) {
        let rows = z.chunks_exact(self.columns).zip(h.chunks_exact(self.units));
        let deltas = delta_h.chunks_exact(self.units).zip(delta_z.chunks_exact_mut(self.columns));
        for ((z, h), (delta_h, delta_z)) in rows.zip(deltas) {
            maxout_backward((z, h), delta_h, delta_z, pieces, form);
        }
    }

    /// dJ/dW = x^T delta, or a step against it; `all` parameters or their gradient.
    #[inline(always)]
    pub(crate) fn weight_gradient<K: Callable<T>, T: Real>(
        &self,
        batch: usize,
        (x, delta): (&[T], &[T]),
        (all, store): (&mut [T], Store<'_, T>),
        panels: Panels<'_, T>,
    ) {
        let shape = Shape { rows: self.fan_in, depth: batch, columns: self.columns };
        let into = Into { c: &mut all[self.weights.clone()], store };
        let factors = (Left::transposed(x, self.fan_in), Right::Of(delta));
        multiply_in::<K, T>(shape, None, factors, into, panels);
    }

    /// dJ/db = column sums of delta, or a step against it; `all` parameters or their gradient.
    #[inline(always)]
    pub(crate) fn bias_gradient<T: Real>(
        &self,
        batch: usize,
        delta: &[T],
        (all, store): (&mut [T], Store<'_, T>),
    ) {
        column_sums(batch, delta, Into { c: &mut all[self.biases.clone()], store });
    }

    /// A step of the slopes of PReLU against their gradient.
    #[inline(always)]
    pub(crate) fn descend_slopes<T: Real>(
        &self,
        parameters: &mut [T],
        gradient: &[T],
        stride: &Stride<T>,
    ) {
        let slopes = self.slopes.clone();
        for (p, &g) in parameters[slopes.clone()].iter_mut().zip(&gradient[slopes]) {
            *p = descend(*p, g, stride.rate, stride.active);
        }
    }

    /// dJ/dx = delta W^T.
    #[inline(always)]
    pub(crate) fn input_gradient<K: Callable<T>, T: Real>(
        &self,
        batch: usize,
        (parameters, delta): (&[T], &[T]),
        delta_x: &mut [T],
        panels: Panels<'_, T>,
    ) {
        let shape = Shape { rows: batch, depth: self.columns, columns: self.fan_in };
        let weights = Right::Transposed(&parameters[self.weights.clone()]);
        let into = Into { c: delta_x, store: Store::Result };
        let factors = (Left::of(delta, self.columns), weights);
        multiply_in::<K, T>(shape, None, factors, into, panels);
    }
}

/// h = z for z >= 0, a z below, with one slope a, or one a unit.
#[inline(always)]
fn prelu<T: Real>(slopes: &[T], z: &[T], h: &mut [T]) {
    let zero = T::zero();
    if let [slope] = *slopes {
        each!(T; [z] => [h] [T::if_less(z, zero, slope * z, z)]);
        return;
    }
    for (z, h) in z.chunks_exact(slopes.len()).zip(h.chunks_exact_mut(slopes.len())) {
        each!(T; [z, slopes] => [h] [T::if_less(z, zero, slopes * z, z)]);
    }
}

/// delta *= dh/dz, which is 1 or a.
#[inline(always)]
fn prelu_backward<T: Real>(slopes: &[T], z: &[T], delta: &mut [T]) {
    let (zero, one) = (T::zero(), T::one());
    if let [slope] = *slopes {
        each!(T; [z] => [delta] [delta * T::if_less(z, zero, slope, one)]);
        return;
    }
    for (z, delta) in z.chunks_exact(slopes.len()).zip(delta.chunks_exact_mut(slopes.len())) {
        each!(T; [z, slopes] => [delta] [delta * T::if_less(z, zero, slopes, one)]);
    }
}

/// Where the pieces of unit j stand in z: from, step.
#[inline(always)]
fn pieces_of(j: usize, units: usize, pieces: usize, form: MaxoutForm) -> (usize, usize) {
    match form {
        MaxoutForm::Pointwise => (j, units),
        MaxoutForm::Grouped => (j / pieces * pieces, 1),
    }
}

#[inline(always)]
fn maxout<T: Real>(z: &[T], h: &mut [T], pieces: usize, form: MaxoutForm) {
    let units = h.len();
    for (j, h) in h.iter_mut().enumerate() {
        let (from, step) = pieces_of(j, units, pieces, form);
        *h = z[from];
        for p in 1..pieces {
            *h = larger(*h, z[from + p * step]);
        }
    }
}

/// The first piece that attains the maximum takes the whole of delta.
#[inline(always)]
fn maxout_backward<T: Real>(
    (z, h): (&[T], &[T]),
    delta_h: &[T],
    delta_z: &mut [T],
    pieces: usize,
    form: MaxoutForm,
) {
    delta_z.fill(T::zero());
    for (j, (&h, &delta)) in h.iter().zip(delta_h).enumerate() {
        let (from, step) = pieces_of(j, delta_h.len(), pieces, form);
        let mut remaining = delta;
        for p in 0..pieces {
            let at = from + p * step;
            delta_z[at] = delta_z[at] + T::if_less(z[at], h, T::zero(), remaining);
            remaining = T::if_less(z[at], h, remaining, T::zero());
        }
    }
}
