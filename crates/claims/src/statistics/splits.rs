//! The mean over random splits of one data set, whose training parts overlap.

use super::binomial::crossing;
use super::expansion::student_tail;
use super::{CONFIDENCE, max, mean, min};

/// The mean of what each of J splits gives, with the variance (1 / J + q) s^2: s^2 the sample
/// variance, q the number of test examples for each training example.
///
/// s^2 / J would be the variance if the splits had no examples in common; q s^2 is for what all of
/// them share. Source: Nadeau and Bengio 2003, "Inference for the generalization error".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverSplits {
    /// The mean.
    pub mean: f64,
    /// The square root of its variance.
    pub error: f64,
    /// J - 1.
    pub freedom: usize,
}

impl OverSplits {
    /// From one number a split; none for fewer than two.
    pub fn new(splits: &[f64], q: f64) -> Option<Self> {
        let freedom = splits.len().checked_sub(1).filter(|&freedom| freedom > 0)?;
        let centre = mean(splits);
        let squares = splits.iter().fold(0.0, |sum, x| sum + (x - centre) * (x - centre));
        let variance = (1.0 / splits.len() as f64 + q) * squares / freedom as f64;
        Some(Self { mean: centre, error: variance.sqrt(), freedom })
    }

    /// How likely the true mean is below x, by Student's distribution.
    fn below(self, x: f64) -> f64 {
        let distance = (x - self.mean).abs();
        let tail = match self.error > 0.0 {
            true => student_tail(distance / self.error, self.freedom),
            false if distance > 0.0 => 0.0,
            false => 0.5,
        };
        if x < self.mean { tail } else { 1.0 - tail }
    }
}

/// Where it is uncertain which of several means it is, each with its share: their distributions
/// mixed.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture(pub Vec<(f64, OverSplits)>);

impl Mixture {
    fn below(&self, x: f64) -> f64 {
        let all = self.0.iter().fold(0.0, |sum, (share, _)| sum + share);
        self.0.iter().fold(0.0, |sum, (share, over)| sum + share / all * over.below(x))
    }

    /// The 95 % interval.
    pub fn interval(&self) -> (f64, f64) {
        let tail = (1.0 - CONFIDENCE) / 2.0;
        // So many errors away no t of two splits or more has a tail of 2.5 %.
        let end = |side: f64| {
            let ends = self.0.iter().map(|(_, over)| over.mean + side * 20.0 * over.error);
            ends.collect::<Vec<f64>>()
        };
        let (low, high) = (min(&end(-1.0)), max(&end(1.0)));
        let quantile = |share: f64| {
            low + (high - low) * crossing(|u| self.below(low + (high - low) * u) > share)
        };
        (quantile(tail), quantile(1.0 - tail))
    }

    /// The two-sided p-value of a number as the true mean.
    pub fn p(&self, number: f64) -> f64 {
        let below = self.below(number);
        2.0 * min(&[below, 1.0 - below])
    }
}

#[cfg(test)]
mod tests {
    use super::{Mixture, OverSplits};

    #[test]
    fn a_mean_over_splits_equals_scipy() {
        // scipy 1.17: m = mean, e = sqrt((1 / 6 + 1 / 3) * var(ddof=1)), m -+ e * t.isf(0.025, 5),
        // 2 * t.sf(abs(m - 0.5) / e, 5).
        let over = OverSplits::new(&[0.9, 0.1, 0.4, -0.3, 0.7, 0.6], 1.0 / 3.0).expect("six");
        let alone = Mixture(vec![(0.3, over)]);
        let (low, high) = alone.interval();
        let found = [over.mean, over.error, low, high, alone.p(0.5)];
        let wanted =
            [0.4, 0.309838667696593, -0.396465651158620, 1.196465651158619, 0.759945300218093];
        for (found, wanted) in found.into_iter().zip(wanted) {
            // Bisection stops at neighbouring numbers, but the tails are good to about 1e-14.
            assert!((found - wanted).abs() < 1e-10, "{found} {wanted}");
        }
        assert_eq!(OverSplits::new(&[1.0], 0.3), None);
        let same = OverSplits::new(&[1.0, 1.0], 0.3).expect("two");
        let same = Mixture(vec![(1.0, same)]);
        assert_eq!((same.interval(), same.p(1.0), same.p(0.0)), ((1.0, 1.0), 1.0, 0.0));
    }

    #[test]
    fn a_mixture_has_the_tails_of_its_parts() {
        let at = |mean| OverSplits { mean, error: 1.0, freedom: 30 };
        let mixture = Mixture(vec![(0.9, at(0.0)), (0.1, at(100.0))]);
        // scipy 1.17: t.isf(0.025 / 0.9, 30), 100 + t.isf(0.25, 30).
        let (low, high) = mixture.interval();
        assert!((low + 1.991877).abs() < 1e-5 && (high - 100.682756).abs() < 1e-5, "{low} {high}");
        assert!((mixture.p(50.0) - 0.2).abs() < 1e-12);
    }
}
