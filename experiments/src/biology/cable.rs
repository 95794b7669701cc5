//! A passive dendrite: what arrives from afar is smaller, later and, on one branch, less than the sum.

use claims::Metrics;
use claims::statistics::{max, min};

/// The cable's length, in length constants, and into how many parts one of these is cut.
const LENGTH: usize = 10;
const PARTS: usize = 50;
/// Where the voltage is recorded, in length constants.
pub(super) const PLACES: [f64; 5] = [0.0, 0.5, 1.0, 1.5, 2.0];

/// V along a cable whose end is held at 1, at rest: V'' = V, by elimination.
///
/// Source: Rall 1959; the unit of length is sqrt(d R / 4 r).
fn steady() -> Vec<f64> {
    let (n, dx) = (LENGTH * PARTS, 1.0 / PARTS as f64);
    // V_(i-1) - (2 + dx^2) V_i + V_(i+1) = 0, with V_0 = 1 and nothing beyond the last: V_i = f_i
    // V_(i-1), from the far end.
    let mut factors = vec![0.0; n + 1];
    factors[n] = 1.0 / (1.0 + dx * dx);
    for i in (1..n).rev() {
        factors[i] = 1.0 / (2.0 + dx * dx - factors[i + 1]);
    }
    let mut v = vec![1.0; n + 1];
    for i in 1..=n {
        v[i] = factors[i] * v[i - 1];
    }
    v
}

/// The voltage at [`PLACES`] over time, after a short pulse of current at the near end.
pub(super) fn pulse() -> Vec<(f64, [f64; PLACES.len()])> {
    let (n, dx) = (LENGTH * PARTS, 1.0 / PARTS as f64);
    // Explicit steps are stable below dx^2 / 2.
    let dt = 0.4 * dx * dx;
    let steps = (3.0 / dt) as usize;
    let mut v = vec![0.0; n + 1];
    let mut recorded = Vec::new();
    for step in 0..steps {
        let t = step as f64 * dt;
        let current = if t < 0.05 { 1.0 / dx } else { 0.0 };
        let at = |i: usize| v[i];
        let curved = |i: usize| {
            let left = if i == 0 { at(1) } else { at(i - 1) };
            let right = if i == n { at(n - 1) } else { at(i + 1) };
            (left - 2.0 * at(i) + right) / (dx * dx)
        };
        let change = |i: usize| curved(i) - at(i) + if i == 0 { current } else { 0.0 };
        v = (0..=n).map(|i| at(i) + dt * change(i)).collect();
        if step % 20 == 0 {
            recorded.push((t + dt, PLACES.map(|x| v[(x * PARTS as f64) as usize])));
        }
    }
    recorded
}

/// How far V is from e^-x up to 5 length constants, and how peaks fall and come later with distance.
pub(super) fn decay() -> Metrics {
    let steady = steady();
    let errors = (0..=5 * PARTS).map(|i| {
        let predicted = libm::exp(-(i as f64) / PARTS as f64);
        (steady[i] / predicted - 1.0).abs()
    });
    let recorded = pulse();
    let peak = |place: usize| {
        let at = |(t, v): &(f64, [f64; PLACES.len()])| (v[place], *t);
        let peaks = recorded.iter().map(at);
        peaks.fold((0.0, 0.0), |best, next| if next.0 > best.0 { next } else { best })
    };
    let peaks: Vec<(f64, f64)> = (0..PLACES.len()).map(peak).collect();
    let delays: Vec<f64> = peaks.windows(2).map(|pair| pair[1].1 - pair[0].1).collect();
    let falls: Vec<f64> = peaks.windows(2).map(|pair| pair[0].0 / pair[1].0).collect();
    vec![
        ("decay_error", max(&errors.collect::<Vec<_>>())),
        ("least_delay", min(&delays)),
        ("least_fall", min(&falls)),
    ]
}

/// The voltage at the soma, in units of the synapses' battery, for conductances on two branches.
///
/// Every compartment has the leak 1; a branch is joined to the soma by `coupling`.
fn soma(conductances: [f64; 2], coupling: f64) -> f64 {
    // A branch: V_b = (g + coupling V_s) / (1 + g + coupling). The soma: (1 + 2 coupling) V_s =
    // coupling (V_1 + V_2).
    let (mut given, mut kept) = (0.0, 1.0 + 2.0 * coupling);
    for g in conductances {
        given += coupling * g / (1.0 + g + coupling);
        kept -= coupling * coupling / (1.0 + g + coupling);
    }
    given / kept
}

/// What two synapses make together over the sum of what each makes alone: on one branch, and on two.
pub(super) fn branches(conductance: f64, coupling: f64) -> Metrics {
    let alone = soma([conductance, 0.0], coupling);
    vec![
        ("same_branch", soma([2.0 * conductance, 0.0], coupling) / (2.0 * alone)),
        ("two_branches", soma([conductance, conductance], coupling) / (2.0 * alone)),
    ]
}

#[cfg(test)]
mod tests {
    use super::{soma, steady};

    #[test]
    fn a_cable_ends_in_nothing_and_a_soma_lies_below_its_branches() {
        let v = steady();
        assert_eq!(v[0], 1.0);
        assert!(v.windows(2).all(|pair| pair[0] > pair[1]) && v[v.len() - 1] < 1e-4);
        // Without resistance between them: three leaks and the conductance 1 of a battery.
        assert!((soma([1.0, 0.0], 1e9) - 0.25).abs() < 1e-6);
        assert_eq!(soma([0.0, 0.0], 1.0), 0.0);
    }
}
