//! Training: epochs of gradient steps until a rule says stop, for each lane separately.
//!
//! A lane that has reached its goal or diverged is frozen: its parameters are those of the scalar
//! run that stopped at the same epoch.

use std::ops::ControlFlow;

use kernels::Lanes;

use crate::batches::Batches;
use crate::data::Data;
use crate::film::Camera;
use crate::passes::Passes;
use crate::plan::{Ending, Plan, Stop};
use crate::random::Random;
use crate::trainer::Trainer;

/// A callback for every epoch: it receives the number of finished epochs and the trainer, on which
/// it may measure anything, and decides whether training continues.
pub type Observer<'a, T> = dyn FnMut(usize, &mut Trainer<T>) -> ControlFlow<()> + 'a;

/// A number type that training is compiled for, once, here: `f32`, `f64` and [`Lanes`] of 16.
pub trait Compiled: Passes {
    /// [`Trainer::fit`].
    #[doc(hidden)]
    fn fit(
        trainer: &mut Trainer<Self>,
        data: &Data<Self::Scalar>,
        learning_rate: Self,
        plan: &Plan,
        orders: &mut [Random],
        observer: &mut Observer<'_, Self>,
    ) -> Vec<Ending>;

    /// [`Trainer::errors`].
    #[doc(hidden)]
    fn errors(trainer: &mut Trainer<Self>, data: &Data<Self::Scalar>) -> Vec<usize>;
}

macro_rules! compiled {
    ($($number:ty),*) => {$(
        impl Compiled for $number {
            fn fit(
                trainer: &mut Trainer<Self>,
                data: &Data<Self::Scalar>,
                learning_rate: Self,
                plan: &Plan,
                orders: &mut [Random],
                observer: &mut Observer<'_, Self>,
            ) -> Vec<Ending> {
                Fit::begin(trainer, data, plan, observer).run(data, learning_rate, orders)
            }

            fn errors(trainer: &mut Trainer<Self>, data: &Data<Self::Scalar>) -> Vec<usize> {
                trainer.count_errors(data)
            }
        }
    )*};
}
compiled!(f32, f64, Lanes<16>);

impl<T: Compiled> Trainer<T> {
    /// Trains until every lane has ended, and returns how each did. `orders[k]` shuffles the
    /// examples of lane k for each epoch of mini-batches; `learning_rate` may differ by lane.
    ///
    /// A later call continues from the parameters and the optimiser's memory that this one leaves;
    /// lanes that this run froze move again.
    ///
    /// # Panics
    /// If the shapes do not fit, there are no examples, a batch is empty or larger than the
    /// capacity, there are mini-batches but not one order per lane, or a learning rate is below 0 or not
    /// finite.
    pub fn fit(
        &mut self,
        data: &Data<T::Scalar>,
        learning_rate: T,
        plan: &Plan,
        orders: &mut [Random],
    ) -> Vec<Ending> {
        self.fit_observed(data, learning_rate, plan, orders, &mut |_, _| ControlFlow::Continue(()))
    }

    /// The same with an `observer`, called before each epoch and at the end. If it breaks, every
    /// lane that has not ended is stopped, even one that this epoch would have found at its goal.
    /// A lane that it freezes stays frozen.
    ///
    /// # Panics
    /// As [`fit`](Self::fit).
    pub fn fit_observed(
        &mut self,
        data: &Data<T::Scalar>,
        learning_rate: T,
        plan: &Plan,
        orders: &mut [Random],
        observer: &mut Observer<'_, T>,
    ) -> Vec<Ending> {
        for rate in (0..T::LANES).map(|k| learning_rate.lane(k)) {
            assert!(rate >= 0.0 && rate.is_finite(), "learning rate {rate}: wanted 0 or more");
        }
        let Some(mut camera) = Camera::ready(data, plan, learning_rate) else {
            return T::fit(self, data, learning_rate, plan, orders, observer);
        };
        let watching = &mut |epoch: usize, trainer: &mut Self| {
            camera.sees(epoch, &trainer.network);
            observer(epoch, trainer)
        };
        let endings = T::fit(self, data, learning_rate, plan, orders, watching);
        camera.stop(endings[0]);
        endings
    }

    /// How many examples each lane misclassifies: the largest output is compared with the largest
    /// target, a single output with the threshold 1/2. A NaN in either counts as wrong.
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn errors(&mut self, data: &Data<T::Scalar>) -> Vec<usize> {
        T::errors(self, data)
    }
}

/// One run: a trainer under a plan, and how its lanes have ended so far.
struct Fit<'a, 'o, T: Passes> {
    trainer: &'a mut Trainer<T>,
    plan: &'a Plan,
    observer: &'a mut Observer<'o, T>,
    /// Every example, the same in every lane.
    all: Data<T>,
    endings: Vec<Option<Ending>>,
    /// The lanes that this run froze, and releases at its end.
    frozen: Vec<usize>,
}

