//! A membrane in which spikes emerge.

use claims::Metrics;
use claims::statistics::{max, mean, min};

use crate::search::bisect;

/// The membrane of the squid's giant axon: voltage in mV, time in ms, currents in uA/cm^2.
///
/// C dV/dt = I - `g_Na` m^3 h (V - 50) - `g_K` n^4 (V + 77) - `g_L` (V + 54.387) - `g_c` c (V + 77),
/// with a gate's dx/dt = a (1 - x) - b x. Source: Hodgkin and Huxley 1952, in the form with rest at
/// -65 mV. c stands for the calcium that spikes let in, which opens channels for potassium:
/// dc/dt = s(V) / 20 - c / 100, s being 0 at rest and 1 in a spike. Source: after Ermentrout 1998,
/// "Linearization of F-I curves by adaptation".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Membrane {
    /// `g_Na`, mS/cm^2.
    pub(crate) sodium: f64,
    /// `g_c`, mS/cm^2; 0 for the axon, which has no such channels.
    pub(crate) calcium: f64,
    /// How long the current flows, ms.
    pub(crate) pulse: f64,
    /// The step of the integration, ms.
    pub(crate) step: f64,
}

/// Voltage at rest, mV.
pub(crate) const REST: f64 = -65.0;
/// How long a membrane is watched, ms.
const WATCHED: f64 = 20.0;

/// The opening and closing rates a and b of the gates m, h and n at a voltage, 1/ms.
pub(crate) fn rates(v: f64) -> [(f64, f64); 3] {
    let e = libm::exp;
    // x / (1 - e^-x), 1 where x is 0.
    let linear = |x: f64| if x.abs() < 1e-9 { 1.0 } else { x / -libm::expm1(-x) };
    [
        (linear((v + 40.0) / 10.0), 4.0 * e(-(v + 65.0) / 18.0)),
        (0.07 * e(-(v + 65.0) / 20.0), 1.0 / (1.0 + e(-(v + 35.0) / 10.0))),
        (0.1 * linear((v + 55.0) / 10.0), 0.125 * e(-(v + 65.0) / 80.0)),
    ]
}

impl Membrane {
    /// d(V, m, h, n, c)/dt.
    fn change(&self, [v, m, h, n, c]: [f64; 5], current: f64) -> [f64; 5] {
        let [rate_m, rate_h, rate_n] = rates(v);
        let gate = |(open, close): (f64, f64), x: f64| open * (1.0 - x) - close * x;
        let sodium = self.sodium * m * m * m * h * (v - 50.0);
        let potassium = 36.0 * n * n * n * n * (v + 77.0);
        let leak = 0.3 * (v + 54.387);
        let opened = self.calcium * c * (v + 77.0);
        let spiking = 1.0 / (1.0 + libm::exp(-(v + 20.0) / 2.0));
        [
            current - sodium - potassium - leak - opened,
            gate(rate_m, m),
            gate(rate_h, h),
            gate(rate_n, n),
            spiking / 20.0 - c / 100.0,
        ]
    }

    /// The voltage after each step, from rest, a current flowing at first.
    pub(super) fn voltages(&self, current: f64) -> Vec<f64> {
        self.trace(WATCHED, |t| if t < self.pulse { current } else { 0.0 })
    }

    /// The voltage after each step, from rest, under a current that varies with time (Runge and
    /// Kutta's fourth order).
    pub(crate) fn trace(&self, watched: f64, current: impl Fn(f64) -> f64) -> Vec<f64> {
        let settled = rates(REST).map(|(open, close)| open / (open + close));
        let mut state = [REST, settled[0], settled[1], settled[2], 0.0];
        let dt = self.step;
        let moved = |state: [f64; 5], by: [f64; 5], share: f64| {
            std::array::from_fn(|i| state[i] + share * dt * by[i])
        };
        let steps = (watched / dt) as usize;
        let step = |i: usize| {
            let current = current((i as f64) * dt);
            let k1 = self.change(state, current);
            let k2 = self.change(moved(state, k1, 0.5), current);
            let k3 = self.change(moved(state, k2, 0.5), current);
            let k4 = self.change(moved(state, k3, 1.0), current);
            let mean = std::array::from_fn(|i| (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]) / 6.0);
            state = moved(state, mean, 1.0);
            state[0]
        };
        (0..steps).map(step).collect()
    }

    /// The highest voltage above rest.
    pub(crate) fn peak(&self, current: f64) -> f64 {
        max(&self.voltages(current)) - REST
    }

    /// The current between `low` and `high` from which on the peak is above `height`.
    pub(crate) fn current_for(&self, height: f64, range: (f64, f64)) -> f64 {
        bisect(range, 40, |current| self.peak(current) > height).1
    }
}

/// The peak of the membrane's voltage against the stimulus, around the threshold.
pub(super) fn all_or_none(membrane: Membrane, strongest: f64) -> Metrics {
    // A spike reaches 0 mV; from there on the exact height makes no difference to the threshold.
    let spike = -REST;
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

#[cfg(test)]
mod tests {
    use super::{Membrane, REST};

    #[test]
    fn a_membrane_rests_and_a_strong_pulse_makes_a_spike_of_a_hundred_millivolts() {
        let membrane = Membrane { sodium: 120.0, calcium: 0.0, pulse: 0.5, step: 0.01 };
        let quiet = membrane.voltages(0.0);
        assert!(quiet.iter().all(|v| (v - REST).abs() < 0.01));
        let peak = membrane.peak(40.0);
        assert!((90.0..115.0).contains(&peak), "{peak}");
    }
}
