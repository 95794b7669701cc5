//! One arm of one specification: its learning rate tuned, then confirmed on seeds of its own.

use claims::statistics::{Time, mean, median_time};
use claims::tuning::{Next, next};
use claims::{Metrics, Phase, Streams, Trial};
use experiment::Work;
use mlp::{Network, Simd};

use super::settings::{Arm, Role, Settings};
use super::specification::Specification;
use crate::data::{self, Split};
use crate::training::{Course, Race, classifier, error, narrowed, race};

/// What the runs of the confirmation record that get to the goal: their steps.
pub(super) const RUNS: [&str; 10] = [
    "steps_0", "steps_1", "steps_2", "steps_3", "steps_4", "steps_5", "steps_6", "steps_7",
    "steps_8", "steps_9",
];

/// The streams of a run: a specification's runs share nothing with another's.
fn streams(phase: Phase, data_set: &str, specification: u64, run: u64) -> Streams {
    Streams::new("activation_atlas", phase, &format!("{data_set}, {specification}"), run)
}

/// The training and testing part of a run.
fn split(settings: &Settings, data_set: &str, streams: &Streams) -> Split {
    let split = data::load(data_set, streams).expect("checked before the run");
    let Some(examples) = settings.tasks[data_set].examples else { return split.into_owned() };
    let random = &mut streams.stream("rows");
    let mut rows = |part: &mlp::Data<f32>| {
        let most = part.input.rows().saturating_sub(examples);
        let first = random.below(most as u32 + 1) as usize;
        Split::rows(part, first..(first + examples).min(part.input.rows()))
    };
    Split { train: rows(&split.train), test: rows(&split.test) }
}

/// What all runs of an arm of a specification share.
struct Setting<'a> {
    arm: &'a Arm,
    settings: &'a Settings,
    data_set: &'a str,
    specification: Specification,
    simd: Simd,
}

impl Setting<'_> {
    /// A run at a rate of the grid, and the share of test examples wrong at its end.
    fn run(&self, rate: f64, streams: &Streams) -> (Race, f64) {
        let task = &self.settings.tasks[self.data_set];
        let Specification { depth, width, batch_size, descent, goal, .. } = self.specification;
        let split = split(self.settings, self.data_set, streams);
        let of = |width| classifier(split.shape(), (depth - 1, width), self.arm.activation);
        let architecture = if self.arm.equal_parameters { narrowed(width, of) } else { of(width) };
        let mut network: Network<f32> = Network::new(architecture).expect("checked before");
        let weights = self.specification.initialization(self.arm);
        weights.fill(&mut network, 0.0, &mut [streams.stream("init")]);
        let (optimizer, unit) = descent.optimizer();
        let course = Course {
            optimizer,
            rate: rate * unit,
            epochs: self.specification.epochs(task),
            batch_size,
            goal: task.goals[goal],
            to_the_end: false,
        };
        let mut race = race(network, &split.train, course, streams, self.simd);
        let test_error = error(&mut race.trainer, &split.test);
        (race, test_error)
    }
}

/// A trial: a specification's tuning and confirmation, of one arm.
pub(super) fn trial(work: &Work<'_, Arm, Settings>, of_seed: &Streams) -> Metrics {
    let (settings, data_set, seed) = (work.settings, &work.cell.data_set[..], of_seed.seed);
    let specification = Specification::of(settings, data_set, of_seed);
    let setting = Setting { arm: work.arm, settings, data_set, specification, simd: work.simd };
    let first = if work.arm.role == Role::Again { settings.pilots as u64 } else { 0 };
    let mut pilots: Vec<Trial> = Vec::new();
    let rate = loop {
        let known: Vec<&Trial> = pilots.iter().collect();
        match next(&settings.tuning, (first, settings.pilots), &known) {
            Next::Finished(finalists) => break finalists[0],
            Next::Run(missing) => {
                for (rate, runs) in missing {
                    pilots.extend(runs.map(|run| {
                        let (race, _) =
                            setting.run(rate, &streams(Phase::Pilot, data_set, seed, run));
                        let metrics = vec![("score", race.score)];
                        Trial { cell: 0, learning_rate: Some(rate), seed: run, metrics }
                    }));
                }
            }
        }
    };
    let confirm = |run| setting.run(rate, &streams(Phase::Confirm, data_set, seed, run));
    // Tuned twice and confirmed on the same runs, an arm would differ from itself by too little.
    let first = if work.arm.role == Role::Again { RUNS.len() as u64 } else { 0 };
    let runs: Vec<(Race, f64)> = (first..).take(RUNS.len()).map(confirm).collect();
    let of_rate = pilots.iter().filter(|pilot| pilot.learning_rate == Some(rate));
    let scores: Vec<f64> = of_rate.filter_map(|pilot| pilot.metric("score")).collect();
    let times: Vec<Time> =
        runs.iter().map(|(race, _)| Time { at: race.steps, observed: race.reached }).collect();
    let budget = runs[0].0.budget;
    let median = median_time(&times);
    let mut metrics = vec![
        ("steps", if median.is_finite() { median } else { budget }),
        ("reached", f64::from(u8::from(median.is_finite()))),
        ("budget", budget),
        ("learning_rate", rate * specification.descent.optimizer().1),
        ("pilot_score", mean(&scores)),
        ("pilots", pilots.len() as f64),
        ("test_error", mean(&runs.iter().map(|(_, error)| *error).collect::<Vec<_>>())),
    ];
    let observed = RUNS.into_iter().zip(&times).filter(|(_, time)| time.observed);
    metrics.extend(observed.map(|(name, time)| (name, time.at)));
    metrics
}
