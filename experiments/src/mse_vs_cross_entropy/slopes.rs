//! What slopes say: cross-entropy as a likelihood, and the time of gradient flow.

use claims::statistics::max;
use claims::{Formula, Metrics};
use mlp::{Cost, Output, Simd};

use crate::differences;
use crate::output_unit::OutputUnit;

/// The library's cross-entropy and its slope against -ln of a likelihood, at y = 0 and 1.
pub(super) fn likelihood(formula: &Formula, simd: Simd) -> Metrics {
    let mut unit = OutputUnit::new(1, Output::Sigmoid, Cost::BernoulliCrossEntropy, simd);
    let (mut values, mut gradients) = (Vec::new(), Vec::new());
    for i in -80..=80 {
        let z = f64::from(i) / 10.0;
        for y in [0.0, 1.0] {
            let truth = |z: f64| formula.value(&[("z", z), ("y", y)]);
            let (cost, slope) = unit.cost(&[z], &[y]);
            let size = if truth(z) > 1.0 { truth(z) } else { 1.0 };
            values.push((cost - truth(z)).abs() / size);
            gradients.push(differences::error(slope[0], differences::derivative(truth, z)));
        }
    }
    vec![("value_error", max(&values)), ("gradient_error", max(&gradients))]
}

/// After so many steps it is taken never to arrive.
const MOST_STEPS: u64 = 1 << 32;

/// The time at which dz/dt = -dJ/dz reaches 0 from z0, by Euler's steps, the last one in part.
pub(super) fn flow_time(slope: &Formula, start: f64, step: f64) -> f64 {
    let mut z = start;
    let mut steps = 0_u64;
    loop {
        let move_by = -step * slope.value(&[("z", z)]);
        if z + move_by >= 0.0 {
            return (steps as f64 + -z / move_by) * step;
        }
        // Uphill, not at all, or by less than z has digits for: it never arrives.
        if move_by.is_nan() || z + move_by <= z || steps >= MOST_STEPS {
            return f64::INFINITY;
        }
        z += move_by;
        steps += 1;
    }
}
