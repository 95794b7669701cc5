//! Neurons: spikes that are all or none, rates that follow the drive, and the weighted sum.
//!
//! Source: the notes, "A 10.000 foot view of how neurons work" and "The artificial neuron".

mod charts;
mod spiking;
mod sum;

use claims::statistics::{clopper_pearson, max, mean, min};
use claims::{Metrics, Streams};
use mlp::{Random, checked};
use report::Chart;
use report::table::{Column, DataFrame};
use serde::Deserialize;

use crate::experiment::{Results, Work};
use crate::search::Domain;
use spiking::{IntegrateAndFire, Membrane};

/// Neurons, biological and artificial.
pub struct Experiment;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "claim.toml says what each number is")]
pub enum Arm {
    /// The library's neuron against a compensated sum.
    WeightedSum {
        #[serde(deserialize_with = "checked::count")]
        cases: usize,
        #[serde(deserialize_with = "checked::count")]
        most_inputs: usize,
        bias: bool,
    },
    /// Hodgkin and Huxley's membrane.
    Membrane {
        #[serde(deserialize_with = "checked::finite")]
        sodium: f64,
        #[serde(deserialize_with = "checked::positive")]
        pulse: f64,
        #[serde(deserialize_with = "checked::positive")]
        strongest: f64,
    },
    /// A leaky integrate-and-fire neuron.
    IntegrateAndFire {
        #[serde(deserialize_with = "checked::positive")]
        refractory: f64,
        #[serde(deserialize_with = "checked::positive")]
        time_constant: f64,
        drives: Vec<f64>,
        #[serde(deserialize_with = "checked::positive")]
        duration: f64,
    },
    /// A Poisson spike train.
    Poisson {
        rates: Vec<f64>,
        #[serde(deserialize_with = "checked::positive")]
        bin: f64,
        #[serde(deserialize_with = "checked::count")]
        bins: usize,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::positive")]
    step: f64,
}

impl crate::experiment::Experiment for Experiment {
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
    ];

