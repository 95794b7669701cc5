//! The bootstrap: how a statistic varies when the values are drawn again.

use mlp::Random;

use super::expansion::{contracted, expanded};
use super::{
    CONFIDENCE, halfway, interquartile_mean, mean, median, middle, middle_half, order, sort,
};

/// How many times the values are drawn again.
///
/// With 99,999, an end of a 95 % interval is the 2,500th value from a side, give or take 49, and the
/// smallest p-value, three Monte Carlo standard errors included, is 8 / 100,000: enough for 600
/// criteria in one experiment under Holm's correction. A mean's interval is expanded, and its
/// smallest p-value larger.
pub const RESAMPLES: usize = 99_999;

/// How many Monte Carlo standard errors an end must be beyond a limit to decide anything.
const ERRORS: f64 = 3.0;

/// A count of so many resamples, with three of its standard errors added: that of a binomial
/// distribution, or of one event where there is none.
fn at_most(count: f64, of: usize) -> f64 {
    let share = count / of as f64;
    count + ERRORS * (count * (1.0 - share)).sqrt()
}

/// A statistic that is resampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resampled {
    /// [`mean`], whose percentile intervals are too narrow.
    Mean,
    /// [`median`].
    Median,
    /// [`interquartile_mean`].
    InterquartileMean,
}

impl Resampled {
    /// The statistic of these values.
    pub fn of(self, values: &[f64]) -> f64 {
        match self {
            Self::Mean => mean(values),
            Self::Median => median(values),
            Self::InterquartileMean => interquartile_mean(values),
        }
    }

    /// The share of resamples of n values beyond either end of the 95 % interval.
    fn tail(self, n: usize) -> f64 {
        let tail = (1.0 - CONFIDENCE) / 2.0;
        match self {
            Self::Median | Self::InterquartileMean => tail,
            Self::Mean => expanded(tail, n),
        }
    }

    /// The 95 % percentile interval, from the sorted statistics of resamples of n values; NaN for
    /// none.
    ///
    /// It leaves out 2.5 % at each end, or less for means (see `expansion`). Sources: Efron and
    /// Tibshirani 1993, chapter 13; Hesterberg 2015.
    pub fn interval(self, n: usize, resamples: &[f64]) -> (f64, f64) {
        if resamples.is_empty() {
            return (f64::NAN, f64::NAN);
        }
        let out = (resamples.len() + 1) as f64 * self.tail(n);
        leaving_out(out, resamples)
    }

    /// The same interval with each end moved out by three Monte Carlo standard errors: what lies
    /// between depends on which resamples were drawn.
    pub fn certain(self, n: usize, resamples: &[f64]) -> (f64, f64) {
        if resamples.is_empty() {
            return (f64::NAN, f64::NAN);
        }
        let all = resamples.len() + 1;
        let out = all as f64 * self.tail(n);
        leaving_out(2.0 * out - at_most(out, all), resamples)
    }

    /// Twice the share that `beyond` of the resamples of n values are, with three Monte Carlo
    /// standard errors, at most 1: the two-sided p-value of the number that they lie beyond. For
    /// means the share is contracted first, just as the interval is expanded.
    pub fn p(self, n: usize, beyond: usize, resamples: usize) -> f64 {
        // The data themselves count as one resample.
        let share = at_most((beyond + 1) as f64, resamples + 1) / (resamples + 1) as f64;
        let tail = match self {
            Self::Median | Self::InterquartileMean => share,
            Self::Mean => contracted(share, n),
        };
        let p = 2.0 * tail;
        if p > 1.0 { 1.0 } else { p }
    }
}

/// The interval that leaves out so many of the sorted resamples at each end, at least one.
fn leaving_out(out: f64, resamples: &[f64]) -> (f64, f64) {
    let out = (out.round() as usize).clamp(1, resamples.len());
    (resamples[out - 1], resamples[resamples.len() - out])
}

/// The statistic of [`RESAMPLES`] resamples of `values`, in increasing order; empty for no values.
///
/// A resample has the same size, each value drawn from all with equal probability. Source: Efron
/// 1979.
///
/// # Panics
/// If there are more than 2^32 - 1 values.
pub fn bootstrap(values: &[f64], of: Resampled, random: &mut Random) -> Vec<f64> {
    bootstrap_mixed(&[(1.0, values)], of, RESAMPLES, random)
}

