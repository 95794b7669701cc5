//! The bootstrap: how a statistic varies when the values are drawn again.

use mlp::Random;

use super::expansion::{contracted, expanded};
use super::{CONFIDENCE, sort};

/// How many times the values are drawn again.
///
/// With 9,999, the ends of a 95 % interval of a median are the 250th value from either side, and
/// the smallest p-value is 2 / 10,000: enough for 250 criteria in one experiment under Holm's
/// correction. A mean's interval is expanded, and its smallest p-value larger: 0.0018 over 20
/// values, 0.0009 over 32, which is enough for 27 and 53 criteria if it is the smallest of all.
pub const RESAMPLES: usize = 9_999;

/// The statistic of [`RESAMPLES`] resamples of `values`, in increasing order; empty for no values.
///
/// A resample has the same size, each value drawn from all with equal probability. Source: Efron
/// 1979.
///
/// # Panics
/// If there are more than 2^32 - 1 values.
pub fn bootstrap(
    values: &[f64],
    statistic: impl Fn(&[f64]) -> f64,
    random: &mut Random,
) -> Vec<f64> {
    let count = u32::try_from(values.len()).expect("at most 2^32 - 1 values");
    if count == 0 {
        return Vec::new();
    }
    let mut resample = vec![0.0; values.len()];
    let mut statistics: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            for x in &mut resample {
                *x = values[random.below(count) as usize];
            }
            statistic(&resample)
        })
        .collect();
    sort(&mut statistics);
    statistics
}

/// The kind of statistic that is resampled, which decides where among them an interval ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resamples {
    /// Medians and interquartile means, whose percentile intervals have their nominal coverage.
    OfMiddles,
    /// Means of this many values, whose percentile intervals are too narrow.
    OfMeans(usize),
}

impl Resamples {
    /// The share of resamples beyond either end of the 95 % interval.
    fn tail(self) -> f64 {
        let tail = (1.0 - CONFIDENCE) / 2.0;
        match self {
            Self::OfMiddles => tail,
            Self::OfMeans(n) => expanded(tail, n),
        }
    }

    /// 2 `share`, at most 1: the two-sided p-value of a number with this share of resamples beyond
    /// it. For means the share is contracted first, just as the interval is expanded.
    pub fn p(self, share: f64) -> f64 {
        let tail = match self {
            Self::OfMiddles => share,
            Self::OfMeans(n) => contracted(share, n),
        };
        let p = 2.0 * tail;
        if p > 1.0 { 1.0 } else { p }
    }
}

/// The 95 % percentile interval of a bootstrap's sorted statistics; NaN for none.
///
/// It leaves out 2.5 % at each end, or less for means (see `expansion`). Sources: Efron and
/// Tibshirani 1993, chapter 13; Hesterberg 2015.
pub fn percentile_interval(bootstrap: &[f64], of: Resamples) -> (f64, f64) {
    if bootstrap.is_empty() {
        return (f64::NAN, f64::NAN);
    }
    let out = ((bootstrap.len() + 1) as f64 * of.tail()).round() as usize;
    let low = bootstrap[out.saturating_sub(1)];
    let high = bootstrap[bootstrap.len() - out.clamp(1, bootstrap.len())];
    (low, high)
}