impl<'a, 'o, T: Passes> Fit<'a, 'o, T> {
    fn begin(
        trainer: &'a mut Trainer<T>,
        data: &Data<T::Scalar>,
        plan: &'a Plan,
        observer: &'a mut Observer<'o, T>,
    ) -> Self {
        data.check(trainer.network.inputs(), trainer.network.outputs());
        trainer.history.clear();
        let (all, endings) = (data.spread(), vec![None; T::LANES]);
        Self { trainer, plan, observer, all, endings, frozen: Vec::new() }
    }

    fn run(
        mut self,
        data: &Data<T::Scalar>,
        learning_rate: T,
        orders: &mut [Random],
    ) -> Vec<Ending> {
        match self.plan.batch_size {
            None => self.whole(learning_rate),
            Some(size) => self.batches(Batches::new(data, size, orders), learning_rate),
        }
        for k in self.frozen {
            self.trainer.active = self.trainer.active.with_lane(k, 1.0);
        }
        self.endings.into_iter().flatten().collect()
    }

    /// The whole set as one batch, whose cost is a by-product of its gradient. A goal for the cost
    /// is checked within the step; one for the errors must be checked before it.
    fn whole(&mut self, learning_rate: T) {
        let stop_below = match self.plan.stop {
            Stop::Never => Some(f64::NEG_INFINITY),
            Stop::LossBelow(goal) => Some(goal),
            Stop::ErrorAtMost(_) => None,
        };
        let mut rate = learning_rate;
        for epoch in 0..=self.plan.epochs {
            rate = self.plan.schedule.next(epoch, learning_rate, rate);
            if self.is_broken_off(epoch) {
                break;
            }
            let (input, target) = (self.all.input.as_slice(), self.all.target.as_slice());
            let loss = match stop_below {
                Some(below) if epoch < self.plan.epochs => {
                    self.trainer.step(input, target, rate, below)
                }
                _ => self.trainer.gradient(input, target),
            };
            self.judge(epoch, Some(loss));
            if self.is_over() {
                break;
            }
            if stop_below.is_none() {
                self.trainer.update(rate);
            }
        }
    }

    /// One step for each mini-batch.
    fn batches(&mut self, mut batches: Batches<'_, T>, learning_rate: T) {
        let mut rate = learning_rate;
        for epoch in 0..=self.plan.epochs {
            rate = self.plan.schedule.next(epoch, learning_rate, rate);
            if self.is_broken_off(epoch) {
                break;
            }
            let is_last = epoch == self.plan.epochs;
            let loss = is_last.then(|| self.trainer.loss_of(&self.all));
            self.judge(epoch, loss);
            if self.is_over() {
                break;
            }
            batches.shuffle();
            while let Some((input, target)) = batches.next() {
                let loss = self.trainer.step(input, target, rate, f64::NEG_INFINITY);
                self.stop_diverged(epoch, loss);
            }
        }
    }

    /// Calls the observer; whether it breaks the run off.
    fn is_broken_off(&mut self, epoch: usize) -> bool {
        let stopped = (self.observer)(epoch, self.trainer).is_break();
        if stopped {
            self.stop_where(|_| true, Ending::Stopped(epoch));
        }
        stopped
    }

    fn is_over(&self) -> bool {
        self.endings.iter().all(Option::is_some)
    }

    /// Freezes the lanes that have reached the goal, diverged or used up the budget.
    fn judge(&mut self, epoch: usize, loss: Option<T>) {
        if let Some(loss) = loss {
            self.stop_diverged(epoch, loss);
        }
        match self.plan.stop {
            Stop::Never => {}
            Stop::LossBelow(goal) => {
                let loss = loss.unwrap_or_else(|| self.trainer.loss_of(&self.all));
                self.stop_where(|k| loss.lane(k) < goal, Ending::Reached(epoch));
            }
            Stop::ErrorAtMost(goal) => {
                let errors = self.trainer.errors_of(&self.all);
                let most = goal * self.all.input.rows() as f64;
                self.stop_where(|k| errors[k] as f64 <= most, Ending::Reached(epoch));
                self.trainer.history.push(errors);
            }
        }
        if epoch == self.plan.epochs {
            self.stop_where(|_| true, Ending::Exhausted(epoch));
        }
    }

    fn stop_diverged(&mut self, epoch: usize, loss: T) {
        self.stop_where(|k| !loss.lane(k).is_finite(), Ending::Diverged(epoch));
    }

    fn stop_where(&mut self, ended: impl Fn(usize) -> bool, how: Ending) {
        for (k, ending) in self.endings.iter_mut().enumerate() {
            if ending.is_none() && ended(k) {
                *ending = Some(how);
                if self.trainer.active.lane(k) > 0.0 {
                    self.frozen.push(k);
                    self.trainer.freeze(k);
                }
            }
        }
    }
}
