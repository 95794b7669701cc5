//! Features: hidden layers, pixels, components and handwork, judged by a linear classifier.
//!
//! Source: the notes, "A perspective on feature learning" and "The name deep learning".

mod features;
mod settings;

use claims::statistics::{max, mean, min};
use claims::{Cell, Metrics, Phase, Streams};
use experiment::{Results, Work};
use figures::{Axis, Chart, Mark, Panel};
use mlp::{Activation, Architecture, Cost, Network, Output};

use crate::limits;
use crate::training::{error, train};
use features::Parts;
pub use settings::{Arm, Settings};

/// Units of the widest layer whose features are looked at.
const MOST_WIDE: usize = 4096;

/// Features for a linear classifier.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &["fit_error", "validation_error", "test_error"];
    const TUNED: bool = true;
    // As many as share a split.
    const GROUP: usize = 10;

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        anyhow::ensure!(settings.hidden <= 64, "hidden: 64 at most, as many as there are pixels");
        limits::at_most("hidden", arm.hidden.unwrap_or(1), MOST_WIDE)?;
        anyhow::ensure!(
            (0.1..=0.9).contains(&settings.test_share),
            "test_share: 0.1 to 0.9, so that something is left on either side"
        );
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let mut last: Option<(u64, Parts)> = None;
        let trial = |streams: &Streams| {
            let split = split(work, streams);
            // What depends on the split alone is made once for the seeds that share it.
            let parts = match last.take().filter(|(seed, _)| *seed == split.seed) {
                Some((_, parts)) if !work.arm.features.depend_on_the_seed() => parts,
                _ => {
                    let parts = Parts::digits(work.settings.test_share, &split);
                    features::featured(parts, work.arm, work.settings, streams, work.simd)
                }
            };
            let metrics = classify(work, &parts, streams);
            last = Some((split.seed, parts));
            metrics
        };
        work.seeds.iter().map(trial).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![chart(results)]
    }
}

/// The streams that split the digits for a seed. A pilot has a split of its own: tuning is for no
/// split in particular.
fn split(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Streams {
    match work.phase {
        Phase::Pilot => streams.clone(),
        Phase::Confirm => streams.split(work.settings.seeds_per_split as u64),
    }
}

/// The errors of a linear support vector machine on these features.
fn classify(work: &Work<'_, Arm, Settings>, parts: &Parts, streams: &Streams) -> Metrics {
    let (settings, simd) = (work.settings, work.simd);
    let architecture = Architecture {
        sizes: vec![parts.fit.input.columns(), parts.fit.target.columns()],
        activation: Activation::Identity {},
        output: Output::Linear,
        cost: Cost::MulticlassHinge,
    };
    let machine = Network::<f32>::new(architecture).expect("a linear classifier");
    let plan = (work.rate() as f32, settings.classifier_epochs, settings.batch_size);
    let mut machine = train(machine, &parts.fit, plan, streams, simd);
    vec![
        ("fit_error", error(&mut machine, &parts.fit)),
        ("validation_error", error(&mut machine, &parts.validation)),
        ("test_error", error(&mut machine, &parts.test)),
    ]
}

/// The test error by kind of features: the mean and the range over seeds.
fn chart(results: &Results<'_, Arm, Settings>) -> Chart {
    let arms: Vec<&String> = results.arms.keys().collect();
    let mut highest = 0.0;
    let mut marks = Vec::new();
    for (y, arm) in arms.iter().rev().enumerate() {
        let Some((cell, _)) = results.cells_of(arm).next() else { continue };
        let errors: Vec<f64> =
            results.values(cell, "test_error").iter().map(|error| 100.0 * error).collect();
        let spread = [min(&errors), mean(&errors), max(&errors)];
        highest = if spread[2] > highest { spread[2] } else { highest };
        marks.extend(Mark::spread(0, y as f64, spread));
    }
    Chart {
        name: "test_errors".to_owned(),
        title: "A linear classifier on several kinds of features of the digits".to_owned(),
        caption: format!(
            "Test examples that a linear support vector machine gets wrong (discs: mean over {} seeds, \
             {} of them on each random split; lines: from the least to the most), its learning rate \
             chosen for each kind of features on examples held back.",
            results.file.trials.confirm_seeds, results.settings.seeds_per_split
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("test error in per cent", 0.0, 1.05 * highest),
            y: Axis::names("", arms.iter().rev().map(|arm| arm.replace('_', " "))),
            marks,
        }],
    }
}
