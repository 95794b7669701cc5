//! Neurons: spikes that are all or none, rates that follow the drive, and the weighted sum.
//!
//! Source: the notes, "A 10.000 foot view of how neurons work" and "The artificial neuron".

mod charts;
pub(crate) mod membrane;
mod rate;
mod settings;
mod sum;
mod timing;

use claims::{Metrics, Streams};
use experiment::{Results, Work};
use figures::{Chart, Table, column, frame};

use crate::limits::{self, MOST_POINTS, MOST_STEPS};
use membrane::Membrane;
use rate::IntegrateAndFire;
pub use settings::{Arm, Settings};
use timing::Timing;

/// Neurons, biological and artificial.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "sum_error",
        "output_error",
        "threshold",
        "spikes_below",
        "peak_below",
        "transition",
        "peak_variation",
        "rate_error",
        "least_rise",
        "rate_at_2",
        "relu_fit_error",
        "softplus_fit_error",
        "rate",
        "share",
        "predicted_share",
        "inside",
        "told_by_timing",
        "told_by_rate",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &claims::Cell) -> anyhow::Result<()> {
        anyhow::ensure!((1e-4..=0.05).contains(&settings.step), "step: from 0.0001 to 0.05 ms");
        let above_0 = |list: &[f64]| !list.is_empty() && list.iter().all(|x| *x > 0.0);
        match arm {
            Arm::IntegrateAndFire { drives, duration, .. } => {
                anyhow::ensure!(
                    above_0(drives) && *duration <= 1e6,
                    "drives above 0; 1e6 ms at most"
                );
                let steps = (duration / settings.step) as usize;
                limits::at_most("duration / step", steps, MOST_STEPS)?;
            }
            Arm::Poisson { rates, bin, bins } => {
                anyhow::ensure!(
                    above_0(rates) && *bins <= 1 << 24,
                    "rates above 0; 2^24 bins at most"
                );
                // A train is drawn spike by spike.
                let most = MOST_STEPS as f64;
                let spikes = |rate: &f64| rate * bin / 1000.0 * *bins as f64;
                anyhow::ensure!(
                    rates.iter().all(|rate| spikes(rate) <= most),
                    "rates = {rates:?}: more than {most} spikes a train; give lower ones"
                );
            }
            Arm::Timing { pairs, .. } => limits::at_most("pairs", *pairs, MOST_POINTS)?,
            Arm::Membrane { pulse, .. } => {
                anyhow::ensure!(*pulse <= 20.0, "pulse: 20 ms at most");
            }
            Arm::WeightedSum { cases, most_inputs, .. } => {
                limits::at_most("cases", *cases, MOST_POINTS)?;
                limits::at_most("most_inputs", *most_inputs, 4096)?;
            }
        }
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let step = work.settings.step;
        let seed = |streams: &Streams| match *work.arm {
            Arm::WeightedSum { cases, most_inputs, bias } => {
                sum::errors(cases, most_inputs, bias, &mut streams.stream("cases"), work.simd)
            }
            Arm::Membrane { sodium, pulse, strongest } => {
                membrane::all_or_none(Membrane { sodium, calcium: 0.0, pulse, step }, strongest)
            }
            Arm::IntegrateAndFire { refractory, time_constant, ref drives, duration } => {
                let neuron = IntegrateAndFire { time_constant, refractory };
                rate::measure(neuron, drives, duration, step)
            }
            Arm::Poisson { ref rates, bin, bins } => rate::poisson(rates, bin, bins, streams),
            Arm::Timing { rate, within_pair, jitter, pairs, time_constant, weight } => {
                Timing { rate, within_pair, jitter, pairs, time_constant, weight }
                    .told_apart(streams)
            }
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        charts::all(results)
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let Some(Arm::IntegrateAndFire { refractory, time_constant, drives, duration }) =
            results.arms.get("integrate_and_fire")
        else {
            return Ok(Vec::new());
        };
        let neuron = IntegrateAndFire { time_constant: *time_constant, refractory: *refractory };
        let (relu, softplus) = rate::fits(neuron);
        let step = results.settings.step;
        let columns = vec![
            column("drive", drives, |&drive| drive),
            column("predicted_rate", drives, |&drive| neuron.rate(drive)),
            column("rate", drives, |&drive| neuron.simulated_rate(drive, *duration, step)),
            column("relu_fit", drives, |&drive| relu.at(drive)),
            column("softplus_fit", drives, |&drive| softplus.at(drive)),
        ];
        Ok(vec![("rates", frame(columns)?)])
    }
}
