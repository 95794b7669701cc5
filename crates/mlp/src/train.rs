//! Training: epochs of gradient steps until a rule says stop, every lane by itself.
//!
//! A lane that has reached its goal or diverged is frozen there: its parameters are those of the
//! scalar run that stopped at that epoch.

use crate::batches::Batches;
use crate::cost::Cost;
use crate::dispatch::{Compiled, Simd};
use crate::matrix::Matrix;
use crate::network::Network;
use crate::optimizer::{Memory, Optimizer};
use crate::pass::{Pass, Stride};
use crate::plan::{Ending, Plan, Stop};
use crate::random::Random;
use crate::real::Real;
use crate::workspace::Workspace;

/// Inputs `[examples, inputs]` and targets `[examples, outputs]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Data<T> {
    /// One example a row.
    pub input: Matrix<T>,
    /// What the network should say to it.
    pub target: Matrix<T>,
}

impl<T: Real> Data<T> {
    /// # Panics
    /// If there are no examples, as many targets as inputs are not there, or either has not so many
    /// columns.
    fn check(&self, inputs: usize, outputs: usize) {
        let Self { input, target } = self;
        let rows = input.rows();
        assert!(rows > 0, "no examples");
        assert!(
            input.columns() == inputs && (target.rows(), target.columns()) == (rows, outputs),
            "inputs [{rows}, {}] and targets [{}, {}]: wanted [{rows}, {inputs}] and [{rows}, {outputs}]",
            input.columns(),
            target.rows(),
            target.columns(),
        );
    }

    /// The same examples in every lane.
    fn spread<U: Real<Scalar = T>>(&self) -> Data<U> {
        Data { input: self.input.spread(), target: self.target.spread() }
    }
}

/// A network in training: its parameters, buffers, optimiser and the lanes still moving.
#[derive(Clone, Debug)]
pub struct Trainer<T> {
    /// The network.
    pub network: Network<T>,
    /// Its buffers.
    pub workspace: Workspace<T>,
    optimizer: Optimizer,
    memory: Memory<T>,
    /// 1 in the lanes that move, 0 in those frozen.
    active: T,
    /// How many training examples each lane had wrong before each epoch of the last
    /// [`fit`](Self::fit), and at its end; empty unless its goal was one of errors.
    pub history: Vec<Vec<usize>>,
}

