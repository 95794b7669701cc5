//! What the analogy between units and neurons leaves out, in the models of neuroscience.
//!
//! Source: the notes, "Caution when comparing to biology".

mod axon;
mod cable;
mod charts;
mod settings;
mod synapse;

use claims::{Metrics, Streams};
use experiment::{Results, Work};
use figures::Chart;

use crate::limits::{self, MOST_POINTS};
pub use settings::{Arm, Chain, Settings, Synapse};

/// Neurons as they are.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "absolute_window",
        "relative_threshold",
        "least_fall",
        "threshold_ratio",
        "last_over_first",
        "recovered",
        "closed",
        "mean_over_predicted",
        "variance_over_predicted",
        "variance",
        "pair_ratio",
        "pair_over_predicted",
        "decay_error",
        "least_delay",
        "same_branch",
        "two_branches",
        "weakest",
        "strongest",
        "least_rise",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &claims::Cell) -> anyhow::Result<()> {
        anyhow::ensure!((1e-3..=0.05).contains(&settings.step), "step: from 0.001 to 0.05 ms");
        match arm {
            Arm::Synapse(synapse) => {
                limits::at_most("sites", synapse.sites, MOST_POINTS)?;
                limits::at_most("pairs", synapse.pairs, MOST_POINTS)
            }
            Arm::Chain(chain) => limits::at_most("draws", chain.draws, MOST_POINTS),
            _ => Ok(()),
        }
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let step = work.settings.step;
        let seed = |streams: &Streams| match *work.arm {
            Arm::PairedPulses => axon::paired_pulses(step),
            Arm::Densities => axon::densities(step),
            Arm::Adaptation { calcium } => axon::adaptation(calcium, step),
            Arm::Recovery => axon::recovery(step),
            Arm::Synapse(synapse) => synapse.pairs(streams),
            Arm::Cable => cable::decay(),
            Arm::Branches { conductance, coupling } => cable::branches(conductance, coupling),
            Arm::Chain(chain) => chain.transmission(streams),
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        charts::all(results)
    }
}
