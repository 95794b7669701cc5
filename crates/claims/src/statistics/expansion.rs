//! The expanded bootstrap interval of a mean, since a small sample understates its own spread.
//!
//! The variance of resampled means of n values is (n - 1)/n times what it should be, and a
//! bootstrap does not account for Student's t. The percentile interval of a mean is therefore
//! expanded to where it would be Student's interval if the values were normal. Source: Hesterberg
//! 2015, "What teachers should know about the bootstrap".

use super::binomial::{crossing, incomplete_beta};

/// P(Z > sqrt(n / (n - 1)) t), t the point that Student's T with n - 1 degrees of freedom exceeds
/// with probability `tail`: the share of resamples beyond an end that leaves out `tail`.
pub(super) fn expanded(tail: f64, n: usize) -> f64 {
    if n < 2 {
        return tail;
    }
    let stretch = (n as f64 / (n - 1) as f64).sqrt();
    normal_tail(stretch * student_quantile(tail, n - 1))
}

/// The tail that an interval ending at this share of resamples leaves out: the inverse of
/// [`expanded`].
pub(super) fn contracted(share: f64, n: usize) -> f64 {
    if n < 2 || share >= 0.5 {
        return share;
    }
    let stretch = (n as f64 / (n - 1) as f64).sqrt();
    student_tail(normal_quantile(share) / stretch, n - 1)
}

/// P(Z > z) = erfc(z / sqrt 2) / 2 for a normal Z.
pub(super) fn normal_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// P(T > t) = `I_x`(v / 2, 1 / 2) / 2 with x = v / (v + t^2), for t >= 0 and T of Student's
/// distribution with v degrees of freedom. Source: Abramowitz and Stegun 26.7.1.
pub(super) fn student_tail(t: f64, freedom: usize) -> f64 {
    let freedom = freedom as f64;
    0.5 * incomplete_beta(freedom / (freedom + t * t), 0.5 * freedom, 0.5)
}

/// The point at which a tail, which falls from 1/2 at 0, has this size.
fn quantile(tail: impl Fn(f64) -> f64, wanted: f64) -> f64 {
    // u from 0 to 1 stands for u / (1 - u) from 0 to infinity.
    let share = crossing(|u| tail(u / (1.0 - u)) < wanted);
    share / (1.0 - share)
}

fn normal_quantile(tail: f64) -> f64 {
    quantile(normal_tail, tail)
}

fn student_quantile(tail: f64, freedom: usize) -> f64 {
    quantile(|t| student_tail(t, freedom), tail)
}

#[cfg(test)]
mod tests {
    use super::{contracted, expanded, normal_quantile, student_quantile};

    #[test]
    fn quantiles_equal_tables() {
        // scipy 1.17: norm.isf(0.025), t.isf(0.025, 9), t.isf(0.005, 31).
        for (found, wanted) in [
            (normal_quantile(0.025), 1.959963984540054),
            (student_quantile(0.025, 9), 2.262157162798205),
            (student_quantile(0.005, 31), 2.744041919294281),
        ] {
            // Bisection stops at neighbouring numbers, but the tails are good to about 1e-14.
            assert!((found - wanted).abs() < 1e-10, "{found} {wanted}");
        }
    }

    #[test]
    fn an_interval_is_widened_and_the_way_back_is_the_same() {
        // scipy 1.17: norm.sf(sqrt(10 / 9) * t.isf(0.025, 9)).
        assert!((expanded(0.025, 10) - 0.00855063902440636).abs() < 1e-12);
        for (tail, n) in [(0.025, 20), (0.001, 32), (0.2, 1000)] {
            let back = contracted(expanded(tail, n), n);
            assert!((back - tail).abs() < 1e-12, "{tail} {n} {back}");
        }
    }

    #[test]
    fn what_is_no_tail_stays() {
        assert_eq!((contracted(0.7, 10), contracted(0.5, 10)), (0.7, 0.5));
        assert_eq!((contracted(0.1, 1), expanded(0.1, 1)), (0.1, 0.1));
    }
}
