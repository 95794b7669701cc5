//! The squid's axon: refractory after a spike, with a threshold by its channels, and channels that
//! recover at rest.

use claims::Metrics;
use claims::statistics::{max, min};

use crate::neuron::membrane::{Membrane, REST, rates};
use crate::search::bisect;

/// What a pulse lasts, ms.
const PULSE: f64 = 0.5;
/// A spike reaches 0 mV.
const SPIKE: f64 = -REST;
/// No threshold is above this, uA/cm^2.
const STRONGEST: f64 = 200.0;
/// The density of the axon's sodium channels, mS/cm^2.
const SODIUM: f64 = 120.0;

fn axon(sodium: f64, step: f64) -> Membrane {
    Membrane { sodium, calcium: 0.0, pulse: PULSE, step }
}

/// The current of a second pulse, so many ms after a first one of twice the threshold, from which on
/// it makes a spike of its own; infinite if none up to five times the threshold does.
fn second_threshold(membrane: Membrane, threshold: f64, later: f64) -> f64 {
    let spikes = |second: f64| {
        let current = |t: f64| {
            let first = if t < PULSE { 2.0 * threshold } else { 0.0 };
            first + if (later..later + PULSE).contains(&t) { second } else { 0.0 }
        };
        let voltages = membrane.trace(later + 8.0, current);
        let crosses = |pair: &&[f64]| pair[0] < 0.0 && pair[1] >= 0.0;
        voltages.windows(2).filter(crosses).count()
    };
    let most = 5.0 * threshold;
    if spikes(most) < 2 {
        return f64::INFINITY;
    }
    bisect((0.0, most), 20, |second| spikes(second) >= 2).1
}

/// Times after the first pulse and the threshold of the second one over that of the first.
pub(super) fn recovery_of_threshold(step: f64) -> Vec<(f64, f64)> {
    let membrane = axon(SODIUM, step);
    let threshold = membrane.current_for(SPIKE, (0.0, STRONGEST));
    let times = (4..=44).map(|half| 0.5 * f64::from(half));
    times.map(|later| (later, second_threshold(membrane, threshold, later) / threshold)).collect()
}

/// How long twice the threshold makes no second spike, and whether the threshold falls from then on
/// until it is that of a rested axon.
pub(super) fn paired_pulses(step: f64) -> Metrics {
    let curve = recovery_of_threshold(step);
    let absolute = curve.iter().take_while(|(_, ratio)| *ratio > 2.0);
    let absolute = absolute.last().map_or(0.0, |&(later, _)| later);
    let after: Vec<f64> = curve.iter().map(|&(_, ratio)| ratio).filter(|x| *x <= 2.0).collect();
    let rested = after.iter().position(|ratio| *ratio <= 1.0).unwrap_or(after.len());
    let falls: Vec<f64> = after[..rested].windows(2).map(|pair| pair[0] - pair[1]).collect();
    vec![
        ("absolute_window", absolute),
        ("least_fall", min(&falls)),
        ("relative_threshold", max(&after)),
    ]
}

/// Densities of sodium channels and thresholds.
pub(super) fn thresholds(step: f64) -> Vec<(f64, f64)> {
    let densities = (0..=10).map(|i| 90.0 + 10.0 * f64::from(i));
    let threshold = |density| axon(density, step).current_for(SPIKE, (0.0, STRONGEST));
    densities.map(|density| (density, threshold(density))).collect()
}

/// By how much at least the threshold falls with every step of the density.
pub(super) fn densities(step: f64) -> Metrics {
    let thresholds = thresholds(step);
    let falls: Vec<f64> = thresholds.windows(2).map(|pair| pair[0].1 - pair[1].1).collect();
    vec![
        ("least_fall", min(&falls)),
        ("threshold_ratio", thresholds[0].1 / thresholds[thresholds.len() - 1].1),
    ]
}

/// Times between spikes under a current that flows on for 500 ms.
pub(super) fn intervals(calcium: f64, step: f64) -> Vec<f64> {
    let membrane = Membrane { calcium, ..axon(SODIUM, step) };
    let voltages = membrane.trace(500.0, |_| 30.0);
    let crosses = |&i: &usize| voltages[i - 1] < 0.0 && voltages[i] >= 0.0;
    let spikes: Vec<f64> = (1..voltages.len()).filter(crosses).map(|i| i as f64 * step).collect();
    spikes.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// The last interval over the first.
pub(super) fn adaptation(calcium: f64, step: f64) -> Metrics {
    let intervals = intervals(calcium, step);
    let ends = intervals.first().zip(intervals.last());
    vec![("last_over_first", ends.map_or(f64::NAN, |(first, last)| last / first))]
}

/// The share of the sodium channels' gate h that a strong voltage has closed and that is open again
/// after 50 ms at rest, the voltage being held there.
pub(super) fn recovery(step: f64) -> Metrics {
    let settled = |v: f64| {
        let (open, close) = rates(v)[1];
        open / (open + close)
    };
    let held = |mut h: f64, v: f64, lasts: f64| {
        for _ in 0..(lasts / step) as usize {
            let (open, close) = rates(v)[1];
            h += step * (open * (1.0 - h) - close * h);
        }
        h
    };
    let closed = held(settled(REST), 20.0, 50.0);
    let opened = held(closed, REST, 50.0);
    vec![("recovered", (opened - closed) / (settled(REST) - closed)), ("closed", closed)]
}

#[cfg(test)]
mod tests {
    use super::{SODIUM, SPIKE, STRONGEST, axon, intervals, second_threshold};

    #[test]
    fn right_after_a_spike_there_is_no_other_and_long_after_it_is_as_at_first() {
        let membrane = axon(SODIUM, 0.02);
        let threshold = membrane.current_for(SPIKE, (0.0, STRONGEST));
        assert!(second_threshold(membrane, threshold, 2.0) > 2.0 * threshold);
        let late = second_threshold(membrane, threshold, 60.0) / threshold;
        assert!((late - 1.0).abs() < 0.05, "{late}");
    }

    #[test]
    fn without_calcium_spikes_are_evenly_spaced() {
        let intervals = intervals(0.0, 0.02);
        assert!(intervals.len() > 20, "{}", intervals.len());
        let last = intervals[intervals.len() - 1];
        assert!((last - intervals[intervals.len() - 2]).abs() < 0.05);
    }
}
