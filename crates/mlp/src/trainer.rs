//! A network being trained, step by step.

use kernels::{Real, Simd};

use crate::cost::Cost;
use crate::data::Data;
use crate::matrix::Matrix;
use crate::network::Network;
use crate::optimizer::{Memory, Optimizer};
use crate::passes::Passes;
use crate::sweep::Descent;
use crate::workspace::Workspace;

/// A network being trained: its parameters, buffers, optimiser and active lanes.
#[derive(Clone, Debug)]
pub struct Trainer<T> {
    /// The network.
    pub network: Network<T>,
    /// Its buffers.
    pub workspace: Workspace<T>,
    optimizer: Optimizer,
    memory: Memory<T>,
    decay: f64,
    /// 1 in the lanes that move, 0 in those frozen.
    pub(crate) active: T,
    /// How many training examples each lane misclassified before each epoch of the last
    /// [`fit`](Self::fit), and at its end; empty unless its goal concerned errors.
    pub history: Vec<Vec<usize>>,
}

impl<T: Passes> Trainer<T> {
    /// A trainer for batches of up to `capacity` examples; without mini-batches, the batch is the
    /// whole set.
    ///
    /// # Panics
    /// If a constant of the optimiser, rounded to `T`, is out of its range.
    pub fn new(network: Network<T>, optimizer: Optimizer, capacity: usize, simd: Simd) -> Self {
        assert!(
            optimizer.fits::<T>(),
            "{optimizer:?}: a constant is out of range in this precision"
        );
        let workspace = Workspace::new(&network, capacity, simd);
        let memory = optimizer.memory(network.parameters.len());
        Self {
            network,
            workspace,
            optimizer,
            memory,
            decay: 0.0,
            active: T::one(),
            history: Vec::new(),
        }
    }

    /// The same, but large products are divided among `threads` threads of the current rayon pool,
    /// with the same bits. Meant for one large network; many networks are trained side by side.
    ///
    /// # Panics
    /// If there are no threads.
    pub fn on_threads(self, threads: usize) -> Self {
        Self { workspace: self.workspace.on_threads(threads), ..self }
    }

    /// The same with weight decay: p <- p - r d p in addition to the optimiser's update. For plain
    /// gradient descent, this is the gradient of d/2 sum p^2.
    ///
    /// Source: Loshchilov and Hutter 2019, "Decoupled weight decay regularization".
    ///
    /// # Panics
    /// If `decay` is below 0 or not finite.
    pub fn with_weight_decay(self, decay: f64) -> Self {
        assert!(decay >= 0.0 && decay.is_finite(), "weight decay {decay}: wanted 0 or more");
        Self { decay, ..self }
    }

    /// J of a batch, `[batch, inputs]` and `[batch, outputs]`; its gradient is kept for
    /// [`update`](Self::update).
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn gradient(&mut self, input: &[T], target: &[T]) -> T {
        self.workspace.gradient(&self.network, input, target).0
    }

    /// One step of the optimiser against the gradient, with a learning rate for each lane; to be
    /// called after [`gradient`](Self::gradient), and not after a [`step`](Self::step). It moves
    /// every lane whatever its J was, a NaN included.
    pub fn update(&mut self, learning_rate: T) {
        let step = (learning_rate, self.active, self.decay);
        let gradient = self.workspace.last_gradient();
        let parameters = &mut self.network.parameters;
        let update = self.optimizer.update(&mut self.memory, parameters, gradient, step);
        T::update(self.workspace.simd(), update);
    }

    /// J of a batch, and one step of the optimiser against its gradient, with a learning rate
    /// for each lane. Lanes whose J is not finite, or below `stop_below`, stay where they are.
    ///
    /// Where J is finite, the same bits as [`gradient`](Self::gradient) and
    /// [`update`](Self::update), but faster: plain gradient descent moves each weight as soon as
    /// its gradient is known.
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn step(&mut self, input: &[T], target: &[T], learning_rate: T, stop_below: f64) -> T {
        let stop_below = not_below(stop_below);
        let before = self.active;
        let descent = Descent { rate: &learning_rate, active: &before, stop_below: &stop_below };
        if self.optimizer == Optimizer::GradientDescent && self.decay == 0.0 {
            return self.workspace.step(&mut self.network, descent, (input, target));
        }
        let loss = self.gradient(input, target);
        self.active = descent.active_at(loss);
        self.update(learning_rate);
        self.active = before;
        loss
    }