impl<T: Compiled> Trainer<T> {
    /// Ready to train on batches of up to `capacity` examples; without mini-batches, that is the
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
        Self { network, workspace, optimizer, memory, active: T::one(), history: Vec::new() }
    }

    /// The same, its large products divided among so many threads of the rayon pool it is used in:
    /// the same bits. For one large network; many are trained side by side.
    ///
    /// # Panics
    /// If there are no threads.
    pub fn on_threads(self, threads: usize) -> Self {
        Self { workspace: self.workspace.on_threads(threads), ..self }
    }

    /// J of a batch, `[batch, inputs]` and `[batch, outputs]`; its gradient is kept for
    /// [`update`](Self::update).
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn gradient(&mut self, input: &[T], target: &[T]) -> T {
        self.workspace.gradient(&self.network, input, target).0
    }

    /// One step of the optimiser against the last gradient, with a learning rate for each lane.
    pub fn update(&mut self, learning_rate: T) {
        let rate_and_active = [learning_rate, self.active];
        let gradient = self.workspace.last_gradient();
        let parameters = &mut self.network.parameters;
        let update =
            self.optimizer.update(&mut self.memory, parameters, gradient, &rate_and_active);
        T::run(self.workspace.simd(), Pass::Update(update));
    }

    /// J of a batch, and one step of the optimiser against its gradient, with a learning rate
    /// for each lane. Lanes whose J is not finite, or below `stop_below`, stay where they are.
    ///
    /// The same bits as [`gradient`](Self::gradient) and [`update`](Self::update), sooner: plain
    /// gradient descent moves each weight as its gradient is known.
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn step(&mut self, input: &[T], target: &[T], learning_rate: T, stop_below: f64) -> T {
        let stop_below = not_below(stop_below);
        let mut stride = Stride { rate: learning_rate, active: self.active, stop_below };
        if self.optimizer == Optimizer::GradientDescent {
            return self.workspace.step(&mut self.network, &mut stride, (input, target));
        }
        let loss = self.gradient(input, target);
        let before = self.active;
        self.active = stride.active_at(loss);
        self.update(learning_rate);
        self.active = before;
        loss
    }

    /// Stops lane k where it is, for all that follows.
    pub fn freeze(&mut self, k: usize) {
        self.active = self.active.with_lane(k, 0.0);
    }

    /// How many examples each lane classifies wrongly: the largest output against the largest
    /// target, or one output against one half. A NaN in either is wrong.
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn errors(&mut self, data: &Data<T>) -> Vec<usize> {
        T::errors(self, data)
    }

    pub(crate) fn count_errors(&mut self, data: &Data<T>) -> Vec<usize> {
        data.check(self.network.inputs(), self.network.outputs());
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

    /// J over all of `data`, batch by batch.
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn loss(&mut self, data: &Data<T>) -> T {
        data.check(self.network.inputs(), self.network.outputs());
        let (inputs, outputs) = (self.network.inputs(), self.network.outputs());
        let (capacity, examples) = (self.workspace.capacity(), data.input.rows() as f64);
        let sums = self.network.architecture.cost == Cost::HalfSquaredError;
        let mut loss = T::zero();
        let batches = data.input.as_slice().chunks(capacity * inputs);
        for (input, target) in batches.zip(data.target.as_slice().chunks(capacity * outputs)) {
            let share = (input.len() / inputs) as f64 / examples;
            let part = self.workspace.loss(&self.network, input, target);
            loss = loss + part * T::splat(if sums { 1.0 } else { share });
        }
        loss
    }

    /// Trains until every lane has ended, and says how each did. Mini-batches of lane k come in
    /// the order of `orders[k]`, newly shuffled for each epoch; `learning_rate` may differ by lane.
    ///
    /// A run of its own: another one begins where it ended, with every lane moving that moved
    /// before, and with what the optimiser remembers.
    ///
    /// # Panics
    /// If the shapes do not fit, there are no examples, a batch is empty or larger than the
    /// capacity, or mini-batches lack an order for each lane.
    pub fn fit(
        &mut self,
        data: &Data<T::Scalar>,
        learning_rate: T,
        plan: &Plan,
        orders: &mut [Random],
    ) -> Vec<Ending> {
        T::fit(self, data, learning_rate, plan, orders)
    }

    pub(crate) fn run_epochs(
        &mut self,
        data: &Data<T::Scalar>,
        learning_rate: T,
        plan: &Plan,
        orders: &mut [Random],
    ) -> Vec<Ending> {
        data.check(self.network.inputs(), self.network.outputs());
        let all: Data<T> = data.spread();
        // What this run freezes rests until its end and no longer.
        let active = self.active;
        self.history.clear();
        let mut batches = plan.batch_size.map(|size| Batches::new(data, size, orders));
        let mut endings: Vec<Option<Ending>> = vec![None; T::LANES];
        let mut rate = learning_rate;
        let stop_below = match plan.stop {
            Stop::Never => Some(f64::NEG_INFINITY),
            Stop::LossBelow(goal) => Some(goal),
            Stop::ErrorAtMost(_) => None,
        };
        for epoch in 0..=plan.epochs {
            // The whole set as one batch has its cost with its gradient, for nothing.
            let last = epoch == plan.epochs;
            rate = plan.schedule.next(epoch, learning_rate, rate);
            // The whole set as one batch is judged by the cost that comes with its gradient. A
            // goal of the cost is minded within the step; one of the errors must be known before.
            let judged_in_step = batches.is_none() && !last && stop_below.is_some();
            let loss = match batches {
                Some(_) if last => Some(self.loss(&all)),
                Some(_) => None,
                None if judged_in_step => {
                    let below = stop_below.unwrap_or(f64::NEG_INFINITY);
                    Some(self.step(all.input.as_slice(), all.target.as_slice(), rate, below))
                }
                None => Some(self.gradient(all.input.as_slice(), all.target.as_slice())),
            };
            self.judge(epoch, loss, &all, plan, &mut endings);
            if endings.iter().all(Option::is_some) {
                break;
            }
            match &mut batches {
                None if judged_in_step => {}
                None => self.update(rate),
                Some(batches) => {
                    batches.shuffle();
                    while let Some((input, target)) = batches.next() {
                        let loss = self.step(input, target, rate, f64::NEG_INFINITY);
                        self.stop_diverged(epoch, loss, &mut endings);
                    }
                }
            }
        }
        self.active = active;
        endings.into_iter().flatten().collect()
    }

    /// Freezes the lanes that have reached the goal, diverged or used up the budget.
    fn judge(
        &mut self,
        epoch: usize,
        loss: Option<T>,
        all: &Data<T>,
        plan: &Plan,
        endings: &mut [Option<Ending>],
    ) {
        if let Some(loss) = loss {
            self.stop_diverged(epoch, loss, endings);
        }
        match plan.stop {
            Stop::Never => {}
            Stop::LossBelow(goal) => {
                let loss = loss.unwrap_or_else(|| self.loss(all));
                self.stop_where(|k| loss.lane(k) < goal, Ending::Reached(epoch), endings);
            }
            Stop::ErrorAtMost(goal) => {
                let errors = self.errors(all);
                let most = goal * all.input.rows() as f64;
                self.stop_where(|k| errors[k] as f64 <= most, Ending::Reached(epoch), endings);
                self.history.push(errors);
            }
        }
        if epoch == plan.epochs {
            self.stop_where(|_| true, Ending::Exhausted(epoch), endings);
        }
    }

    fn stop_diverged(&mut self, epoch: usize, loss: T, endings: &mut [Option<Ending>]) {
        self.stop_where(|k| !loss.lane(k).is_finite(), Ending::Diverged(epoch), endings);
    }

    fn stop_where(
        &mut self,
        ended: impl Fn(usize) -> bool,
        how: Ending,
        endings: &mut [Option<Ending>],
    ) {
        for (k, ending) in endings.iter_mut().enumerate() {
            if ending.is_none() && ended(k) {
                *ending = Some(how);
                self.freeze(k);
            }
        }
    }
}

/// The least number that is not below `value`: the same numbers are below it.
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
