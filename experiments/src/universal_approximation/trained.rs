//! The same networks trained: what is found of what exists.

use std::ops::ControlFlow;

use claims::statistics::max;
use claims::{Formula, Metrics};
use experiment::Work;
use mlp::{
    Compiled, Cost, Data, Initialization, Matrix, Network, Optimizer, Plan, Random, Schedule, Simd,
    Stop, Trainer,
};

use super::construct::architecture;
use super::errors::{outputs, polygon_error};
use super::settings::{Arm, Settings};
use crate::lanes::{Group, streams};

/// How many points are trained on.
const TRAINED: usize = 257;
/// How many points the error is looked at, those trained on among them.
const TESTED: usize = 1025;
const ADAM: Optimizer = Optimizer::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/// A network on its way to a function: inputs are scaled to [-1, 1].
pub struct Learner<T> {
    trainer: Trainer<T>,
    data: Data<f32>,
}

impl<T: Compiled<Scalar = f32>> Learner<T> {
    /// A network of random weights whose kinks lie anywhere between the ends of the interval, each
    /// lane drawn from a stream of its own.
    ///
    /// # Panics
    /// Without a unit, or with fewer streams than lanes.
    pub fn new(
        target: impl Fn(f64) -> f64,
        interval: [f64; 2],
        width: usize,
        (init, kinks): (&mut [Random], &mut [Random]),
        simd: Simd,
    ) -> Self {
        let column = |values: Vec<f64>| {
            Matrix::new(values.len(), 1, values.into_iter().map(|x| x as f32).collect())
        };
        let inputs = scaled(TRAINED);
        let targets = inputs.iter().map(|&u| target(unscaled(u, interval))).collect();
        let data = Data { input: column(inputs), target: column(targets) };
        let architecture = architecture(vec![1, width, 1], Cost::MeanSquaredError);
        let mut network: Network<T> = Network::new(architecture).expect("a width above 0");
        Initialization::HeNormal.fill(&mut network, 0.0, init);
        let hidden = network.layers[0].clone();
        for (k, random) in kinks.iter_mut().enumerate() {
            for (bias, weight) in hidden.biases.clone().zip(hidden.weights.clone()) {
                let kink = -network.parameters[weight].lane(k) * random.between(-1.0, 1.0);
                network.parameters[bias] = network.parameters[bias].with_lane(k, kink);
            }
        }
        Self { trainer: Trainer::new(network, ADAM, TRAINED, simd), data }
    }

    /// Trains with every advantage: the whole curve in every batch, Adam with a learning rate that is
    /// let down in steps. `seen` is called before each step and at the end.
    pub fn train(&mut self, rate: f64, steps: usize, mut seen: impl FnMut(usize, &Network<T>)) {
        let plan = Plan {
            schedule: Schedule::Step { every: steps.div_ceil(4), factor: 0.3 },
            batch_size: None,
            epochs: steps,
            stop: Stop::Never,
        };
        let Self { trainer, data } = self;
        trainer.fit_observed(data, T::splat(rate), &plan, &mut [], &mut |step, trainer| {
            seen(step, &trainer.network);
            ControlFlow::Continue(())
        });
    }

    /// The largest error of each lane over the interval.
    pub fn largest_errors(&self, target: impl Fn(f64) -> f64, interval: [f64; 2]) -> Vec<f64> {
        let tested = scaled(TESTED);
        let wanted: Vec<f64> = tested.iter().map(|&u| target(unscaled(u, interval))).collect();
        let inputs: Vec<T> = tested.iter().map(|&u| T::splat(u)).collect();
        let Trainer { network, workspace, .. } = &self.trainer;
        let found = outputs(network, &inputs, workspace.simd());
        let of_lane = |k: usize| {
            let errors = found.iter().zip(&wanted).map(|(y, wanted)| (y.lane(k) - wanted).abs());
            max(&errors.collect::<Vec<_>>())
        };
        (0..T::LANES).map(of_lane).collect()
    }
}

/// So many points of [-1, 1], evenly spaced.
pub fn scaled(points: usize) -> Vec<f64> {
    (0..points).map(|i| 2.0 * i as f64 / (points - 1) as f64 - 1.0).collect()
}

/// The place in an interval of a point of [-1, 1].
pub fn unscaled(u: f64, [low, high]: [f64; 2]) -> f64 {
    low + 0.5 * (high - low) * (u + 1.0)
}

/// The largest error of a trained network, and that over the error of the polygon with as many units,
/// for a group of replicates side by side.
pub(super) fn measure(
    work: &Work<'_, Arm, Settings>,
    (target, interval, width): (&Formula, [f64; 2], usize),
) -> Vec<Metrics> {
    let target = |x| target.at(x);
    let (mut init, mut kinks) = (streams(work.seeds, "init"), streams(work.seeds, "kinks"));
    let mut learner: Learner<Group> =
        Learner::new(target, interval, width, (&mut init, &mut kinks), work.simd);
    learner.train(work.rate(), work.settings.steps, |_, _| ());
    let errors = learner.largest_errors(target, interval);
    let constructed = polygon_error(target, interval, width, work.simd);
    let metrics = |error| vec![("trained_error", error), ("error_ratio", error / constructed)];
    errors.into_iter().take(work.seeds.len()).map(metrics).collect()
}
