//! Training a network on classes: for so many epochs, or to a training error.

use claims::{Metrics, Streams};
use mlp::{
    Activation, Architecture, Cost, Data, Ending, Matrix, Network, Optimizer, Output, Plan,
    Schedule, Simd, Stop, Trainer, Workspace,
};

/// A network that tells classes apart: so many hidden layers of one width, softmax and
/// cross-entropy.
pub fn classifier(
    (inputs, classes): (usize, usize),
    (hidden, width): (usize, usize),
    activation: Activation,
) -> Architecture {
    let sizes = [vec![inputs], vec![width; hidden], vec![classes]].concat();
    let (output, cost) = (Output::Softmax, Cost::CategoricalCrossEntropy);
    Architecture { sizes, activation, output, cost }
}

/// Of these networks, which have a width each, the widest one with no more parameters than the one
/// of `width` would have, if its units had one piece.
pub fn narrowed(width: usize, of: impl Fn(usize) -> Architecture) -> Architecture {
    let plain = Architecture { activation: Activation::Identity {}, ..of(width) };
    let most = plain.parameters();
    let fits = |&width: &usize| of(width).parameters() <= most;
    of((1..width).rev().find(fits).unwrap_or(1))
}

/// A network after so many epochs of gradient descent on `data`: learning rate, epochs, examples a
/// batch. Batches come in the order of the stream `order`.
pub fn train(
    network: Network<f32>,
    data: &Data<f32>,
    (rate, epochs, batch_size): (f32, usize, usize),
    streams: &Streams,
    simd: Simd,
) -> Trainer<f32> {
    let batch_size = batch_size.min(data.input.rows());
    let (schedule, stop) = (Schedule::Constant, Stop::Never);
    let plan = Plan { schedule, batch_size: Some(batch_size), epochs, stop };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch_size, simd);
    trainer.fit(data, rate, &plan, &mut [streams.stream("order")]);
    trainer
}

/// How a network is trained to a goal.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// How it follows its gradient.
    pub optimizer: Optimizer,
    /// The learning rate.
    pub rate: f64,
    /// The budget.
    pub epochs: usize,
    /// Examples a step.
    pub batch_size: usize,
    /// The share of training examples that may be wrong.
    pub goal: f64,
    /// Train on after the goal has been reached.
    pub to_the_end: bool,
}

/// How a training to a goal went.
#[derive(Clone, Debug)]
pub struct Race {
    /// The network it ended with.
    pub trainer: Trainer<f32>,
    /// The share of training examples wrong before each epoch, and at the end.
    pub curve: Vec<f64>,
    /// Whether the goal was reached.
    pub reached: bool,
    /// After how many optimiser steps it was: where the line between the errors before and after
    /// that epoch crosses the goal. The budget if it was not.
    pub steps: f64,
    /// The same in epochs.
    pub epochs: f64,
    /// The steps of all epochs that were to be had.
    pub budget: f64,
    /// The epochs; without the goal the budget, times 1 + the training error at the end, or times
    /// 2 if the network diverged: what learning rates are ranked by.
    pub score: f64,
}

/// No run gets there, so that all train to the end while their errors are counted.
const OUT_OF_REACH: f64 = -1.0;

/// Trains a network until at most `goal` of the training set is wrong. Batches come in the order
/// of the stream `order`.
pub fn race(
    network: Network<f32>,
    data: &Data<f32>,
    course: Course,
    streams: &Streams,
    simd: Simd,
) -> Race {
    let Course { optimizer, rate, epochs, batch_size, goal, to_the_end } = course;
    let examples = data.input.rows();
    let batch_size = batch_size.min(examples);
    let plan = Plan {
        schedule: Schedule::Constant,
        batch_size: Some(batch_size),
        epochs,
        stop: Stop::ErrorAtMost(if to_the_end { OUT_OF_REACH } else { goal }),
    };
    let mut trainer = Trainer::new(network, optimizer, batch_size, simd);
    let ending = trainer.fit(data, rate as f32, &plan, &mut [streams.stream("order")])[0];
    let share = |wrong: &Vec<usize>| wrong[0] as f64 / examples as f64;
    let curve: Vec<f64> = trainer.history.iter().map(share).collect();
    let most = epochs as f64;
    let crossed = crossing(&curve, goal);
    let (epochs, score) = match (crossed, ending) {
        (Some(epochs), _) => (epochs, epochs),
        (None, Ending::Diverged(_)) => (most, most * 2.0),
        (None, _) => (most, most * (1.0 + error(&mut trainer, data))),
    };
    let of_epoch = examples.div_ceil(batch_size) as f64;
    let (steps, budget) = (epochs * of_epoch, most * of_epoch);
    Race { trainer, curve, reached: crossed.is_some(), steps, epochs, budget, score }
}

/// Where the line through a curve's points first comes down to the goal; none if it never does.
pub fn crossing(curve: &[f64], goal: f64) -> Option<f64> {
    let after = curve.iter().position(|&error| error <= goal)?;
    let Some(before) = after.checked_sub(1) else { return Some(0.0) };
    let (high, low) = (curve[before], curve[after]);
    Some(before as f64 + (high - goal) / (high - low))
}

impl Race {
    /// What every race records.
    pub fn metrics(&self) -> Metrics {
        let reached = f64::from(u8::from(self.reached));
        vec![
            ("reached", reached),
            ("steps", self.steps),
            ("epochs", self.epochs),
            ("score", self.score),
        ]
    }
}

/// The outputs `[examples, units]` of a hidden layer, counted from 0.
pub fn hidden(
    network: &Network<f32>,
    layer: usize,
    input: &Matrix<f32>,
    simd: Simd,
) -> Matrix<f32> {
    let rows = input.rows();
    let mut workspace = Workspace::new(network, rows, simd);
    workspace.logits(network, input.as_slice());
    let outputs = workspace.hidden(network, layer, rows).to_vec();
    Matrix::new(rows, network.layers[layer].units, outputs)
}

/// The share of examples that a network gets wrong, from 0 to 1.
pub fn error(trainer: &mut Trainer<f32>, data: &Data<f32>) -> f64 {
    trainer.errors(data)[0] as f64 / data.input.rows() as f64
}

#[cfg(test)]
mod tests {
    use super::crossing;

    #[test]
    fn the_goal_is_crossed_between_two_epochs() {
        assert_eq!(crossing(&[0.9, 0.5, 0.1], 0.2), Some(1.75));
        assert_eq!(crossing(&[0.9, 0.2], 0.2), Some(1.0));
        assert_eq!(crossing(&[0.1], 0.2), Some(0.0));
        assert_eq!(crossing(&[0.9, 0.5], 0.2), None);
    }
}
