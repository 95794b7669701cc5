//! What a network does with the examples it is trained on, frame by frame of a film.

use figures::{Column, Table, TableError, column, frame};
use mlp::film::{Film, Frame};
use mlp::{Activation, Data, Function, Network, Optimizer, Simd, Trainer, Workspace};

use crate::passed::{alone, logits};

/// A unit is saturated by an example that leaves it less than this share of its slope just above 0.
pub const SATURATED: f64 = 0.01;

/// Where the slope is taken that saturation is measured by.
const JUST_ABOVE: f64 = 1e-6;

/// A network and the examples it is trained on.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// How many epochs are over.
    pub epoch: usize,
    /// How many optimiser steps are over.
    pub step: usize,
    /// J.
    pub loss: f64,
    /// The share of examples it gets wrong, where targets are classes.
    pub wrong: Option<f64>,
    /// The norm of dJ/dparameters of each layer.
    pub gradients: Vec<f64>,
    /// What the units of each hidden layer do.
    pub units: Vec<Units>,
}

/// What the units of a hidden layer do with the examples; nothing of PReLU and maxout, whose slope is not
/// given by z.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// The share of units whose slope is 0 at every example.
    pub dead: Option<f64>,
    /// The share of pairs of a unit and an example with less than [`SATURATED`] of the unit's slope.
    pub saturated: Option<f64>,
}

impl Measured {
    /// Every frame of a film.
    pub fn of(film: &Film, simd: Simd) -> Vec<Self> {
        film.frames.iter().map(|frame| Self::at(film, frame, simd)).collect()
    }

    /// One frame.
    fn at(film: &Film, frame: &Frame, simd: Simd) -> Self {
        let (network, data) = (&frame.network, &film.data);
        let (input, target) = (data.input.as_slice(), data.target.as_slice());
        let mut workspace = Workspace::new(network, data.input.rows(), simd);
        let (loss, gradient) = workspace.gradient(network, input, target);
        let norm = |numbers: &[f64]| numbers.iter().fold(0.0, |sum, x| sum + x * x).sqrt();
        let of_layer = |layer: &mlp::layer::Layer| {
            norm(&gradient[layer.weights.start..layer.slopes.end.max(layer.biases.end)])
        };
        let gradients = network.layers.iter().map(of_layer).collect();
        let mut units = Vec::new();
        for layer in 0..network.layers.len() - 1 {
            let before = layer.checked_sub(1);
            let x = before.map(|k| workspace.hidden(network, k, data.input.rows()));
            units.push(Units::of(network, layer, x.unwrap_or(input), simd));
        }
        let wrong = are_classes(data).then(|| {
            let (descent, rows) = (Optimizer::GradientDescent, data.input.rows());
            let mut trainer = Trainer::new(network.clone(), descent, rows, simd);
            trainer.errors(data)[0] as f64 / rows as f64
        });
        Self { epoch: frame.epoch, step: film.steps(frame), loss, wrong, gradients, units }
    }
}

/// Whether every target is 0 or 1.
pub(crate) fn are_classes(data: &Data<f64>) -> bool {
    data.target.as_slice().iter().all(|&t| t == 0.0 || t == 1.0)
}

impl Units {
    /// Those of one hidden layer with inputs x.
    fn of(network: &Network<f64>, layer: usize, x: &[f64], simd: Simd) -> Self {
        let activation = network.layers[layer].activation;
        if matches!(activation, Activation::Prelu { .. } | Activation::Maxout { .. }) {
            return Self::default();
        }
        let z = logits(&alone(network, layer), x, simd);
        let slopes = |z: &[f64]| {
            let mut slopes = vec![0.0; z.len()];
            Function::Slope(activation).apply(simd, z, &mut slopes);
            slopes
        };
        let little = SATURATED * slopes(&[JUST_ABOVE])[0].abs();
        let (slopes, units) = (slopes(&z), network.layers[layer].units);
        let is_dead = |unit: &usize| slopes.iter().skip(*unit).step_by(units).all(|&s| s == 0.0);
        let dead = (0..units).filter(is_dead).count() as f64 / units as f64;
        let saturated = slopes.iter().filter(|slope| slope.abs() < little).count();
        Self { dead: Some(dead), saturated: Some(saturated as f64 / slopes.len() as f64) }
    }
}

/// One row a frame; columns by layer are counted from 1, as the notes do.
///
/// # Errors
/// Never: its columns have one length and names of their own.
pub fn table(frames: &[Measured]) -> Result<Table, TableError> {
    let mut columns = vec![
        column("step", frames, |frame| frame.step),
        column("epoch", frames, |frame| frame.epoch),
        column("loss", frames, |frame| frame.loss),
    ];
    if frames.iter().any(|frame| frame.wrong.is_some()) {
        columns.push(column("wrong", frames, |frame| frame.wrong));
    }
    let layers = frames.first().map_or(0, |frame| frame.gradients.len());
    for layer in 0..layers {
        let name = format!("gradient_{}", layer + 1);
        columns.push(column(&name, frames, |frame| frame.gradients[layer]));
    }
    for layer in 0..layers.saturating_sub(1) {
        let mut of = |name: &str, share: fn(&Units) -> Option<f64>| {
            let share = |frame: &Measured| share(&frame.units[layer]);
            let column: Column = column(&format!("{name}_{}", layer + 1), frames, share);
            columns.push(column);
        };
        of("dead", |units| units.dead);
        of("saturated", |units| units.saturated);
    }
    frame(columns)
}
