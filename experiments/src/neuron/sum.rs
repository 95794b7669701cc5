//! The library's neuron against a sum that keeps what rounding loses.

use claims::Metrics;
use claims::statistics::max;
use mlp::{Activation, Architecture, Cost, Network, Output, Random, Simd, Workspace};

/// The worst errors of f(w.x + b) over random cases, over their bounds: of the sum,
/// n eps (sum abs(`w_i` `x_i`) + abs(b)); of the sigmoid of it, which is nowhere steeper than 1/4,
/// no more than that + 4 eps. Without `bias` the reference leaves b out.
pub(super) fn errors(
    cases: usize,
    most_inputs: usize,
    bias: bool,
    random: &mut Random,
    simd: Simd,
) -> Metrics {
    let (mut sums, mut outputs) = (Vec::new(), Vec::new());
    for _ in 0..cases {
        let n = random.below(most_inputs as u32) as usize + 1;
        let architecture = Architecture {
            sizes: vec![n, 1],
            activation: Activation::Identity {},
            output: Output::Sigmoid,
            cost: Cost::BernoulliCrossEntropy,
        };
        let mut neuron = Network::<f64>::new(architecture).expect("one unit");
        // Magnitudes from 0.01 to 100, so that much cancels.
        let mut draw = || random.normal() * libm::exp(random.between(-4.6, 4.6));
        neuron.parameters.fill_with(&mut draw);
        let x: Vec<f64> = (0..n).map(|_| draw()).collect();
        let (w, b) = neuron.parameters.split_at(n);
        let b = if bias { b[0] } else { 0.0 };
        let exact = compensated(w, &x, b);
        let size = w.iter().zip(&x).fold(b.abs(), |sum, (w, x)| sum + (w * x).abs());
        let bound = n as f64 * f64::EPSILON * size;
        let mut workspace = Workspace::new(&neuron, 1, simd);
        sums.push((workspace.logits(&neuron, &x)[0] - exact).abs() / bound);
        let output = workspace.predictions(&neuron, &x)[0];
        let sigmoid = 1.0 / (1.0 + libm::exp(-exact));
        outputs.push((output - sigmoid).abs() / (bound + 4.0 * f64::EPSILON));
    }
    vec![("sum_error", max(&sums)), ("output_error", max(&outputs))]
}

/// w.x + b as if in twice the precision.
///
/// Source: Ogita, Rump and Oishi 2005, "Accurate sum and dot product" (Dot2).
fn compensated(w: &[f64], x: &[f64], b: f64) -> f64 {
    let (mut sum, mut lost) = (b, 0.0);
    for (&w, &x) in w.iter().zip(x) {
        let (product, product_lost) = two_product(w, x);
        let (next, sum_lost) = two_sum(sum, product);
        sum = next;
        lost += product_lost + sum_lost;
    }
    sum + lost
}

/// a + b and what its rounding lost (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let shown = sum - a;
    (sum, (a - (sum - shown)) + (b - shown))
}

/// a b and what its rounding lost (Dekker, Veltkamp).
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let halves = |x: f64| {
        let large = x * 134217729.0; // 2^27 + 1
        let high = large - (large - x);
        (high, x - high)
    };
    let product = a * b;
    let ((ah, al), (bh, bl)) = (halves(a), halves(b));
    (product, al * bl - (((product - ah * bh) - al * bh) - ah * bl))
}

#[cfg(test)]
mod tests {
    use super::compensated;

    #[test]
    fn nothing_is_lost_where_terms_cancel() {
        assert_eq!(compensated(&[1e16, 1.0, -1e16], &[1.0, 1.0, 1.0], 0.5), 1.5);
        let third = 1.0 / 3.0;
        // 3 (1/3) - 1 is -2^-54 exactly, for 1/3 rounded down.
        assert_eq!(compensated(&[3.0], &[third], -1.0), -1.0 / 18014398509481984.0);
    }
}