    /// Freezes lane k for good.
    pub fn freeze(&mut self, k: usize) {
        self.active = self.active.with_lane(k, 0.0);
    }

    /// The predictions y `[examples, outputs]` for inputs `[examples, inputs]`, in every lane.
    ///
    /// # Panics
    /// If the number of columns is not the network's number of inputs.
    pub fn predict(&mut self, input: &Matrix<T::Scalar>) -> Matrix<T> {
        let (inputs, outputs) = (self.network.inputs(), self.network.outputs());
        let (rows, columns) = (input.rows(), input.columns());
        assert_eq!(columns, inputs, "inputs [{rows}, {columns}]: wanted [{rows}, {inputs}]");
        let mut y = Vec::with_capacity(rows * outputs);
        for input in input.spread().as_slice().chunks(self.workspace.capacity() * inputs) {
            y.extend_from_slice(self.workspace.predictions(&self.network, input));
        }
        Matrix::new(rows, outputs, y)
    }

    /// J over all of `data`, batch by batch.
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn loss(&mut self, data: &Data<T::Scalar>) -> T {
        data.check(self.network.inputs(), self.network.outputs());
        let (examples, mut loss) = (data.input.rows(), T::zero());
        for part in data.chunks(self.workspace.capacity()) {
            loss = loss + self.share(examples, (part.input.as_slice(), part.target.as_slice()));
        }
        loss
    }

    /// The contribution of a batch to J over `examples` examples.
    fn share(&mut self, examples: usize, (input, target): (&[T], &[T])) -> T {
        let sums = self.network.architecture.cost == Cost::HalfSquaredError;
        let part = (input.len() / self.network.inputs()) as f64 / examples as f64;
        let loss = self.workspace.loss(&self.network, input, target);
        loss * T::splat(if sums { 1.0 } else { part })
    }

    /// [`loss`](Self::loss) of examples that are spread over the lanes and have been checked.
    pub(crate) fn loss_of(&mut self, data: &Data<T>) -> T {
        let (inputs, outputs) = (self.network.inputs(), self.network.outputs());
        let (capacity, examples) = (self.workspace.capacity(), data.input.rows());
        let mut loss = T::zero();
        let batches = data.input.as_slice().chunks(capacity * inputs);
        for pair in batches.zip(data.target.as_slice().chunks(capacity * outputs)) {
            loss = loss + self.share(examples, pair);
        }
        loss
    }

    /// How many examples each lane misclassifies, batch by batch.
    pub(crate) fn count_errors(&mut self, data: &Data<T::Scalar>) -> Vec<usize> {
        data.check(self.network.inputs(), self.network.outputs());
        let mut errors = vec![0; T::LANES];
        for part in data.chunks(self.workspace.capacity()) {
            let of_part = self.errors_of(&part);
            errors.iter_mut().zip(of_part).for_each(|(sum, errors)| *sum += errors);
        }
        errors
    }

    /// The same of examples that are spread over the lanes and have been checked.
    pub(crate) fn errors_of(&mut self, data: &Data<T>) -> Vec<usize> {
        let outputs = self.network.outputs();
        let output = self.network.architecture.output;
        let capacity = self.workspace.capacity();
        let mut errors = vec![0; T::LANES];
        let inputs = data.input.as_slice().chunks(capacity * self.network.inputs());
        for (input, target) in inputs.zip(data.target.as_slice().chunks(capacity * outputs)) {
            let logits = self.workspace.logits(&self.network, input);
            for (z, t) in logits.chunks_exact(outputs).zip(target.chunks_exact(outputs)) {
                for (k, errors) in errors.iter_mut().enumerate() {
                    let right = match (z, t) {
                        ([z], [t]) => output.says_one(z.lane(k)) == (t.lane(k) > 0.5),
                        _ => largest(z, k) == largest(t, k),
                    };
                    let number = z.iter().chain(t).all(|x| !x.lane(k).is_nan());
                    *errors += usize::from(!(right && number));
                }
            }
        }
        errors
    }
}

/// The smallest `T` that is not below `value`, so that exactly the same numbers are below both.
fn not_below<T: Real>(value: f64) -> T {
    let nearest = T::splat(value);
    if nearest.lane(0) < value { T::splat(f64::from((value as f32).next_up())) } else { nearest }
}

/// The first index of the largest value in lane k.
fn largest<T: Real>(values: &[T], k: usize) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if value.lane(k) > values[best].lane(k) {
            best = i;
        }
    }
    best
}
