//! XOR by a network with one hidden layer: the printed solution, and training from random starts.
//!
//! Source: the notes, "Example: XOR".

mod charts;

use claims::{Cell, Metrics};
use experiment::{Rate, Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::{
    Activation, Architecture, Cost, Data, Ending, Initialization, Matrix, Network, Number,
    Optimizer, Output, Plan, Schedule, Simd, Stop, Trainer, Workspace, checked,
};
use serde::Deserialize;

use crate::lanes::{self, Group};
use crate::limits;
use crate::xor_linear::{INPUTS, TARGETS};

/// A network of one hidden layer on XOR.
pub struct Experiment;

/// What is trained, or only looked at.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    activation: Activation,
    /// Where training starts; without it the printed weights stand as they are.
    initialization: Option<Initialization>,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::positive")]
    goal: f64,
    #[serde(deserialize_with = "checked::count")]
    steps: usize,
    #[serde(deserialize_with = "checked::positive")]
    tolerance: f64,
}

/// Where the gradient of a ReLU network can vanish short of a solution.
const PLATEAUS: [f64; 3] = [1.0 / 4.0, 1.0 / 3.0, 1.0 / 2.0];

/// W row by row, c, w and b, as the notes print them; b = 0 is theirs by omission.
const PRINTED: [f64; 9] = [1.0, 1.0, 1.0, 1.0, 0.0, -1.0, 1.0, -2.0, 0.0];

fn architecture(activation: Activation, width: usize) -> Architecture {
    Architecture {
        sizes: vec![2, width, 1],
        activation,
        output: Output::Linear,
        cost: Cost::HalfSquaredError,
    }
}

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] =
        &["largest_error", "solved", "steps", "loss", "at_plateau"];
    const FACTORS: &'static [&'static str] = &["width"];
    const TUNED: bool = true;
    const GROUP: usize = lanes::WIDTH;

    fn check(arm: &Arm, _: &Settings, cell: &Cell) -> anyhow::Result<()> {
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

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        match work.arm.initialization {
            None => vec![printed(work.arm.activation, work.simd); work.seeds.len()],
            Some(initialization) => train(work, initialization),
        }
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
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

    fn tables(results: &Results<'_, Self>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(vec![("success", success(results)?)])
    }
}

/// The printed network in double precision, its workspace ready for the four points.
fn printed_network(activation: Activation, simd: Simd) -> (Network<f64>, Workspace<f64>) {
    let mut network = Network::new(architecture(activation, 2)).expect("2-2-1");
    network.parameters.copy_from_slice(&PRINTED);
    let workspace = Workspace::new(&network, INPUTS.len(), simd);
    (network, workspace)
}

/// The largest error of the printed network: all its numbers are small and whole, so exactly.
fn printed(activation: Activation, simd: Simd) -> Metrics {
    let (network, mut workspace) = printed_network(activation, simd);
    let predictions = workspace.predictions(&network, INPUTS.as_flattened());
    let errors: Vec<f64> = predictions.iter().zip(TARGETS).map(|(y, t)| (y - t).abs()).collect();
    vec![("largest_error", claims::statistics::max(&errors))]
}

/// Trains a group of replicates side by side.
fn train(work: &Work<'_, Experiment>, initialization: Initialization) -> Vec<Metrics> {
    let width = work.cell.level("width") as usize;
    let mut network: Network<Group> =
        Network::new(architecture(work.arm.activation, width)).expect("checked before the run");
    initialization.fill(&mut network, 0.0, &mut lanes::streams(work.seeds, "init"));
    let data = Data {
        input: Matrix::from_rows(&INPUTS),
        target: Matrix::from_rows(&TARGETS.map(|t| [t])),
    };
    let Settings { goal, steps, tolerance } = *work.settings;
    let stop = Stop::LossBelow(goal);
    let plan = Plan { schedule: Schedule::Constant, batch_size: None, epochs: steps, stop };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, INPUTS.len(), work.simd);
    let endings = trainer.fit(&data, Group::splat(work.rate()), &plan, &mut []);
    let input: Matrix<Group> = data.input.spread();
    let target: Matrix<Group> = data.target.spread();
    let losses = trainer.workspace.loss(&trainer.network, input.as_slice(), target.as_slice());
    let metrics = |(k, ending): (usize, Ending)| {
        let loss = losses.lane(k);
        let (solved, steps) = match ending {
            Ending::Reached(steps) => (true, steps),
            Ending::Exhausted(steps) | Ending::Diverged(steps) | Ending::Stopped(steps) => {
                (false, steps)
            }
        };
        let mut metrics =
            vec![("solved", f64::from(u8::from(solved))), ("steps", steps as f64), ("loss", loss)];
        if !solved {
            let at_plateau = PLATEAUS.iter().any(|plateau| (loss - plateau).abs() <= tolerance);
            metrics.push(("at_plateau", f64::from(u8::from(at_plateau))));
        }
        metrics
    };
    endings.into_iter().enumerate().map(metrics).take(work.seeds.len()).collect()
}

/// The success of every arm and width, with its interval.
fn success(results: &Results<'_, Experiment>) -> anyhow::Result<Table> {
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
