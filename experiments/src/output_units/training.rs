//! Output units and costs trained on the digits, and how they act on one another.

use claims::{Metrics, Phase, Streams};
use experiment::{Trials, Work};
use mlp::{Activation, Architecture, Cost, Initialization, Network, Optimizer, Output};

use super::settings::{Arm, Settings, TunedBy};
use crate::data::{self, Split};
use crate::training::{Course, error, race};

/// One hidden layer of rectified units.
pub(super) fn architecture(output: Output, cost: Cost, width: usize) -> Architecture {
    let activation = Activation::Relu { at_zero: 0.0 };
    Architecture { sizes: vec![64, width, 10], activation, output, cost }
}

/// Steps to the goal and the test error, on the seed's split of the digits.
pub(super) fn trial(
    work: &Work<'_, Arm, Settings>,
    (output, cost, tuned_by): (Output, Cost, TunedBy),
    streams: &Streams,
) -> Metrics {
    let settings = work.settings;
    let architecture = architecture(output, cost, settings.width);
    let mut network: Network<f32> = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let by_error = tuned_by == TunedBy::ValidationError;
    let course = Course {
        optimizer: Optimizer::GradientDescent,
        rate: work.rate(),
        epochs: settings.epochs,
        batch_size: settings.batch_size,
        goal: settings.goal,
        to_the_end: by_error,
    };
    let split = data::load("digits", streams).expect("it is embedded");
    let is_pilot = work.phase == Phase::Pilot;
    let held_back = (by_error && is_pilot).then(|| Split::held_back(&split.train));
    let train = held_back.as_ref().map_or(&split.train, |(train, _)| train);
    let mut race = race(network, train, course, streams, work.simd);
    if let Some((_, validation)) = &held_back {
        race.score = error(&mut race.trainer, validation);
    }
    let mut metrics = race.metrics();
    metrics.push(("test_error", error(&mut race.trainer, &split.test)));
    metrics
}

/// How much more the cost matters for one output than for the other, in ln(steps), seed by seed:
/// ln(squared error / cross-entropy) for the sigmoid less the same for softmax. 0 if output and
/// cost act each by itself.
///
/// A seed whose I might be smaller than it seems is left out: one that sigmoid with cross-entropy or
/// softmax with squared error did not bring to the goal.
pub(super) fn interaction(trials: &Trials<'_, Arm, Settings>) -> Vec<Metrics> {
    let of_arm = |arm: &str, metric: &str| -> Vec<f64> {
        let cell = trials.cells_of(arm).next();
        cell.map_or(Vec::new(), |(cell, _)| trials.values(cell, metric))
    };
    let arms =
        ["sigmoid_squared", "sigmoid_cross_entropy", "softmax_squared", "softmax_cross_entropy"];
    let steps = arms.map(|arm| of_arm(arm, "steps"));
    let reached = arms.map(|arm| of_arm(arm, "reached"));
    let seeds = steps.iter().map(Vec::len).fold(usize::MAX, Ord::min);
    let is_bounded = |&seed: &usize| reached[1][seed] == 1.0 && reached[2][seed] == 1.0;
    let difference = |seed: usize| {
        let [a, b, c, d] = [0, 1, 2, 3].map(|arm| libm::log(steps[arm][seed]));
        vec![("interaction", (a - b) - (c - d))]
    };
    (0..seeds).filter(is_bounded).map(difference).collect()
}
