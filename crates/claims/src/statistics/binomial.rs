//! Rates: k successes in n trials.

use super::CONFIDENCE;

/// P(X >= k) = `I_p`(k, n - k + 1) for X binomial with n trials of probability p, k <= n.
///
/// Source: Abramowitz and Stegun 26.5.24, where I is the regularised incomplete beta function.
pub fn at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 { 1.0 } else { incomplete_beta(p, k as f64, (n - k + 1) as f64) }
}

/// P(X <= k) = `I_(1-p)`(n - k, k + 1) for X binomial with n trials of probability p.
///
/// Source: as for [`at_least`].
pub fn at_most(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { incomplete_beta(1.0 - p, (n - k) as f64, (k + 1) as f64) }
}

/// The exact 95 % interval of a rate, from P(X >= k) = 2.5 % at its low end to P(X <= k) = 2.5 %
/// at its high end; it starts at 0 if k = 0 and ends at 1 if k = n.
///
/// Without trials the ends are 0 and 1. Source: Clopper and Pearson 1934.
pub fn clopper_pearson(k: u64, n: u64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let low = if k == 0 { 0.0 } else { crossing(|p| at_least(k, n, p) > tail) };
    let high = if k == n { 1.0 } else { crossing(|p| at_most(k, n, p) < tail) };
    (low, high)
}

/// (r + z^2 / (2 n) +- z sqrt(r (1 - r) / n + z^2 / (4 n^2))) / (1 + z^2 / n) with r = k / n: the
/// 95 % score interval of a rate, for drawing.
///
/// z = 1.96 is the normal distribution's 97.5 % point; without trials the ends are NaN. Source:
/// Wilson 1927.
pub fn wilson(k: u64, n: u64) -> (f64, f64) {
    let z = super::NORMAL_95;
    let (is_none, is_all) = (k == 0, k == n);
    let (n, rate) = (n as f64, k as f64 / n as f64);
    let centre = rate + z * z / (2.0 * n);
    let spread = z * (rate * (1.0 - rate) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    if n == 0.0 {
        return (f64::NAN, f64::NAN);
    }
    // Set exactly, since rounding could leave [0, 1].
    let low = if is_none { 0.0 } else { (centre - spread) / scale };
    let high = if is_all { 1.0 } else { (centre + spread) / scale };
    (low, high)
}

/// Where on [0, 1] `beyond` turns from false to true, by bisection to the last bit.
pub(super) fn crossing(beyond: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    loop {
        let middle = 0.5 * low + 0.5 * high;
        if middle <= low || middle >= high {
            return middle;
        }
        if beyond(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
}

/// The regularised incomplete beta function `I_x`(a, b), by its continued fraction.
///
/// Source: Abramowitz and Stegun 26.5.8, evaluated by Lentz's method.
pub(super) fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast below the mean; above it, I_x(a, b) = 1 - I_(1-x)(b, a).
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let log_front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
        + a * libm::log(x)
        + b * libm::log1p(-x);
    let away_from_zero = |x: f64| if x.abs() < 1e-300 { 1e-300 } else { x };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            fraction *= d * c;
        }
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    libm::exp(log_front) * fraction / a
}
