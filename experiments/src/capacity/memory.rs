//! How many random labels a network memorises.

use claims::Streams;
use mlp::{Activation, Data, Initialization, Matrix, Network, Optimizer, Simd};

use super::settings::{Arm, Settings};
use crate::data::Split;
use crate::training::{Course, classifier, race};

/// The fewest examples that are tried.
const FEWEST: f64 = 8.0;
/// From one number of examples to the next: the fourth root of 2.
const FINENESS: f64 = 4.0;

/// Widths of the hidden layer, and how many examples a network of that width memorises.
pub(super) const WIDTHS: [(usize, &str); 4] =
    [(4, "memorised_4"), (8, "memorised_8"), (16, "memorised_16"), (32, "memorised_32")];

/// The parameters of a network with a hidden layer this wide.
pub(super) fn parameters(width: usize, arm: &Arm, settings: &Settings) -> f64 {
    let architecture = classifier((settings.inputs, 2), (1, width), arm.activation);
    architecture.parameters().expect("checked before the run") as f64
}

/// Examples with standard normal inputs, of two classes drawn by a coin.
pub(super) fn examples(settings: &Settings, streams: &Streams) -> Data<f32> {
    let (rows, columns) = (settings.most_examples, settings.inputs);
    let random = &mut streams.stream("data");
    let input = (0..rows * columns).map(|_| random.normal() as f32).collect();
    let labels: Vec<usize> = (0..rows).map(|_| random.below(2) as usize).collect();
    Data::classes(Matrix::new(rows, columns, input), &labels, 2)
}

/// The largest number of examples, of those tried, whose labels a network of one hidden layer learns
/// within the budget: found by bisection, as if it learned all smaller numbers.
pub(super) fn memorised(
    (activation, width): (Activation, usize),
    examples: &Data<f32>,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> usize {
    let count = |step: u32| (FEWEST * libm::exp2(f64::from(step) / FINENESS)).round() as usize;
    let (mut low, mut high) = (0, 0);
    while count(high) < settings.most_examples {
        high += 1;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let part = Split::rows(examples, 0..count(middle));
        let architecture = classifier((settings.inputs, 2), (1, width), activation);
        let mut network = Network::new(architecture).expect("checked before the run");
        Initialization::HeNormal.fill(&mut network, 0.0, &mut [streams.stream("init")]);
        let course = Course {
            optimizer: Optimizer::adam(),
            rate: settings.learning_rate,
            epochs: settings.epochs,
            batch_size: settings.batch_size,
            goal: settings.goal,
            to_the_end: false,
        };
        let reached = race(network, &part, course, streams, simd).reached;
        *(if reached { &mut low } else { &mut high }) = middle;
    }
    count(low)
}