    fn check(arm: &Arm, settings: &Settings, _: &claims::Cell) -> anyhow::Result<()> {
        anyhow::ensure!((1e-4..=0.05).contains(&settings.step), "step: from 0.0001 to 0.05 ms");
        let above_0 = |list: &[f64]| !list.is_empty() && list.iter().all(|x| *x > 0.0);
        match arm {
            Arm::IntegrateAndFire { drives, duration, .. } => {
                anyhow::ensure!(above_0(drives) && *duration <= 1e6, "drives above 0; 1e6 ms at most");
            }
            Arm::Poisson { rates, bins, .. } => {
                anyhow::ensure!(above_0(rates) && *bins <= 1 << 24, "rates above 0; 2^24 bins at most");
            }
            Arm::Membrane { pulse, .. } => {
                anyhow::ensure!(*pulse <= 20.0, "pulse: 20 ms at most");
            }
            Arm::WeightedSum { .. } => {}
        }
        Ok(())
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        let step = work.settings.step;
        let seed = |streams: &Streams| match *work.arm {
            Arm::WeightedSum { cases, most_inputs, bias } => {
                sum::errors(cases, most_inputs, bias, &mut streams.stream("cases"), work.simd)
            }
            Arm::Membrane { sodium, pulse, strongest } => {
                all_or_none(Membrane { sodium, pulse, step }, strongest)
            }
            Arm::IntegrateAndFire { refractory, time_constant, ref drives, duration } => {
                let neuron = IntegrateAndFire { time_constant, refractory };
                rates(neuron, drives, duration, step)
            }
            Arm::Poisson { ref rates, bin, bins } => poisson(rates, bin, bins, streams),
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        charts::all(results)
    }

    fn tables(results: &Results<'_, Self>) -> anyhow::Result<Vec<(&'static str, DataFrame)>> {
        let Some(Arm::IntegrateAndFire { refractory, time_constant, drives, duration }) =
            results.file.arms.get("integrate_and_fire")
        else {
            return Ok(Vec::new());
        };
        let neuron = IntegrateAndFire { time_constant: *time_constant, refractory: *refractory };
        let column = |name: &str, of: &dyn Fn(f64) -> f64| {
            Column::new(name.into(), drives.iter().map(|&drive| of(drive)).collect::<Vec<_>>())
        };
        let (relu, softplus) = fits(neuron);
        let step = results.file.settings.step;
        let columns = vec![
            column("drive", &|drive| drive),
            column("predicted_rate", &|drive| neuron.rate(drive)),
            column("rate", &|drive| neuron.simulated_rate(drive, *duration, step)),
            column("relu_fit", &|drive| relu.at(drive)),
            column("softplus_fit", &|drive| softplus.at(drive)),
        ];
        Ok(vec![("rates", DataFrame::new(drives.len(), columns)?)])
    }
}

/// The peak of the membrane's voltage against the stimulus, around the threshold.
fn all_or_none(membrane: Membrane, strongest: f64) -> Metrics {
    // A spike reaches 0 mV; from there on the exact height makes no difference to the threshold.
    let spike = -spiking::REST;
    let threshold = membrane.current_for(spike, (0.0, strongest));
    let below = (1..=20).map(|i| membrane.peak(0.99 * threshold * f64::from(i) / 20.0));
    let spikes_below = below.filter(|&peak| peak > spike).count();
    let full = membrane.peak(1.05 * threshold);
    let range = (0.5 * threshold, 1.5 * threshold);
    let [quarter, three_quarters] =
        [0.25, 0.75].map(|share| membrane.current_for(share * full, range));
    let above: Vec<f64> =
        (0..20).map(|i| membrane.peak(threshold * (1.1 + 0.1 * f64::from(i)))).collect();
    vec![
        ("threshold", threshold),
        ("spikes_below", spikes_below as f64),
        ("peak_below", membrane.peak(0.95 * threshold) / full),
        ("transition", (three_quarters - quarter) / threshold),
        ("peak_variation", (max(&above) - min(&above)) / mean(&above)),
    ]
}

/// The simulated rate against its closed form, and how well ReLU and softplus fit that.
fn rates(neuron: IntegrateAndFire, drives: &[f64], duration: f64, step: f64) -> Metrics {
    let simulated = |drive: f64| neuron.simulated_rate(drive, duration, step);
    let found: Vec<f64> = drives.iter().map(|&drive| simulated(drive)).collect();
    let errors = drives.iter().zip(&found).map(|(&drive, found)| {
        let wanted = neuron.rate(drive);
        if wanted == 0.0 { *found } else { (found / wanted - 1.0).abs() }
    });
    let firing: Vec<f64> =
        drives.iter().zip(&found).filter(|(drive, _)| **drive > 1.0).map(|(_, rate)| *rate).collect();
    let rises: Vec<f64> = firing.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (relu, softplus) = fits(neuron);
    vec![
        ("rate_error", max(&errors.collect::<Vec<_>>())),
        ("least_rise", min(&rises)),
        ("rate_at_2", simulated(2.0)),
        ("relu_fit_error", relu.error(neuron)),
        ("softplus_fit_error", softplus.error(neuron)),
    ]
}

/// `scale` ReLU(I - `from`), or the softplus of that sharpness.
#[derive(Clone, Copy, Debug)]
struct Fit {
    scale: f64,
    from: f64,
    /// None for ReLU.
    sharpness: Option<f64>,
}

impl Fit {
    fn at(&self, drive: f64) -> f64 {
        let x = drive - self.from;
        match self.sharpness {
            None => self.scale * if x > 0.0 { x } else { 0.0 },
            Some(b) => self.scale * mlp::functions::softplus(b * x) / b,
        }
    }

    /// The root mean square distance from the closed form for drives from 0 to 6, in Hz.
    fn error(&self, neuron: IntegrateAndFire) -> f64 {
        let squares = (0..=240).map(|i| {
            let drive = f64::from(i) / 40.0;
            let error = self.at(drive) - neuron.rate(drive);
            error * error
        });
        mean(&squares.collect::<Vec<_>>()).sqrt()
    }
}

/// The ReLU and the softplus nearest to a neuron's rate.
fn fits(neuron: IntegrateAndFire) -> (Fit, Fit) {
    let intervals = [("scale", [1.0, 100.0]), ("from", [-1.0, 2.0]), ("sharpness", [0.2, 50.0])];
    let nearest = |variables: usize| {
        let fit = |at: &[f64]| Fit { scale: at[0], from: at[1], sharpness: at.get(2).copied() };
        let named = intervals[..variables].iter().map(|(name, ends)| ((*name).to_owned(), *ends));
        let domain = Domain::new(&named.collect(), &indexmap::IndexMap::new());
        let random = &mut Random::from_number(0);
        fit(&domain.largest(random, |at| -fit(at).error(neuron)).at)
    };
    (nearest(2), nearest(3))
}

/// One train: the share of bins with a spike, and whether 1 - e^(-r dt) lies in its interval.
fn poisson(rates: &[f64], bin: f64, bins: usize, streams: &Streams) -> Metrics {
    let rate = rates[streams.seed as usize % rates.len()];
    let random = &mut streams.stream("spikes");
    let count = spiking::bins_with_spikes(rate, bin, bins as u32, random);
    let predicted = -libm::expm1(-rate * bin / 1000.0);
    let (low, high) = clopper_pearson(count, bins as u64);
    let inside = f64::from(u8::from((low..=high).contains(&predicted)));
    vec![
        ("rate", rate),
        ("share", count as f64 / bins as f64),
        ("predicted_share", predicted),
        ("inside", inside),
    ]
}
