//! Slips about numbers: fits, limits of precision, small slopes.

use claims::{Formula, Metrics, Streams};
use mlp::{Activation, Simd};

use crate::search::bisect;
use crate::unit::Unit;
use crate::universal_approximation::{polygon_error, polynomial_floor};

/// E10: the best an affine map can do, what two layers do, and what they do at a jump.
pub(super) fn one_layer(target: &Formula, interval: [f64; 2], units: usize, simd: Simd) -> Metrics {
    let f = |x: f64| target.at(x);
    let jump = |x: f64| f64::from(u8::from(x >= 0.0));
    vec![
        ("one_layer_floor", polynomial_floor(f, interval, 1)),
        ("two_layer_error", polygon_error(f, interval, units, simd)),
        ("jump_error", polygon_error(jump, [-1.0, 1.0], units, simd)),
    ]
}

/// E12: every labelling of x = 0, 1, 2, 3: how many no threshold divides, how many of these have a
/// least-squares fit that is not constant; and the slope of the fit to the given labels.
pub(super) fn inseparable_fits(labels: [u8; 4]) -> Metrics {
    // The slope is sum (x - 3/2) y / 5: in tenths, so that all stays whole.
    let tenths = |labels: [u8; 4]| {
        let terms = [-3, -1, 1, 3].into_iter().zip(labels);
        terms.map(|(x, y)| x * i32::from(y)).sum::<i32>()
    };
    let changes = |labels: [u8; 4]| labels.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let all = (0..16_u8).map(|bits| [0, 1, 2, 3].map(|i| bits >> i & 1));
    let inseparable: Vec<[u8; 4]> = all.filter(|&labels| changes(labels) > 1).collect();
    let sloped = inseparable.iter().filter(|&&labels| tenths(labels) != 0).count();
    vec![
        ("inseparable", inseparable.len() as f64),
        ("sloped_fits", sloped as f64),
        ("slope", f64::from(tenths(labels)) / 10.0),
    ]
}

/// E14: from where the sigmoid's slope is exactly 0: correctly rounded, and as training has it.
pub(super) fn sigmoid_limits(simd: Simd) -> Metrics {
    // Far out the slope e^-x / (1 + e^-x)^2 is e^-x to all digits.
    let rounds_to_0 =
        |zero: &dyn Fn(f64) -> bool| bisect((0.0, 1000.0), 60, |x| zero(libm::exp(-x))).1;
    let mut double = Unit::<f64>::new(Activation::Sigmoid {}, simd);
    let mut single = Unit::<f32>::new(Activation::Sigmoid {}, simd);
    let never = f64::INFINITY;
    vec![
        ("rounds_to_0_f64", rounds_to_0(&|slope| slope == 0.0)),
        ("rounds_to_0_f32", rounds_to_0(&|slope| slope as f32 == 0.0)),
        ("ours_above_f64", double.vanishes_from(1.0, 1000.0).unwrap_or(never)),
        ("ours_above_f32", single.vanishes_from(1.0, 1000.0).unwrap_or(never)),
        ("ours_below_f64", double.vanishes_from(-1.0, 1000.0).unwrap_or(never)),
        ("ours_below_f32", single.vanishes_from(-1.0, 1000.0).unwrap_or(never)),
    ]
}

/// E15: ELU's slope down to some x, and the sigmoid's there.
pub(super) fn elu_slope(lowest: f64, simd: Simd) -> Metrics {
    let mut elu = Unit::<f64>::new(Activation::Elu { alpha: 1.0 }, simd);
    let mut sigmoid = Unit::<f64>::new(Activation::Sigmoid {}, simd);
    let slopes: Vec<f64> = (0..=200).map(|i| elu.slope(lowest * f64::from(i) / 200.0)).collect();
    let end = elu.slope(lowest);
    vec![
        ("least_slope", claims::statistics::min(&slopes)),
        ("slope_at_end", end),
        ("slope_ratio", end / sigmoid.slope(lowest)),
    ]
}

/// E17: how many of 10 000 random units w.x + b have a pre-activation of exactly 0 when every
/// number and every result is rounded to so many bits.
pub(super) fn zeros(precision: u32, inputs: usize, streams: &Streams) -> f64 {
    let random = &mut streams.stream("units");
    let count = (0..10_000).filter(|_| {
        let mut z = round(0.1 * random.normal(), precision);
        for _ in 0..inputs {
            let (w, x) = (round(random.normal(), precision), round(random.normal(), precision));
            z = round(z + round(w * x, precision), precision);
        }
        z == 0.0
    });
    count.count() as f64
}

/// x with a significand of so many bits, to nearest: half precision has 11, single 24.
///
/// By Dekker's splitting: x c - (x c - x) with c = 2^(53 - bits) + 1.
fn round(x: f64, bits: u32) -> f64 {
    if bits >= 53 {
        return x;
    }
    let large = x * ((1_u64 << (53 - bits)) + 1) as f64;
    large - (large - x)
}

#[cfg(test)]
mod tests {
    use super::round;

    #[test]
    fn rounding_to_24_bits_is_single_precision() {
        let random = &mut mlp::Random::from_number(4);
        for _ in 0..10_000 {
            let x = random.normal();
            assert_eq!(round(x, 24), f64::from(x as f32));
        }
        assert_eq!(round(1.0 + 1.0 / 1024.0 + 1e-9, 11), 1.0 + 1.0 / 1024.0);
        assert_eq!(round(1.0 + 1.0 / 4096.0, 11), 1.0);
    }
}
