//! How far a statistic can be trusted: its interval, and the p-value of a criterion's number.

use crate::criterion::{Criterion, Operator};
use crate::outcome::{Outcome, side};
use crate::statistics::{Resampled, at_least, at_most, clopper_pearson, max};

/// How far a statistic can be trusted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uncertainty {
    /// The ends of its 95 % interval.
    pub(crate) interval: (f64, f64),
    /// The two-sided p-value of the side that is nearest to being certain: the probability of a
    /// result at least this clear if the true value were where that side begins.
    pub(crate) p: f64,
}

impl Uncertainty {
    /// For values that include a NaN.
    pub(crate) const UNKNOWN: Self = Self { interval: (f64::NAN, f64::NAN), p: 1.0 };

    /// From the bootstrap of n values: twice (an interval has two ends) the share of resamples beyond
    /// the side, with the data themselves counted as one resample. A tie, and what is negligible, is
    /// left at either end: the more frequent one counts.
    pub(crate) fn of(
        statistics: &[f64],
        (of, n): (Resampled, usize),
        criterion: &Criterion,
    ) -> Self {
        let count =
            |wanted: &dyn Fn(f64) -> bool| statistics.iter().filter(|&&x| wanted(x)).count();
        let on = |outcome| count(&|x| side(criterion, x) == outcome);
        let (all, supported) = (statistics.len(), on(Outcome::Supported));
        let (centre, value) = (criterion.centre(), criterion.value);
        let not_supported = if criterion.op == Operator::Within {
            count(&|x| x > centre + value).max(count(&|x| x < centre - value))
        } else {
            all - supported
        };
        let not_against = if criterion.is_effect() {
            let reversed = on(Outcome::Reversed);
            (all - reversed).min(supported.max(reversed))
        } else {
            supported
        };
        let share = (not_supported.min(not_against) + 1) as f64 / (all + 1) as f64;
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
