//! A Gaussian's likelihood beside the squared error.

use claims::statistics::{max, min};
use claims::{Metrics, Streams};
use mlp::{Cost, Output, Simd};

use crate::differences;
use crate::output_unit::OutputUnit;

/// -ln of the product of normal densities.
pub(super) fn negative_log_likelihood(z: &[f64], y: &[f64], variance: f64) -> f64 {
    let terms = z.iter().zip(y).map(|(z, y)| {
        let density = libm::exp(-(y - z) * (y - z) / (2.0 * variance))
            / (std::f64::consts::TAU * variance).sqrt();
        -libm::log(density)
    });
    terms.fold(0.0, |sum, term| sum + term)
}

/// The likelihood less the squared error over random outputs and targets, and their gradients.
pub(super) fn measure(outputs: usize, variance: f64, streams: &Streams, simd: Simd) -> Metrics {
    let random = &mut streams.stream("outputs");
    let mut unit = OutputUnit::new(outputs, Output::Linear, Cost::HalfSquaredError, simd);
    let (mut differences, mut errors) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let mut draw = || -> Vec<f64> { (0..outputs).map(|_| random.normal()).collect() };
        let (z, y) = (draw(), draw());
        let (cost, gradient) = unit.cost(&z, &y);
        differences.push(negative_log_likelihood(&z, &y, variance) - cost);
        for (i, &slope) in gradient.iter().enumerate() {
            let at = |x: f64| {
                let mut moved = z.clone();
                moved[i] = x;
                negative_log_likelihood(&moved, &y, variance)
            };
            errors.push(differences::error(slope, differences::derivative(at, z[i])));
        }
    }
    vec![
        ("constant", differences[0]),
        ("spread", max(&differences) - min(&differences)),
        ("gradient_error", max(&errors)),
    ]
}
