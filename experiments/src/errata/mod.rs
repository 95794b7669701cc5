//! The notes' slips: what is printed, a counterexample, and the correction.
//!
//! Source: the inventory's rows E01 to E24; each names its heading in the notes.

mod charts;
mod mutants;
mod networks;
mod numbers;
mod settings;
mod tables;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::{Chart, Table};
use mlp::{Activation, MaxoutForm, Output};

use crate::limits::{self, MOST_EXACT};
use crate::maxout::parameter_ratios;
use crate::statement::Statement;
pub use networks::active_units;
pub use settings::{Arm, Settings};

/// The notes' slips.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "printed_error",
        "largest_gap",
        "gap_at",
        "corrected_error",
        "printed_over_corrected",
        "least_counterexample",
        "printed_error_within",
        "printed_value",
        "slope_change",
        "slope_parameters",
        "parameter_ratio",
        "hidden_ratio",
        "rank",
        "cross_dependence",
        "one_layer_floor",
        "two_layer_error",
        "jump_error",
        "inseparable",
        "sloped_fits",
        "slope",
        "mixed",
        "zero_entries",
        "rounds_to_0_f64",
        "rounds_to_0_f32",
        "ours_above_f64",
        "ours_above_f32",
        "ours_below_f64",
        "ours_below_f32",
        "least_slope",
        "slope_at_end",
        "slope_ratio",
        "active",
        "zeros",
        "rank_deficit",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        settings.correct.values().try_for_each(Statement::check)?;
        let counts: Vec<usize> = match arm {
            Arm::Formula(slip) => return slip.check(),
            Arm::LearnedSlope { sizes } | Arm::Rank { sizes } => sizes.clone(),
            Arm::MaxoutParameters { sizes, pieces } => [&sizes[..], &[*pieces]].concat(),
            Arm::MaxoutGroups { units, pieces } => vec![*units / 2, *pieces],
            Arm::Zeros { inputs, .. } => vec![*inputs],
            Arm::OneLayer { units, interval, target } => {
                limits::variables(target, &["x"])?;
                limits::interval("interval", *interval)?;
                vec![*units]
            }
            Arm::GradientSigns { inputs, batch } => vec![*inputs, *batch],
            Arm::ActiveUnits { units, inputs, .. } => vec![*units, *inputs],
            _ => return Ok(()),
        };
        let fit = counts.iter().all(|count| (1..=4096).contains(count));
        let deep = !matches!(arm, Arm::LearnedSlope { .. } | Arm::Rank { .. }) || counts.len() > 1;
        anyhow::ensure!(fit && deep, "{counts:?}: give sizes from 1 to 4096, layers two or more");
        match arm {
            Arm::MaxoutGroups { units, pieces } => {
                limits::at_most("units", *units, 256)?;
                anyhow::ensure!(
                    units % pieces == 0,
                    "{units} units do not divide into groups of {pieces}"
                );
                Ok(())
            }
            Arm::LearnedSlope { sizes } => {
                anyhow::ensure!(sizes.len() > 2, "sizes = {sizes:?}: give a hidden layer");
                limits::network(&networks::architecture(RELU, Output::Linear, sizes))
            }
            Arm::MaxoutParameters { sizes, pieces } => {
                let maxout = Activation::Maxout { pieces: *pieces, form: MaxoutForm::Pointwise };
                limits::network(&networks::architecture(maxout, Output::Linear, sizes))
            }
            Arm::ActiveUnits { units, inputs, .. } => {
                let sizes = [*inputs, *units, 1];
                limits::network(&networks::architecture(RELU, Output::Linear, &sizes))
            }
            Arm::Rank { sizes } => {
                let widest = sizes.iter().copied().fold(0, Ord::max);
                limits::at_most("sizes: the widest", widest, MOST_EXACT)
            }
            _ => Ok(()),
        }
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| trial(work, streams)).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        charts::all(results)
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        Ok(vec![
            ("counterexamples", tables::counterexamples(results)?),
            ("mutants", tables::mutants(results)?),
        ])
    }
}

const RELU: Activation = Activation::Relu { at_zero: 0.0 };

fn trial(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let simd = work.simd;
    match work.arm {
        Arm::Formula(slip) => slip.measure(&mut streams.stream("points")),
        Arm::LearnedSlope { sizes } => networks::learned_slope(sizes, streams, simd),
        Arm::MaxoutParameters { sizes, pieces } => parameter_ratios(sizes, *pieces),
        Arm::MaxoutGroups { units, pieces } => {
            networks::maxout_groups(*units, *pieces, streams, simd)
        }
        Arm::OneLayer { target, interval, units } => {
            numbers::one_layer(target, *interval, *units, simd)
        }
        Arm::InseparableFits { labels } => numbers::inseparable_fits(*labels),
        Arm::GradientSigns { inputs, batch } => {
            networks::gradient_signs(*inputs, *batch, streams, simd)
        }
        Arm::SigmoidLimits => numbers::sigmoid_limits(simd),
        Arm::EluSlope { lowest } => numbers::elu_slope(*lowest, simd),
        Arm::ActiveUnits { bias, units, inputs } => {
            vec![("active", networks::active_units((*inputs, *units), *bias, streams, simd))]
        }
        Arm::Zeros { precision, inputs } => {
            vec![("zeros", numbers::zeros(*precision, *inputs, streams))]
        }
        Arm::Rank { sizes } => vec![("rank_deficit", networks::rank_deficit(sizes, streams))],
    }
}
