//! The membrane's voltage with and without a spike; its peak; rates and their fits; Poisson trains.

use claims::statistics::{max, mean, min};
use experiment::Results;
use figures::series::{OTHER, of_activation};
use figures::{Axis, Chart, Mark, Panel};

use super::membrane::{Membrane, REST};
use super::rate::{IntegrateAndFire, fits};
use super::settings::{Arm, Settings};

/// Every chart whose arm is there.
pub(super) fn all(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
    let step = results.settings.step;
    let mut charts = Vec::new();
    if let Some(Arm::Membrane { sodium, pulse, .. }) = results.arms.get("membrane") {
        let membrane = Membrane { sodium: *sodium, calcium: 0.0, pulse: *pulse, step };
        let cell = results.cells_of("membrane").next();
        let threshold =
            cell.and_then(|(cell, _)| results.values(cell, "threshold").first().copied());
        if let Some(threshold) = threshold {
            charts.push(spike(membrane, threshold));
            charts.push(peaks(membrane, threshold));
        }
    }
    if let Some(Arm::IntegrateAndFire { refractory, time_constant, drives, duration }) =
        results.arms.get("integrate_and_fire")
    {
        let neuron = IntegrateAndFire { time_constant: *time_constant, refractory: *refractory };
        let simulated = |&drive: &f64| {
            let rate = neuron.simulated_rate(drive, *duration, step);
            (drive, rate, rate, rate)
        };
        charts.push(rates(neuron, drives.iter().map(simulated).collect()));
    }
    charts.push(poisson(results));
    charts
}

/// Voltage over time for stimuli below, at and above the threshold.
fn spike(membrane: Membrane, threshold: f64) -> Chart {
    let marks = [(0, 0.95), (1, 1.05), (2, 2.0)].map(|(series, factor)| {
        let voltages = membrane.voltages(factor * threshold);
        let shown = voltages.into_iter().enumerate().step_by(4);
        let points = shown.map(|(i, v)| ((i + 1) as f64 * membrane.step, v)).collect();
        let label = String::new();
        if series == 0 {
            Mark::Dashes { series, points, label }
        } else {
            Mark::Line { series, points, label }
        }
    });
    // Beside the curves where they are apart.
    let names =
        [((2.0, 45.0), "2 times"), ((4.9, 15.0), "1.05"), ((8.0, -60.0), "0.95 of the threshold")];
    let names = names.map(|(at, text)| Mark::Note { at, text: text.to_owned() });
    Chart {
        name: "membrane".to_owned(),
        title:
            "A tenth more current makes a spike out of nothing; twice the current, the same spike"
                .to_owned(),
        caption: format!(
            "Voltage of Hodgkin and Huxley's membrane after a pulse of {} ms, at 0.95 (dashed), 1.05 and \
             2 times the threshold of {threshold:.2} uA/cm^2.",
            membrane.pulse
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("time in ms", 0.0, 20.0),
            y: Axis::linear("membrane potential in mV", -80.0, 50.0),
            marks: marks.into_iter().chain(names).collect(),
        }],
    }
}

/// The peak against the stimulus.
fn peaks(membrane: Membrane, threshold: f64) -> Chart {
    let grid = (0..=300).map(|i| f64::from(i) / 100.0);
    let active = grid.clone().map(|x| (x, membrane.peak(x * threshold))).collect();
    let passive = Membrane { sodium: 0.0, ..membrane };
    let without = grid.map(|x| (x, passive.peak(x * threshold))).collect();
    Chart {
        name: "all_or_none".to_owned(),
        title: "All or none: the peak jumps at the threshold and hardly grows beyond".to_owned(),
        caption: format!(
            "The highest voltage above rest ({REST} mV) against the strength of the pulse. Solid: the \
             membrane. Dashed: the same membrane without its sodium channels, whose answer is graded."
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("stimulus over threshold", 0.0, 3.0),
            y: Axis::linear("peak in mV above rest", -2.0, 120.0),
            marks: vec![
                Mark::Line { series: 0, points: active, label: "membrane".to_owned() },
                Mark::Dashes { series: 1, points: without, label: "no sodium".to_owned() },
            ],
        }],
    }
}

/// The rate over the drive, with the ReLU and the softplus nearest to it.
fn rates(neuron: IntegrateAndFire, simulated: Vec<(f64, f64, f64, f64)>) -> Chart {
    let grid = || (0..=600).map(|i| f64::from(i) / 100.0);
    let line = |of: &dyn Fn(f64) -> f64| grid().map(|x| (x, of(x))).collect::<Vec<_>>();
    let (relu, softplus) = fits(neuron);
    Chart {
        name: "rates".to_owned(),
        title: "The rate of a spiking neuron, and the ReLU and softplus nearest to it".to_owned(),
        caption: format!(
            "A leaky integrate-and-fire neuron: simulated (dots) and in closed form (grey). The \
             ReLU (dashed) and the softplus (below it) with the least mean square error for drives from 0 to 6, off by \
             {:.1} and {:.1} Hz in the root mean square. The curve bends down, a softplus up: the best \
             of them, of sharpness {:.0}, is all but the ReLU.",
            relu.error(neuron),
            softplus.error(neuron),
            softplus.sharpness.unwrap_or(f64::NAN),
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("drive over rheobase", 0.0, 6.0),
            y: Axis::linear("rate in Hz", 0.0, 200.0),
            marks: vec![
                Mark::Line {
                    series: OTHER,
                    points: line(&|x| neuron.rate(x)),
                    label: "closed form".to_owned(),
                },
                Mark::Dots { series: OTHER, points: simulated, label: String::new() },
                Mark::Line {
                    series: of_activation("softplus"),
                    points: line(&|x| softplus.at(x)),
                    label: "softplus".to_owned(),
                },
                Mark::Dashes {
                    series: of_activation("relu"),
                    points: line(&|x| relu.at(x)),
                    label: "ReLU".to_owned(),
                },
            ],
        }],
    }
}

/// The share of bins with a spike against the rate.
fn poisson(results: &Results<'_, Arm, Settings>) -> Chart {
    let mut marks = Vec::new();
    if let Some(Arm::Poisson { rates, bin, .. }) = results.arms.get("poisson") {
        let probability = |rate: f64| -libm::expm1(-rate * bin / 1000.0);
        let curve = (0..=210).map(|i| f64::from(i) / 2.0);
        let points = curve.map(|rate| (rate, probability(rate))).collect();
        marks.push(Mark::Line { series: 0, points, label: "1 - e^(-r dt)".to_owned() });
        if let Some((cell, _)) = results.cells_of("poisson").next() {
            let (found, shares) = (results.values(cell, "rate"), results.values(cell, "share"));
            let dots = rates.iter().filter_map(|&rate| {
                let of_rate = found.iter().zip(&shares).filter(|(found, _)| **found == rate);
                let shares: Vec<f64> = of_rate.map(|(_, share)| *share).collect();
                let dot = (rate, mean(&shares), min(&shares), max(&shares));
                (!shares.is_empty()).then_some(dot)
            });
            let points = dots.collect();
            marks.push(Mark::Dots { series: 1, points, label: "trains".to_owned() });
        }
    }
    Chart {
        name: "poisson".to_owned(),
        title: "The higher the rate, the more likely a spike".to_owned(),
        caption:
            "The share of bins of 10 ms in which a Poisson train has a spike: predicted (line) and \
                  simulated (dots: mean over trains; bars: from the least to the most)."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("rate r in Hz", 0.0, 105.0),
            y: Axis::linear("share of bins with a spike", 0.0, 0.8),
            marks,
        }],
    }
}
