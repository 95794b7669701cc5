//! Buffers allocated once, and the passes that use them: a step allocates nothing.

use kernels::{Panel, Simd};

use crate::layer::{Layer, Parameters};
use crate::network::{Architecture, Network};
use crate::passes::Passes;
use crate::sweep::{Descent, Sweep, Until};

/// Room for the passes of one network over batches up to a given size.
#[derive(Clone, Debug)]
pub struct Workspace<T> {
    simd: Simd,
    capacity: usize,
    /// z and h of one example.
    stored: usize,
    activations: Vec<T>,
    deltas: [Vec<T>; 2],
    panel: Panel<T>,
    gradient: Vec<T>,
    loss: [T; 1],
}

impl<T: Passes> Workspace<T> {
    /// Room for `network` over at most `capacity` examples, running on `simd`.
    pub fn new(network: &Network<T>, capacity: usize, simd: Simd) -> Self {
        let layers = &network.layers;
        let columns = layers.iter().map(|layer| layer.columns.max(layer.fan_in).max(layer.units));
        let widest = columns.max().unwrap_or(0).max(2);
        Self {
            simd,
            capacity,
            stored: network.stored(),
            activations: vec![T::zero(); capacity * network.stored()],
            deltas: [(); 2].map(|()| vec![T::zero(); capacity * widest]),
            panel: Panel::new(widest.max(capacity)),
            gradient: vec![T::zero(); network.parameters.len()],
            loss: [T::zero()],
        }
    }

    /// The same, but large products are divided among `threads` threads of the current rayon pool,
    /// with the same bits.
    ///
    /// # Panics
    /// If there are no threads.
    pub fn on_threads(self, threads: usize) -> Self {
        Self { panel: self.panel.on_threads(threads), ..self }
    }

    /// The logits z of the last layer, `[batch, outputs]`.
    ///
    /// # Panics
    /// If `input` is not `[batch, inputs]` with a batch that fits.
    pub fn logits(&mut self, network: &Network<T>, input: &[T]) -> &[T] {
        let batch = self.run(Until::Logits, network, input, &[]);
        let end = batch * network.stored();
        &self.activations[end - batch * network.outputs()..end]
    }

    /// The predictions y, `[batch, outputs]`.
    ///
    /// # Panics
    /// If `input` is not `[batch, inputs]` with a batch that fits.
    pub fn predictions(&mut self, network: &Network<T>, input: &[T]) -> &[T] {
        let batch = self.run(Until::Predictions, network, input, &[]);
        &self.deltas[0][..batch * network.outputs()]
    }

    /// The activations h `[batch, units]` of layer `layer`, counted from 0, after the last pass;
    /// for the last layer, the logits.
    ///
    /// # Panics
    /// If there is no such layer, or no room for such a batch.
    pub fn hidden(&self, network: &Network<T>, layer: usize, batch: usize) -> &[T] {
        let before: usize =
            network.layers[..layer].iter().map(|layer| layer.columns + layer.kept()).sum();
        let layer = &network.layers[layer];
        let z_apart = if layer.kept() == 0 { 0 } else { layer.columns };
        &self.activations[batch * (before + z_apart)..][..batch * layer.units]
    }

    /// J of a batch.
    ///
    /// # Panics
    /// If `input` and `target` are not `[batch, inputs]` and `[batch, outputs]` with a batch that
    /// fits.
    pub fn loss(&mut self, network: &Network<T>, input: &[T], target: &[T]) -> T {
        self.run(Until::Loss, network, input, target);
        self.loss[0]
    }

    /// J of a batch and dJ/dparameters, laid out as the network's parameters.
    ///
    /// # Panics
    /// If `input` and `target` are not `[batch, inputs]` and `[batch, outputs]` with a batch that
    /// fits.
    pub fn gradient(&mut self, network: &Network<T>, input: &[T], target: &[T]) -> (T, &[T]) {
        self.run(Until::Gradient, network, input, target);
        (self.loss[0], &self.gradient)
    }

    /// The gradient of the last [`gradient`](Self::gradient); after a step of plain descent, which
    /// stores none of the weights, it means nothing.
    pub fn last_gradient(&self) -> &[T] {
        &self.gradient
    }

    /// The instruction set this workspace runs on.
    pub fn simd(&self) -> Simd {
        self.simd
    }

    /// The largest batch there is room for.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Takes a step of gradient descent; returns J before it.
    ///
    /// # Panics
    /// If `input` and `target` are not `[batch, inputs]` and `[batch, outputs]`.
    pub(crate) fn step(
        &mut self,
        network: &mut Network<T>,
        descent: Descent<'_, T>,
        (input, target): (&[T], &[T]),
    ) -> T {
        let parameters = Parameters::Move(&mut network.parameters, descent);
        let parts = (&network.architecture, &*network.layers, parameters);
        self.run_on(Until::Gradient, parts, (input, target));
        self.loss[0]
    }

    fn run(&mut self, until: Until, network: &Network<T>, input: &[T], target: &[T]) -> usize {
        let parameters = Parameters::Read(&network.parameters);
        let parts = (&network.architecture, &*network.layers, parameters);
        self.run_on(until, parts, (input, target))
    }

    fn run_on(
        &mut self,
        until: Until,
        (architecture, layers, parameters): (
            &Architecture,
            &[Layer],
            Parameters<'_, T, Descent<'_, T>>,
        ),
        (input, target): (&[T], &[T]),
    ) -> usize {
        let (inputs, outputs) = (layers[0].fan_in, layers[layers.len() - 1].units);
        let (batch, count) = (input.len() / inputs, parameters.as_slice().len());
        assert!(
            self.gradient.len() == count,
            "a network of {} parameters, in buffers for {}",
            count,
            self.gradient.len(),
        );
        assert!(
            input.len() == batch * inputs && 0 < batch && batch <= self.capacity,
            "input of {} numbers: wanted [1..={}, {inputs}]",
            input.len(),
            self.capacity,
        );
        assert!(
            matches!(until, Until::Logits | Until::Predictions) || target.len() == batch * outputs,
            "target of {} numbers: wanted [{batch}, {outputs}]",
            target.len(),
        );
        let mut sweep = Sweep {
            until,
            output: architecture.output,
            cost: architecture.cost,
            layers,
            batch,
            parameters,
            input,
            target,
            activations: &mut self.activations[..batch * self.stored],
            deltas: self.deltas.each_mut().map(Vec::as_mut_slice),
            panels: self.panel.aligned(),
            gradient: &mut self.gradient,
            loss: &mut self.loss,
        };
        T::sweep(self.simd, &mut sweep);
        batch
    }
}
