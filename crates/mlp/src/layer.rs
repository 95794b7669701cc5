//! One layer: z = x W + b and h = f(z); its parameters are part of the network's flat vector.
//!
//! Source: the notes, "Introducing nonlinearity", transposed: an example is a row here. Backwards,
//! with delta = dJ/dz: dJ/dW = x^T delta, dJ/db = column sums of delta, dJ/dx = delta W^T.

use std::ops::Range;

use kernels::sums::column_sums;
use kernels::{Left, Panels, Path, Real, Right, Shape, Sink, Stride};

use crate::activation::Activation;
use crate::maxout::{self, Pieces};
use crate::prelu;

/// The shape of a layer and the places of its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// How many inputs (x).
    pub fan_in: usize,
    /// How many outputs (h).
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

/// Where a layer stands, and what the forward pass left there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a, T> {
    /// `[batch, fan_in]`
    pub(crate) x: &'a [T],
    /// `[batch, columns]`
    pub(crate) z: &'a [T],
    /// `[batch, kept]`
    pub(crate) h: &'a [T],
    /// Whether x is the network's input, whose gradient is not needed.
    pub(crate) is_first: bool,
}

/// All parameters of a network and room for their gradient, during the backward pass.
#[derive(Debug)]
pub(crate) struct Learned<'a, T> {
    pub(crate) parameters: Parameters<'a, T>,
    pub(crate) gradient: &'a mut [T],
}

/// What a pass does with the parameters.
#[derive(Debug)]
pub(crate) enum Parameters<'a, T, H = Stride<T>> {
    /// It reads them; their gradient is stored.
    Read(&'a [T]),
    /// It moves them against their gradient, by this rule; only that of slopes is stored.
    Move(&'a mut [T], H),
}

impl<T, H> Parameters<'_, T, H> {
    /// All of them.
    #[inline(always)]
    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            Self::Read(parameters) => parameters,
            Self::Move(parameters, _) => parameters,
        }
    }
}

impl<T: Real> Learned<'_, T> {
    #[inline(always)]
    fn read(&self, place: &Range<usize>) -> &[T] {
        &self.parameters.as_slice()[place.clone()]
    }

    /// Where the gradient of some parameters goes.
    #[inline(always)]
    fn sink(&mut self, place: &Range<usize>) -> Sink<'_, T> {
        match &mut self.parameters {
            Parameters::Read(_) => Sink::store(&mut self.gradient[place.clone()]),
            Parameters::Move(parameters, stride) => {
                Sink::descend(&mut parameters[place.clone()], stride)
            }
        }
    }

    /// Moves slopes whose gradient has been stored, if anything moves.
    #[inline(always)]
    fn move_stored(&mut self, place: &Range<usize>) {
        if let Parameters::Move(parameters, stride) = &mut self.parameters {
            let gradient = &self.gradient[place.clone()];
            for (p, &g) in parameters[place.clone()].iter_mut().zip(gradient) {
                *p = stride.descend(*p, g);
            }
        }
    }
}

impl Layer {
    /// A layer whose parameters begin at `start`.
    pub(crate) fn new(fan_in: usize, units: usize, activation: Activation, start: usize) -> Self {
        let columns = pieces(activation, units).map_or(units, Pieces::columns);
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

    /// How many numbers of h are stored separately from z: none where h overwrites z.
    pub(crate) fn kept(&self) -> usize {
        if self.activation.has_slope_by_h() { 0 } else { self.units }
    }

    /// z = x W + b `[batch, columns]`; h = f(z) is `[batch, kept]` or overwrites z.
    #[inline(always)]
    pub(crate) fn forward<T: Real, P: Path<T>>(
        &self,
        path: P,
        batch: usize,
        (parameters, x): (&[T], &[T]),
        (z, h): (&mut [T], &mut [T]),
        panels: Panels<'_, T>,
    ) {
        let shape = Shape { rows: batch, depth: self.fan_in, columns: self.columns };
        let weights = Right::Of(&parameters[self.weights.clone()]);
        let biases = &parameters[self.biases.clone()];
        let factors = (Left::of(x, self.fan_in), weights);
        path.multiply(shape, Some(biases), factors, Sink::store(z), panels);
        if let Activation::Prelu { .. } = self.activation {
            prelu::forward(&parameters[self.slopes.clone()], z, h);
        } else if let Some(pieces) = pieces(self.activation, self.units) {
            maxout::forward(pieces, z, h);
        } else {
            let in_place = if h.is_empty() {
                z
            } else {
                h.copy_from_slice(z);
                h
            };
            self.activation.apply_in_place(in_place);
        }
    }

    /// The backward pass: the gradients of b, W and the slopes, or steps against them, and dJ/dx
    /// unless the layer is the first.
    ///
    /// `delta` holds dJ/dh and `other` is scratch space of the same size; they are returned as
    /// dJ/dx and scratch space.
    #[inline(always)]
    pub(crate) fn backward<'d, T: Real, P: Path<T>>(
        &self,
        path: P,
        batch: usize,
        learned: &mut Learned<'_, T>,
        Context { x, z, h, is_first }: Context<'_, T>,
        (mut delta, mut other): (&'d mut [T], &'d mut [T]),
        mut panels: Panels<'_, T>,
    ) -> (&'d mut [T], &'d mut [T]) {
        // From dJ/dh to dJ/dz.
        if let Some(pieces) = pieces(self.activation, self.units) {
            maxout::backward(pieces, (z, h), &delta[..h.len()], &mut other[..z.len()]);
            (delta, other) = (other, delta);
        } else if let Activation::Prelu { .. } = self.activation {
            let (delta, at) = (&mut delta[..z.len()], &self.slopes);
            let gradient = &mut *learned.gradient;
            prelu::gradient(self.units, z, delta, &mut gradient[at.clone()]);
            prelu::backward(learned.read(at), z, delta);
            learned.move_stored(at);
        } else {
            let h = if h.is_empty() { z } else { h };
            self.activation.backward(z, h, &mut delta[..z.len()]);
        }
        let delta_z = &delta[..z.len()];
        if !is_first {
            let shape = Shape { rows: batch, depth: self.columns, columns: self.fan_in };
            let weights = Right::Transposed(learned.read(&self.weights));
            let factors = (Left::of(delta_z, self.columns), weights);
            let delta_x = Sink::store(&mut other[..x.len()]);
            path.multiply(shape, None, factors, delta_x, panels.lend());
        }
        column_sums(batch, delta_z, learned.sink(&self.biases));
        let shape = Shape { rows: self.fan_in, depth: batch, columns: self.columns };
        let factors = (Left::transposed(x, self.fan_in), Right::Of(delta_z));
        path.multiply(shape, None, factors, learned.sink(&self.weights), panels);
        (other, delta)
    }
}

/// The pieces of a maxout with this many units; none for other activations.
#[inline(always)]
fn pieces(activation: Activation, units: usize) -> Option<Pieces> {
    match activation {
        Activation::Maxout { pieces, form } => Some(Pieces { count: pieces, form, units }),
        _ => None,
    }
}
