//! The bootstrap: how a statistic varies when the values are drawn again.

use mlp::Random;

use super::expansion::{contracted, expanded};
use super::{
    CONFIDENCE, halfway, interquartile_mean, mean, median, middle, middle_half, order, sort,
};

/// How many times the values are drawn again.
///
/// With 9,999, the ends of a 95 % interval of a median are the 250th value from either side, and
/// the smallest p-value is 2 / 10,000: enough for 250 criteria in one experiment under Holm's
/// correction. A mean's interval is expanded, and its smallest p-value larger: 0.0018 over 20
/// values, 0.0009 over 32, which is enough for 27 and 53 criteria if it is the smallest of all.
pub const RESAMPLES: usize = 9_999;

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
        let out = ((resamples.len() + 1) as f64 * self.tail(n)).round() as usize;
        let low = resamples[out.saturating_sub(1)];
        let high = resamples[resamples.len() - out.clamp(1, resamples.len())];
        (low, high)
    }

    /// 2 `share`, at most 1: the two-sided p-value of a number with this share of resamples of n
    /// values beyond it. For means the share is contracted first, just as the interval is expanded.
    pub fn p(self, n: usize, share: f64) -> f64 {
        let tail = match self {
            Self::Median | Self::InterquartileMean => share,
            Self::Mean => contracted(share, n),
        };
        let p = 2.0 * tail;
        if p > 1.0 { 1.0 } else { p }
    }
}

/// The statistic of [`RESAMPLES`] resamples of `values`, in increasing order; empty for no values.
///
/// A resample has the same size, each value drawn from all with equal probability. Source: Efron
/// 1979.
///
/// # Panics
/// If there are more than 2^32 - 1 values.
pub fn bootstrap(values: &[f64], of: Resampled, random: &mut Random) -> Vec<f64> {
    let count = u32::try_from(values.len()).expect("at most 2^32 - 1 values");
    if count == 0 {
        return Vec::new();
    }
    let mut statistics = if of == Resampled::Mean {
        let mut resample = vec![0.0; values.len()];
        let resampled = |_| {
            resample.fill_with(|| values[random.below(count) as usize]);
            mean(&resample)
        };
        (0..RESAMPLES).map(resampled).collect()
    } else {
        resampled_in_order(values, of, || random.below(count) as usize)
    };
    sort(&mut statistics);
    statistics
}

/// The same for a statistic of sorted values: they are sorted once, and a resample is how often it
/// has each of them.
fn resampled_in_order(values: &[f64], of: Resampled, mut draw: impl FnMut() -> usize) -> Vec<f64> {
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
    (0..RESAMPLES).map(resampled).collect()
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
