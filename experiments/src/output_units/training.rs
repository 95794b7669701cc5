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
    let rows = split.train.input.rows();
    let fitted = if by_error && work.phase == Phase::Pilot { rows - rows / 4 } else { rows };
    let train = Split::rows(&split.train, 0..fitted);
    let mut race = race(network, &train, course, streams, work.simd);
    if fitted < rows {
        race.score = error(&mut race.trainer, &Split::rows(&split.train, fitted..rows));
    }
    let mut metrics = race.metrics();
    metrics.push(("test_error", error(&mut race.trainer, &split.test)));
    metrics
}

/// How much more the cost matters for one output than for the other, in ln(steps), seed by seed:
/// ln(squared error / cross-entropy) for the sigmoid less the same for softmax. 0 if output and
/// cost act each by itself.
pub(super) fn interaction(trials: &Trials<'_, Arm, Settings>) -> Vec<Metrics> {
    let logs = |arm: &str| -> Vec<f64> {
        let cell = trials.cells_of(arm).next();
        let steps = cell.map_or(Vec::new(), |(cell, _)| trials.values(cell, "steps"));
        steps.into_iter().map(libm::log).collect()
    };
    let sigmoid = logs("sigmoid_squared").into_iter().zip(logs("sigmoid_cross_entropy"));
    let softmax = logs("softmax_squared").into_iter().zip(logs("softmax_cross_entropy"));
    let difference =
        |((a, b), (c, d)): ((f64, f64), (f64, f64))| vec![("interaction", (a - b) - (c - d))];
    sigmoid.zip(softmax).map(difference).collect()
}
