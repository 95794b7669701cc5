//! Every place where training on XOR ends: a million networks, each failure at its critical value.
//!
//! A trial is a block of networks. Source: the notes, "Example: XOR".

mod charts;
mod lanes;
mod outcome;
mod patterns;
mod settings;
mod single;

use anyhow::ensure;
use claims::{Cell, Metrics, Phase, Streams};
use experiment::{Results, Work};
use figures::{Chart, Table};
use mlp::{Activation, Initialization};

use crate::limits::{self, MOST_POINTS, MOST_STEPS};
use crate::xor_relu::{Ended, architecture};
pub use settings::{Arm, Kind, Published, Settings};

/// The atlas of XOR.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "solved",
        "failed",
        "at_quarter",
        "at_third",
        "at_half",
        "elsewhere",
        "explained",
        "loss_elsewhere",
        "median_steps",
        "as_soon_as_published",
        "rule_right",
        "best_rule",
        "commonest_right",
        "signed_rule_right",
        "best_signed_rule",
    ];
    const FACTORS: &'static [&'static str] = &["width", "thousandths_of_rate"];

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        let width = usize::try_from(cell.level("width")).unwrap_or(0);
        limits::network(&architecture(arm.activation, width))?;
        limits::at_most("steps", settings.steps, MOST_STEPS)?;
        limits::at_most("networks", settings.networks, MOST_POINTS)?;
        limits::at_most("networks_one_by_one", settings.networks_one_by_one, MOST_POINTS)?;
        ensure!(cell.level("thousandths_of_rate") > 0, "thousandths_of_rate: give 1 or more");
        match arm.kind {
            Kind::Rounded(_) => {
                let is_relu = matches!(arm.activation, Activation::Relu { .. });
                ensure!(is_relu, "rounded networks are of ReLUs: give activation = \"relu\"");
            }
            Kind::Published(_) => {
                let is_sigmoid = matches!(arm.activation, Activation::Sigmoid {});
                let is_uniform = matches!(arm.initialization, Initialization::Uniform { .. });
                ensure!(
                    is_sigmoid && is_uniform,
                    "published networks are of sigmoids, from initialization = {{ uniform = {{ limit \
                     = ... }} }}"
                );
            }
            Kind::Lanes | Kind::Patterns => {}
        }
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| block(work, streams.seed)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::ends(results), charts::success(results), charts::formats(results)]
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(vec![("ends", charts::table(results)?)])
    }
}

/// The networks of a block.
fn block(work: &Work<'_, Arm, Settings>, block: u64) -> Metrics {
    let (arm, settings) = (work.arm, work.settings);
    let width = work.cell.level("width") as usize;
    let rate = work.cell.level("thousandths_of_rate") as f64 / 1000.0;
    let is_single = matches!(arm.kind, Kind::Rounded(_) | Kind::Published(_));
    let count = if is_single { settings.networks_one_by_one } else { settings.networks } as u64;
    let streams = |network| Streams::new("xor_atlas", Phase::Confirm, "", network);
    let seeds: Vec<Streams> = (block * count..(block + 1) * count).map(streams).collect();
    let side_by_side = || lanes::trained((arm, width), settings, rate, &seeds, work.simd);
    match arm.kind {
        Kind::Patterns => patterns::metrics(&side_by_side()),
        Kind::Lanes => {
            let ended: Vec<Ended> = side_by_side().iter().map(|trained| trained.ended).collect();
            outcome::metrics(&ended, settings)
        }
        Kind::Rounded(format) => {
            let one = |seed| single::rounded((arm, width, format), settings, rate, seed);
            outcome::metrics(&seeds.iter().map(one).collect::<Vec<_>>(), settings)
        }
        Kind::Published(published) => {
            let one = |seed| single::published((arm, width, published), settings, rate, seed);
            let ended: Vec<Ended> = seeds.iter().map(one).collect();
            let mut metrics = outcome::metrics(&ended, settings);
            if let Some(sweeps) = published.sweeps {
                let is_soon = |ended: &&Ended| ended.solved && ended.steps <= sweeps;
                let soon = ended.iter().filter(is_soon).count() as f64 / ended.len() as f64;
                metrics.push(("as_soon_as_published", soon));
            }
            metrics
        }
    }
}
