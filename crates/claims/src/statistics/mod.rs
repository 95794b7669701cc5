//! Every reduction of floats, each in a fixed order.
//!
//! | statistic | 95 % interval | p-value |
//! |---|---|---|
//! | [`median`], [`interquartile_mean`] | bootstrap: [`Resampled::interval`] | [`Resampled::p`] |
//! | [`mean`] | the same, expanded to Student's width | the same, contracted |
//! | a mean over splits | [`Mixture::interval`] | [`Mixture::p`] |
//! | a rate | [`clopper_pearson`]; to draw, [`wilson`] | [`at_least`], [`at_most`] |
//! | [`min`], [`max`], [`furthest`] | none: exact | none |
//!
//! Times to an event that may not have been waited for: [`kaplan_meier`], [`log_rank`] for two
//! samples, [`accelerated()`] for a model of many, [`population()`] for two arms over groups of units.
//!
//! [`holm()`] corrects the p-values of an experiment for their number.

use std::cmp::Ordering;
use std::ops::Range;

mod accelerated;
mod binomial;
mod bootstrap;
mod expansion;
mod holm;
mod matrix;
mod population;
mod splits;
mod survival;

pub use accelerated::{Accelerated, accelerated};
pub use binomial::{at_least, at_most, clopper_pearson, wilson};
pub use bootstrap::{RESAMPLES, Resampled, bootstrap, bootstrap_mixed};
pub use holm::holm;
pub use population::{Population, Posterior, Unit, population};
pub use splits::{Mixture, OverSplits};
pub use survival::{LogRank, Time, kaplan_meier, log_rank, median_time};

/// The confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;

/// Half the length of a 95 % interval of a normal number, in its deviations.
pub const NORMAL_95: f64 = 1.959963984540054;

/// ln(x / y); NaN unless both are finite and above 0.
pub fn log_ratio(x: f64, y: f64) -> f64 {
    let is_in_domain = |x: f64| x > 0.0 && x.is_finite();
    if is_in_domain(x) && is_in_domain(y) { libm::log(x / y) } else { f64::NAN }
}

/// sum x / n, summed in order; NaN for no values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, x| sum + x) / values.len() as f64
}

/// The middle value, or the mean of the two middle ones; NaN for none.
pub fn median(values: &[f64]) -> f64 {
    halfway(&sorted(values)[middle(values.len())])
}

/// Where the one or two middle ones of n sorted values lie.
fn middle(n: usize) -> Range<usize> {
    let out = n.saturating_sub(1) / 2;
    out..n - out
}

/// The median, from the middle of the sorted values.
fn halfway(middle: &[f64]) -> f64 {
    match middle {
        [] => f64::NAN,
        [low, high] => 0.5 * low + 0.5 * high, // in halves: the sum of two large numbers overflows
        [one, ..] => *one,
    }
}

/// The mean of the middle half: of n sorted values, floor(n / 4) are left out at each end; NaN
/// for none.
///
/// Source: Agarwal et al. 2021, "Deep reinforcement learning at the edge of the statistical
/// precipice".
pub fn interquartile_mean(values: &[f64]) -> f64 {
    mean(&sorted(values)[middle_half(values.len())])
}

/// The smallest and the largest value of the middle half, of which [`interquartile_mean`] is the mean;
/// NaN for none.
pub fn middle_half_ends(values: &[f64]) -> (f64, f64) {
    match &sorted(values)[middle_half(values.len())] {
        [] => (f64::NAN, f64::NAN),
        half => (half[0], half[half.len() - 1]),
    }
}

/// Where the middle half of n sorted values lies.
fn middle_half(n: usize) -> Range<usize> {
    n / 4..n - n / 4
}

/// The smallest value; NaN for no values, or if one is NaN.
pub fn min(values: &[f64]) -> f64 {
    extreme(values, |x, best| x < best)
}

/// The largest value; NaN for no values, or if one is NaN.
pub fn max(values: &[f64]) -> f64 {
    extreme(values, |x, best| x > best)
}

/// The value furthest from `centre`, the first of equals; NaN for no values, or if one is NaN.
pub fn furthest(values: &[f64], centre: f64) -> f64 {
    extreme(values, |x, best| (x - centre).abs() > (best - centre).abs())
}

fn extreme(values: &[f64], better: impl Fn(f64, f64) -> bool) -> f64 {
    let Some(&first) = values.first() else { return f64::NAN };
    let pick = |best: f64, &x: &f64| if better(x, best) || x.is_nan() { x } else { best };
    values.iter().fold(first, pick)
}

/// In increasing order, NaN last.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sort(&mut sorted);
    sorted
}

/// Puts values in increasing order, NaN last whatever its sign, which differs between processors.
fn sort(values: &mut [f64]) {
    values.sort_unstable_by(|&a, &b| order(a, b));
}

/// The order of [`sorted`].
fn order(a: f64, b: f64) -> Ordering {
    a.is_nan().cmp(&b.is_nan()).then(a.total_cmp(&b))
}

/// How many significant decimal digits a statistic is shown with.
pub const DIGITS: usize = 6;

/// x as tables, charts and terminals show it: to [`DIGITS`] digits. No verdict depends on it.
pub fn shown(x: f64) -> f64 {
    significant(x, DIGITS)
}

/// x to `digits` significant decimal digits; itself if it is infinite or NaN.
///
/// Through decimal text, which Rust makes and reads correctly rounded on every machine.
pub fn significant(x: f64, digits: usize) -> f64 {
    format!("{x:.*e}", digits.saturating_sub(1)).parse().unwrap_or(x)
}
