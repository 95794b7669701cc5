//! How far a statistic can be trusted: its interval, and the p-value of a criterion's number.

use crate::criterion::{Criterion, Operator};
use crate::statistics::{Mixture, Resampled, at_least, at_most, clopper_pearson, max, min};

/// How far a statistic can be trusted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uncertainty {
    /// The ends of its 95 % interval.
    pub(crate) interval: (f64, f64),
    /// The same, wider by what the resamples leave open: what verdicts are decided by.
    pub(crate) certain: (f64, f64),
    /// The two-sided p-value: the probability of a result at least this clear if the true value
    /// were the criterion's number; the largest that the resamples leave open.
    pub(crate) p: f64,
}

/// No interval.
const NONE: (f64, f64) = (f64::NAN, f64::NAN);

impl Uncertainty {
    /// For values that include a NaN.
    pub(crate) const UNKNOWN: Self = Self { interval: NONE, certain: NONE, p: 1.0 };

    /// From the bootstrap of n values: the p-value counts the resamples on the wrong side. A tie has
    /// a wrong side at either end.
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
        Self {
            interval: of.interval(n, statistics),
            certain: of.certain(n, statistics),
            p: of.p(n, satisfied.min(violated), statistics.len()),
        }
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
        let interval = clopper_pearson(k, n);
        Self { interval, certain: interval, p: 2.0 * tail }
    }

    /// From the distribution of a mean over splits; a tie is told by its nearer end.
    pub(crate) fn of_splits(over: &Mixture, criterion: &Criterion) -> Self {
        let (centre, value) = (criterion.centre(), criterion.value);
        let p = match criterion.op {
            Operator::Within => max(&[over.p(centre - value), over.p(centre + value)]),
            _ => over.p(value),
        };
        let interval = over.interval();
        Self { interval, certain: interval, p }
    }

    /// Of one or the other: intervals that hold both, and the larger p-value.
    pub(crate) fn or(self, other: Self) -> Self {
        let hull = |a: (f64, f64), b: (f64, f64)| (min(&[a.0, b.0]), max(&[a.1, b.1]));
        Self {
            interval: hull(self.interval, other.interval),
            certain: hull(self.certain, other.certain),
            p: max(&[self.p, other.p]),
        }
    }
}
