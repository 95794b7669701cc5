//! One run: epochs to the goal, the errors on the way, and those it ends with.

use claims::{Cell, Metrics, Phase, Streams};
use experiment::Work;
use mlp::{Architecture, Network};

use super::settings::{Arm, Role, Settings};
use crate::data::{self, Split};
use crate::training::{Course, classifier, error, narrowed, race};

/// The epochs at which the training error is recorded, until the goal: a learning curve.
pub(super) const CURVE: [(usize, &str); 6] = [
    (1, "error_at_1"),
    (2, "error_at_2"),
    (5, "error_at_5"),
    (10, "error_at_10"),
    (20, "error_at_20"),
    (50, "error_at_50"),
];

/// `depth` layers: depth - 1 hidden layers of equal width.
pub(super) fn architecture(
    arm: &Arm,
    settings: &Settings,
    cell: &Cell,
    shape: (usize, usize),
) -> Architecture {
    let hidden = cell.level("depth") as usize - 1;
    let of = |width| classifier(shape, (hidden, width), arm.activation);
    let width = arm.width.unwrap_or(settings.width);
    if arm.equal_parameters { narrowed(width, of) } else { of(width) }
}

pub(super) fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let (settings, arm) = (work.settings, work.arm);
    let task = settings.tasks[&work.cell.data_set];
    let split = data::load(&work.cell.data_set, streams).expect("checked before the run");
    let rows = split.train.input.rows();
    let shortened = task.examples.filter(|&examples| examples < rows);
    let shortened = shortened.map(|examples| Split::rows(&split.train, 0..examples));
    let whole = shortened.as_ref().unwrap_or(&split.train);
    let is_to_the_end = arm.role == Role::ToTheEnd;
    let is_pilot = work.phase == Phase::Pilot;
    // Only what is tuned by an error on other examples needs some held back.
    let held_back = (is_to_the_end && is_pilot).then(|| Split::held_back(whole));
    let train = held_back.as_ref().map_or(whole, |(train, _)| train);
    let architecture = architecture(arm, settings, work.cell, split.shape());
    let mut network: Network<f32> = Network::new(architecture).expect("checked before the run");
    arm.initialization.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let course = Course {
        optimizer: arm.optimizer,
        rate: work.rate() * arm.rate_unit,
        epochs: task.epochs,
        batch_size: task.batch_size,
        goal: task.goal,
        to_the_end: is_to_the_end,
    };
    let mut race = race(network, train, course, streams, work.simd);
    let train_error = error(&mut race.trainer, train);
    if let Some((_, validation)) = &held_back {
        race.score = error(&mut race.trainer, validation);
    }
    let mut metrics = race.metrics();
    metrics.push(("train_error", train_error));
    metrics.push(("test_error", error(&mut race.trainer, &split.test)));
    // A run that has stopped stays where it is.
    let at = |&(epoch, name): &(usize, &'static str)| {
        (name, race.curve.get(epoch).copied().unwrap_or(train_error))
    };
    metrics.extend(CURVE.iter().filter(|(epoch, _)| *epoch <= task.epochs).map(at));
    metrics
}