/// The statistic of so many resamples, in increasing order, where it is uncertain which of several
/// lists the values are: each is resampled in proportion to its share.
///
/// # Panics
/// If there are more than 2^32 - 1 values.
pub fn bootstrap_mixed(
    lists: &[(f64, &[f64])],
    of: Resampled,
    resamples: usize,
    random: &mut Random,
) -> Vec<f64> {
    let lists: Vec<_> = lists.iter().filter(|(_, values)| !values.is_empty()).collect();
    let all = lists.iter().fold(0.0, |sum, (share, _)| sum + share);
    let mut statistics = Vec::with_capacity(resamples);
    let mut below = 0.0;
    for (share, values) in lists {
        below += share;
        let end = (below / all * resamples as f64).round() as usize;
        let count = end.min(resamples) - statistics.len();
        statistics.extend(resampled(values, of, count, random));
    }
    sort(&mut statistics);
    statistics
}

/// The statistic of so many resamples, in the order drawn.
fn resampled(values: &[f64], of: Resampled, resamples: usize, random: &mut Random) -> Vec<f64> {
    let count = u32::try_from(values.len()).expect("at most 2^32 - 1 values");
    if of == Resampled::Mean {
        let mut resample = vec![0.0; values.len()];
        let resampled = |_| {
            resample.fill_with(|| values[random.below(count) as usize]);
            mean(&resample)
        };
        (0..resamples).map(resampled).collect()
    } else {
        resampled_in_order(values, of, resamples, || random.below(count) as usize)
    }
}

/// The same for a statistic of sorted values: they are sorted once, and a resample is how often it
/// has each of them.
fn resampled_in_order(
    values: &[f64],
    of: Resampled,
    resamples: usize,
    mut draw: impl FnMut() -> usize,
) -> Vec<f64> {
    let n = values.len();
    let mut places: Vec<usize> = (0..n).collect();
    places.sort_by(|&i, &j| order(values[i], values[j]));
    let mut ranks = vec![0; n];
    for (rank, &i) in places.iter().enumerate() {
        ranks[i] = rank;
    }
    let sorted: Vec<f64> = places.into_iter().map(|i| values[i]).collect();
    let (kept, reduced): (_, fn(&[f64]) -> f64) = match of {
        Resampled::Median => (middle(n), halfway),
        _ => (middle_half(n), mean),
    };
    let (mut counts, mut resample) = (vec![0_usize; n], Vec::with_capacity(n));
    let resampled = |_| {
        counts.fill(0);
        (0..n).for_each(|_| counts[ranks[draw()]] += 1);
        // Of the sorted resample, only what is kept is written out.
        resample.clear();
        let (mut before, mut at) = (0, 0);
        while before < kept.end {
            let end = before + counts[at];
            let part = before.max(kept.start)..end.min(kept.end);
            resample.extend(part.map(|_| sorted[at]));
            (before, at) = (end, at + 1);
        }
        reduced(&resample)
    };
    (0..resamples).map(resampled).collect()
}

#[cfg(test)]
mod tests {
    use super::{RESAMPLES, Resampled, bootstrap};
    use mlp::Random;

    /// Values drawn and sorted one resample at a time, for odd and even numbers of them, with ties,
    /// signed zeros and infinities.
    #[test]
    fn counting_a_resample_is_sorting_it() {
        for n in [1, 2, 3, 7, 8, 20, 33] {
            let mut random = Random::from_number(n as u64);
            let mut values: Vec<f64> = (0..n).map(|_| f64::from(random.below(9)) - 4.5).collect();
            values[0] = -0.0;
            values[n / 2] = 0.0;
            values[n - 1] = f64::INFINITY;
            for of in [Resampled::Mean, Resampled::Median, Resampled::InterquartileMean] {
                let mut random = Random::from_number(5);
                let mut wanted: Vec<f64> = (0..RESAMPLES)
                    .map(|_| {
                        let draw = |_| values[random.below(n as u32) as usize];
                        of.of(&(0..n).map(draw).collect::<Vec<f64>>())
                    })
                    .collect();
                wanted.sort_by(f64::total_cmp);
                let found = bootstrap(&values, of, &mut Random::from_number(5));
                let bits = |all: &[f64]| all.iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
                assert_eq!(bits(&found), bits(&wanted), "{of:?} of {n}");
            }
        }
    }
}
