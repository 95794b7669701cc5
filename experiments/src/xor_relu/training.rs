//! Training from random starts, replicates side by side.

use std::ops::ControlFlow;

use claims::Metrics;
use experiment::Work;
use mlp::{
    Compiled, Data, Ending, Initialization, Network, Optimizer, Plan, Schedule, Simd, Stop, Trainer,
};

use super::network::architecture;
use super::settings::{Arm, Settings};
use crate::lanes::{self, Group};
use crate::xor_linear::four_points;

/// Where the gradient of a ReLU network can vanish short of a solution.
pub(super) const PLATEAUS: [f64; 3] = [1.0 / 4.0, 1.0 / 3.0, 1.0 / 2.0];

/// Whether XOR was learned, after how many steps, and J at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ended {
    /// Whether J fell below its goal.
    pub solved: bool,
    /// After so many steps.
    pub steps: usize,
    /// J at the end.
    pub loss: f64,
}

/// Trains a network, or as many as there are lanes, until J falls below `goal`, for so many steps at
/// most. What `observed` is told, it is told before each step and at the end.
///
/// # Panics
/// If the data do not fit the network.
pub fn descend<T: Compiled<Scalar = f32>>(
    network: Network<T>,
    data: &Data<f32>,
    rate: f64,
    (goal, steps): (f64, usize),
    simd: Simd,
    mut observed: impl FnMut(&mut Trainer<T>),
) -> Vec<Ended> {
    let stop = Stop::LossBelow(goal);
    let plan = Plan { schedule: Schedule::Constant, batch_size: None, epochs: steps, stop };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, data.input.rows(), simd);
    let observer = &mut |_: usize, trainer: &mut Trainer<T>| {
        observed(trainer);
        ControlFlow::Continue(())
    };
    let endings = trainer.fit_observed(data, T::splat(rate), &plan, &mut [], observer);
    let losses = trainer.loss(data);
    let ended = |(lane, ending): (usize, Ending)| {
        let (solved, steps) = (matches!(ending, Ending::Reached(_)), ending.epochs());
        Ended { solved, steps, loss: losses.lane(lane) }
    };
    endings.into_iter().enumerate().map(ended).collect()
}

/// Trains a group of replicates side by side.
pub(super) fn train(
    work: &Work<'_, Arm, Settings>,
    initialization: Initialization,
) -> Vec<Metrics> {
    let width = work.cell.level("width") as usize;
    let mut network: Network<Group> =
        Network::new(architecture(work.arm.activation, width)).expect("checked before the run");
    initialization.fill(&mut network, 0.0, &mut lanes::streams(work.seeds, "init"));
    let Settings { goal, steps, tolerance } = *work.settings;
    let metrics = |Ended { solved, steps, loss }| {
        let mut metrics =
            vec![("solved", f64::from(u8::from(solved))), ("steps", steps as f64), ("loss", loss)];
        if !solved {
            let at_plateau = PLATEAUS.iter().any(|plateau| (loss - plateau).abs() <= tolerance);
            metrics.push(("at_plateau", f64::from(u8::from(at_plateau))));
        }
        metrics
    };
    let ended = descend(network, &four_points(), work.rate(), (goal, steps), work.simd, |_| ());
    ended.into_iter().map(metrics).take(work.seeds.len()).collect()
}
