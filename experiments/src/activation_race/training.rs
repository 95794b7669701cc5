//! One run: epochs to the goal, the errors on the way, and those it ends with.

use claims::{Metrics, Phase, Streams};
use mlp::{Ending, Network, Plan, Schedule, Stop, Trainer};

use super::{Experiment, Role, architecture};
use crate::data::{self, Split};
use crate::experiment::Work;

/// The epochs at which the training error is recorded, until the goal: a learning curve.
pub(super) const CURVE: [(usize, &str); 6] = [
    (1, "error_at_1"),
    (2, "error_at_2"),
    (5, "error_at_5"),
    (10, "error_at_10"),
    (20, "error_at_20"),
    (50, "error_at_50"),
];

/// No run gets there, so that all train to the end while their errors are counted.
const OUT_OF_REACH: f64 = -1.0;

pub(super) fn trial(work: &Work<'_, Experiment>, streams: &Streams) -> Metrics {
    let (settings, arm) = (work.settings, work.arm);
    let task = settings.tasks[&work.cell.data_set];
    let split = data::load(&work.cell.data_set, streams).expect("checked before the run");
    let rows = split.train.input.rows();
    let first = |examples: usize| Split::rows(&split.train, 0..examples.min(rows));
    let shortened = task.examples.map(first);
    let train = shortened.as_ref().unwrap_or(&split.train);
    let architecture = architecture(arm, settings, work.cell, split.shape());
    let mut network: Network<f32> = Network::new(architecture).expect("checked before the run");
    arm.initialization.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let examples = train.input.rows();
    let batch_size = task.batch_size.min(examples);
    // Tuning asks only when the goal is reached.
    let on = arm.role == Role::ToTheEnd && work.phase == Phase::Confirm;
    let plan = Plan {
        schedule: Schedule::Constant,
        batch_size: Some(batch_size),
        epochs: task.epochs,
        stop: Stop::ErrorAtMost(if on { OUT_OF_REACH } else { task.goal }),
    };
    let rate = (work.rate() * arm.rate_unit) as f32;
    let mut trainer = Trainer::new(network, arm.optimizer, batch_size, work.simd);
    let ending = trainer.fit(train, rate, &plan, &mut [streams.stream("order")])[0];
    let share = |wrong: usize, of: usize| wrong as f64 / of as f64;
    let curve: Vec<f64> = trainer.history.iter().map(|wrong| share(wrong[0], examples)).collect();
    let train_error = share(trainer.errors(train)[0], examples);
    let test_error = share(trainer.errors(&split.test)[0], split.test.input.rows());
    let reached = curve.iter().position(|&error| error <= task.goal);
    let budget = task.epochs as f64;
    let (epochs, effort) = match (reached, ending) {
        (Some(epochs), _) => (epochs as f64, epochs as f64),
        (None, Ending::Diverged(_)) => (budget, budget * 2.0),
        (None, _) => (budget, budget * (1.0 + train_error)),
    };
    let mut metrics = vec![
        ("reached", f64::from(u8::from(reached.is_some()))),
        ("epochs", epochs),
        ("effort", effort),
        ("train_error", train_error),
        ("test_error", test_error),
    ];
    // A run that has stopped stays where it is.
    let at = |&(epoch, name): &(usize, &'static str)| {
        (name, curve.get(epoch).copied().unwrap_or(train_error))
    };
    metrics.extend(CURVE.iter().filter(|(epoch, _)| *epoch <= task.epochs).map(at));
    metrics
}
