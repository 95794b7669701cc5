//! Thresholds after a spike and by channels; intervals that grow; a pulse along a cable; a chain.

use claims::statistics::max;
use claims::{Phase, Streams};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::settings::{Arm, Chain, Settings};
use super::{axon, cable, synapse};

/// Every chart whose arms are there.
pub(super) fn all(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
    let step = results.settings.step;
    let mut charts = vec![thresholds(step), distance()];
    let calcium: Vec<(f64, &str)> = results
        .arms
        .values()
        .filter_map(|arm| match arm {
            Arm::Adaptation { calcium } if *calcium == 0.0 => Some((*calcium, "without")),
            Arm::Adaptation { calcium } => Some((*calcium, "with calcium")),
            _ => None,
        })
        .collect();
    charts.push(intervals(&calcium, step));
    let chain = results.arms.values().find_map(|arm| match arm {
        Arm::Chain(chain) => Some(*chain),
        _ => None,
    });
    charts.extend(chain.map(passed));
    charts
}

/// The threshold over time after a spike, and by the density of channels.
fn thresholds(step: f64) -> Chart {
    let after: Vec<(f64, f64)> = axon::recovery_of_threshold(step)
        .into_iter()
        .filter(|(_, ratio)| ratio.is_finite())
        .collect();
    let density = axon::thresholds(step);
    let highest = max(&after.iter().map(|&(_, ratio)| ratio).collect::<Vec<_>>());
    let most = max(&density.iter().map(|&(_, threshold)| threshold).collect::<Vec<_>>());
    let line = |points, label: &str| Mark::Line { series: 0, points, label: label.to_owned() };
    Chart {
        name: "thresholds".to_owned(),
        title: "A threshold is high after a spike, and where sodium channels are few".to_owned(),
        caption: "After a spike: the threshold of a second pulse over that of the first, by the time \
                  between them; where it is above the grey line, twice the first one's threshold makes no \
                  spike. By density: the threshold of a rested membrane. Hodgkin and Huxley's membrane, \
                  pulses of 0.5 ms."
            .to_owned(),
        panels: vec![
            Panel {
                title: "after a spike".to_owned(),
                x: Axis::linear("ms after the first pulse", 0.0, 22.0),
                y: Axis::linear("threshold / at rest", 0.0, 1.05 * highest),
                marks: vec![
                    Mark::Path { series: None, points: vec![(0.0, 2.0), (22.0, 2.0)] },
                    line(after, ""),
                ],
            },
            Panel {
                title: "by density".to_owned(),
                x: Axis::linear("sodium conductance, mS/cm^2", 80.0, 200.0),
                y: Axis::linear("threshold, uA/cm^2", 0.0, 1.05 * most),
                marks: vec![line(density, "")],
            },
        ],
    }
}

/// The time between spikes, one after the other, with and without calcium's channels.
fn intervals(arms: &[(f64, &str)], step: f64) -> Chart {
    let of: Vec<(Vec<f64>, &str)> =
        arms.iter().map(|&(calcium, name)| (axon::intervals(calcium, step), name)).collect();
    let longest = max(&of.iter().flat_map(|(times, _)| times).copied().collect::<Vec<_>>());
    let most = of.iter().map(|(times, _)| times.len()).max().unwrap_or(1);
    let mark = |(series, (times, name)): (usize, &(Vec<f64>, &str))| {
        let points = times.iter().enumerate().map(|(i, &time)| ((i + 1) as f64, time)).collect();
        let label = (*name).to_owned();
        if series == 0 {
            Mark::Line { series, points, label }
        } else {
            Mark::Dashes { series, points, label }
        }
    };
    Chart {
        name: "adaptation".to_owned(),
        title: "Calcium slows a neuron down".to_owned(),
        caption: "The time between spikes under a current of 30 uA/cm^2 that flows on for half a second, \
                  with channels for potassium that calcium opens, and without (dashed)."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("interval, counted from the first", 0.0, most as f64),
            y: Axis::linear("ms", 0.0, 1.1 * longest),
            marks: of.iter().enumerate().map(mark).collect(),
        }],
    }
}

/// The voltage over time at distances from where a pulse went in.
fn distance() -> Chart {
    let recorded = cable::pulse();
    let shown: Vec<&(f64, [f64; cable::PLACES.len()])> = recorded.iter().step_by(4).collect();
    let highest = max(&shown.iter().map(|(_, v)| v[1]).collect::<Vec<_>>());
    let mark = |place: usize| Mark::Line {
        series: place - 1,
        points: shown.iter().map(|(t, v)| (*t, v[place])).collect(),
        label: format!("{} lambda", cable::PLACES[place]),
    };
    Chart {
        name: "cable".to_owned(),
        title: "What comes from afar is smaller, later and longer".to_owned(),
        caption: "The voltage of a passive cable at four distances, in length constants, from the end where \
                  a pulse of a twentieth of the membrane's time constant went in."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("time, in time constants", 0.0, 3.0),
            y: Axis::linear("voltage", 0.0, 1.1 * highest),
            marks: (1..cable::PLACES.len()).map(mark).collect(),
        }],
    }
}

/// How often a chain of two neurons passes an input on.
fn passed(chain: Chain) -> Chart {
    let streams = Streams::new("biology", Phase::Confirm, "", 0);
    let points = synapse::inputs().into_iter().map(|x| (x, chain.passed(x, &streams))).collect();
    Chart {
        name: "chain".to_owned(),
        title: "A second neuron fires where the first one had input enough".to_owned(),
        caption:
            "How often a spike of the second neuron follows an input of the first one, over the \
                  first one's threshold; both have noise."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("input / threshold", 0.5, 1.5),
            y: Axis::linear("passed on", 0.0, 1.0),
            marks: vec![Mark::Line { series: 0, points, label: String::new() }],
        }],
    }
}
