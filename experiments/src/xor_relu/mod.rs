//! XOR by a network with one hidden layer: the printed solution, and training from random starts.
//!
//! Source: the notes, "Example: XOR".

mod charts;
mod critical;
mod network;
mod settings;
mod training;

use claims::{Cell, Metrics};
use experiment::{Rate, Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::Network;

use crate::lanes;
use crate::limits;
use network::printed;
pub use network::{PRINTED, architecture};
pub use settings::{Arm, Settings};
use training::train;
pub use training::{Ended, descend};

/// A network of one hidden layer on XOR.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] =
        &["largest_error", "solved", "steps", "loss", "at_plateau"];
    const FACTORS: &'static [&'static str] = &["width"];
    const TUNED: bool = true;
    const GROUP: usize = lanes::WIDTH;

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        limits::at_most("steps", settings.steps, limits::MOST_STEPS)?;
        let width = usize::try_from(cell.level("width")).unwrap_or(0);
        limits::network(&architecture(arm.activation, width))?;
        if arm.initialization.is_some() {
            return Ok(());
        }
        limits::network(&architecture(arm.activation, 2))?;
        let printed = Network::<f64>::new(architecture(arm.activation, 2))?;
        anyhow::ensure!(
            printed.parameters.len() == PRINTED.len(),
            "the printed weights are those of two units with nothing else to learn; give an \
             initialization"
        );
        Ok(())
    }

    fn needs_rate(arm: &Arm) -> bool {
        arm.initialization.is_some()
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        match work.arm.initialization {
            None => vec![printed(work.arm.activation, work.simd); work.seeds.len()],
            Some(initialization) => train(work, initialization),
        }
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        let mut charts = vec![
            charts::success_by_width(results),
            charts::success_grid(results),
            charts::failures(results),
        ];
        charts.extend(
            results
                .arms
                .get("printed")
                .map(|arm| charts::hidden_space(arm.activation, results.simd)),
        );
        charts
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(vec![("success", success(results)?), ("critical_values", critical::values()?)])
    }
}

/// The success of every arm and width, with its interval.
fn success(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Table> {
    let cells = results.cells.iter().enumerate();
    let rows: Vec<(&Cell, Rate)> = cells
        .map(|(index, cell)| (cell, results.rate(index, "solved")))
        .filter(|(_, rate)| rate.n > 0)
        .collect();
    let columns = vec![
        column("arm", &rows, |(cell, _)| cell.arm.clone()),
        column("width", &rows, |(cell, _)| cell.level("width")),
        column("n", &rows, |(_, rate)| rate.n),
        column("solved", &rows, |(_, rate)| rate.rate),
        column("low", &rows, |(_, rate)| rate.low),
        column("high", &rows, |(_, rate)| rate.high),
    ];
    Ok(frame(columns)?)
}
