//! Dead units: what their parameters do, what brings them back, how they arise.
//!
//! Source: the notes, "Rectified linear unit".

mod born_dead;
mod charts;
mod dose;
mod gradients;
mod network;
mod revival;
mod rounded;
mod settings;
mod taught;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Trials, Work};
use figures::{Chart, Table, column, frame};

use crate::data::digits;
use crate::errata::active_units;
use crate::limits;
use network::{RELU, architecture, test_error};
pub use revival::revival;
pub use settings::{Arm, Precision, Settings};

/// Dead units.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "gradient_differs",
        "test_error",
        "taught",
        "changed",
        "revived",
        "revival_steps",
        "came_back",
        "log_slope",
        "active",
        "largest_deviation",
    ];
    const DIGITS: bool = true;
    const FACTORS: &'static [&'static str] = &["hundredths_of_margin"];
    const ACROSS: &'static [&'static str] = &["dose"];

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        for (name, count) in [("steps", settings.steps), ("epochs", settings.epochs)] {
            limits::at_most(name, count, limits::MOST_STEPS)?;
        }
        let activation = match arm {
            Arm::Revival { activation, .. } | Arm::Taught { activation } => *activation,
            _ => RELU,
        };
        for sizes in [&settings.sizes, &settings.gradient_sizes] {
            let (inputs, classes) = digits().shape();
            anyhow::ensure!(
                sizes.first() == Some(&inputs) && sizes.last() == Some(&classes),
                "sizes = {sizes:?}: the data have {inputs} inputs and {classes} classes"
            );
            limits::network(&architecture(activation, sizes))?;
        }
        if let Arm::Revival { layer, .. } = arm {
            let margin = cell.level("hundredths_of_margin");
            anyhow::ensure!(margin > 0, "hundredths_of_margin = {margin}: give 1 or more");
            let hidden = &settings.sizes[1..settings.sizes.len() - 1];
            anyhow::ensure!(
                hidden.get(layer - 1).is_some_and(|&units| settings.dead <= units),
                "layer {layer} of {hidden:?} has no {} units to make dead",
                settings.dead
            );
        }
        let largest = settings.widths.iter().chain(&settings.depths).copied().fold(0, Ord::max);
        let longest = settings.widths.len().max(settings.depths.len());
        anyhow::ensure!(
            largest <= 100 && longest <= 100,
            "widths and depths: 100 of them at most, and each of them 100 at most"
        );
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn across(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
        vec![("dose", dose::log_slopes(trials))]
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let revival = [charts::revival(results), charts::dose(results)];
        revival.into_iter().chain([charts::born_dead(results.settings)]).collect()
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let cells = born_dead::cells(results.settings);
        let columns = vec![
            column("width", &cells, |cell| cell.width as u64),
            column("depth", &cells, |cell| cell.depth as u64),
            column("draws", &cells, |cell| cell.draws as u64),
            column("predicted", &cells, born_dead::Cell::predicted),
            column("dead", &cells, born_dead::Cell::share),
        ];
        Ok(vec![("born_dead", frame(columns)?)])
    }
}

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let (settings, simd) = (work.settings, work.simd);
    match *work.arm {
        Arm::Gradients { precision } => {
            let differs = gradients::differ(precision, settings, streams, simd);
            vec![("gradient_differs", f64::from(u8::from(differs)))]
        }
        Arm::Training { at_zero, bias, precision } => {
            let arm = (at_zero, bias, precision);
            vec![("test_error", test_error(arm, settings, streams, simd))]
        }
        Arm::Taught { activation } => {
            vec![("taught", taught::share(activation, settings, streams, simd))]
        }
        Arm::Revival { activation, layer } => {
            let margin = work.cell.level("hundredths_of_margin") as f64 / 100.0;
            revival(activation, (layer, margin), (settings, streams), simd, |_, _, _| ())
        }
        Arm::FirstActivity { bias } => {
            vec![("active", active_units((200, 1000), bias, streams, simd))]
        }
        Arm::BornDead => {
            vec![("largest_deviation", born_dead::largest_deviation(settings))]
        }
    }
}
