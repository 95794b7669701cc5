//! How far a statistic can be trusted: its interval, and the p-value of a criterion's number.

use crate::criterion::{Criterion, Operator};
use crate::statistics::{Resampled, at_least, at_most, clopper_pearson, max};

/// How far a statistic can be trusted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uncertainty {
    /// The ends of its 95 % interval.
    pub(crate) interval: (f64, f64),
    /// The two-sided p-value: the probability of a result at least this clear if the true value
    /// were the criterion's number.
    pub(crate) p: f64,
}

impl Uncertainty {
    /// For values that include a NaN.
    pub(crate) const UNKNOWN: Self = Self { interval: (f64::NAN, f64::NAN), p: 1.0 };

    /// From the bootstrap of n values: twice (an interval has two ends) the share of resamples on
    /// the wrong side, with the data themselves counted as one resample. A tie has a wrong side at
    /// either end.
    pub(crate) fn of(
        statistics: &[f64],
        (of, n): (Resampled, usize),
        criterion: &Criterion,
    ) -> Self {
        let count =
            |wanted: &dyn Fn(f64) -> bool| statistics.iter().filter(|&&x| wanted(x)).count();
        let satisfied = count(&|x| criterion.holds(x));
        let (centre, value) = (criterion.centre(), criterion.value);
        let violated = if criterion.op == Operator::Within {
            count(&|x| x > centre + value).max(count(&|x| x < centre - value))
        } else {
            statistics.len() - satisfied
        };
        let share = (satisfied.min(violated) + 1) as f64 / (statistics.len() + 1) as f64;
        Self { interval: of.interval(n, statistics), p: of.p(n, share) }
    }

    /// From the binomial distribution: twice the smaller tail, as in the Clopper-Pearson interval.
    /// A tie is supported against the end that is harder to exclude, and refuted at either end.
    pub(crate) fn of_rate(k: u64, n: u64, criterion: &Criterion) -> Self {
        let smaller = |a: f64, b: f64| if a < b { a } else { b };
        let (centre, value) = (criterion.centre(), criterion.value);
        let tail = if criterion.op == Operator::Within {
            let (low, high) = (centre - value, centre + value);
            let doubted = max(&[at_least(k, n, low), at_most(k, n, high)]);
            smaller(doubted, smaller(at_most(k, n, low), at_least(k, n, high)))
        } else {
            smaller(at_least(k, n, value), at_most(k, n, value))
        };
        Self { interval: clopper_pearson(k, n), p: 2.0 * tail }
    }
}
