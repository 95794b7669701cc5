//! The time to an event that was not always waited for: curves, and whether two of them differ.

/// The time to an event, or a lower bound of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// The time, not NaN.
    pub at: f64,
    /// Whether the event was seen then; if not, it was still to come: the time is right-censored.
    pub observed: bool,
}

/// S(t) = prod over event times u <= t of 1 - events / at risk: at each time of an event, the
/// share that has not had it after that.
///
/// Whoever is censored at u is still at risk then. Source: Kaplan and Meier 1958.
pub fn kaplan_meier(times: &[Time]) -> Vec<(f64, f64)> {
    let mut share = 1.0;
    let after = |at| {
        let (events, at_risk) = counts(times, at);
        share *= 1.0 - events / at_risk;
        (at, share)
    };
    event_times(times).into_iter().map(after).collect()
}

/// The first time at which the curve of [`kaplan_meier`] is at most 1/2; infinity if it never is.
pub fn median_time(times: &[Time]) -> f64 {
    // A product that is 1/2 may be rounded to slightly more.
    let is_half = |&(_, share): &(f64, f64)| share <= 0.5 + 1e-12;
    kaplan_meier(times).into_iter().find(is_half).map_or(f64::INFINITY, |(at, _)| at)
}

/// The distinct times of events, in increasing order.
fn event_times<'a>(times: impl IntoIterator<Item = &'a Time>) -> Vec<f64> {
    let mut events: Vec<f64> = times.into_iter().filter(|t| t.observed).map(|t| t.at).collect();
    events.sort_by(f64::total_cmp);
    events.dedup();
    events
}

/// How many events there are at this time, and how many had none before.
fn counts(times: &[Time], at: f64) -> (f64, f64) {
    let events = times.iter().filter(|t| t.observed && t.at == at).count();
    let at_risk = times.iter().filter(|t| t.at >= at).count();
    (events as f64, at_risk as f64)
}

/// A test of whether two samples have the same survival curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// Chi-squared with one degree of freedom if they have.
    pub statistic: f64,
    /// The probability of at least that statistic if they have.
    pub p: f64,
}

/// (sum of `d_a` - d `n_a` / n)^2 / sum of d (`n_a` / n) (1 - `n_a` / n) (n - d) / (n - 1) over the
/// event times, with d events among n at risk, `d_a` and `n_a` of them in `a`.
///
/// Given d, n and `n_a`, `d_a` is hypergeometric. p is erfc(sqrt(statistic / 2)). If nothing can
/// differ, as without events, the statistic is 0 and p is 1. Sources: Mantel 1966; Peto and Peto
/// 1972.
pub fn log_rank(a: &[Time], b: &[Time]) -> LogRank {
    let (mut excess, mut variance) = (0.0, 0.0);
    for at in event_times(a.iter().chain(b)) {
        let ((events_a, risk_a), (events_b, risk_b)) = (counts(a, at), counts(b, at));
        let (d, n) = (events_a + events_b, risk_a + risk_b);
        let share = risk_a / n;
        excess += events_a - d * share;
        // The last one's event has no variance, and n - 1 is 0.
        if n > 1.0 {
            variance += d * share * (1.0 - share) * (n - d) / (n - 1.0);
        }
    }
    let statistic = if variance > 0.0 { excess * excess / variance } else { 0.0 };
    LogRank { statistic, p: libm::erfc((statistic / 2.0).sqrt()) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{LogRank, Time, kaplan_meier, log_rank, median_time};

    // The data and numbers of `tests/survival.py`, with lifelines 0.30.3 and scipy 1.17.1.
    pub(in super::super) const TIED: [[f64; 12]; 2] = [
        [5., 5., 7., 25., 10., -9., 14., 8., 5., -17., 9., -10.],
        [8., 9., 14., 7., 8., -14., -14., -17., 6., 22., 17., 14.],
    ];
    pub(in super::super) const CENSORED: [[f64; 10]; 2] = [
        [7., 6., 13., 5., 10., 14., 14., 8., 5., 19.],
        [13., -11., -20., -12., 14., 14., 12., -10., -10., -11.],
    ];

    /// Negative if censored.
    pub(in super::super) fn times(signed: &[f64]) -> Vec<Time> {
        signed.iter().map(|t| Time { at: t.abs(), observed: *t > 0.0 }).collect()
    }

    pub(in super::super) fn assert_close(found: &[f64], wanted: &[f64], tolerance: f64) {
        let is_close = |(x, y): (&f64, &f64)| (x - y).abs() <= tolerance * (1.0 + y.abs());
        assert_eq!(found.len(), wanted.len());
        assert!(found.iter().zip(wanted).all(is_close), "{found:?} {wanted:?}");
    }

    #[test]
    fn curves_equal_lifelines() {
        let shares: [&[f64]; 4] = [
            &[0.75, 0.66666667, 0.58333333, 0.5, 0.4, 0.26666667, 0.0],
            &[0.91666667, 0.83333333, 0.66666667, 0.58333333, 0.41666667, 0.27777778, 0.0],
            &[0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.1, 0.0],
            &[0.83333333, 0.625, 0.20833333],
        ];
        let arms: [&[f64]; 4] = [&TIED[0], &TIED[1], &CENSORED[0], &CENSORED[1]];
        for ((arm, shares), median) in arms.into_iter().zip(shares).zip([9.0, 14.0, 8.0, 14.0]) {
            let (at, found): (Vec<f64>, Vec<f64>) = kaplan_meier(&times(arm)).into_iter().unzip();
            assert!(at.is_sorted() && at.iter().all(|t| arm.contains(t)), "{at:?}");
            assert_close(&found, shares, 1e-8); // to eight digits
            assert_eq!(median_time(&times(arm)), median);
        }
    }

    #[test]
    fn a_median_is_where_half_are_left() {
        let count: Vec<f64> = (1..=24).map(f64::from).collect();
        assert!(kaplan_meier(&times(&count))[11].1 > 0.5, "rounded above 1/2");
        assert_eq!(median_time(&times(&count)), 12.0);
        assert_eq!(median_time(&times(&[1.0, -2.0, -2.0])), f64::INFINITY);
    }

    #[test]
    fn log_ranks_equal_lifelines() {
        for (a, b, wanted) in [
            (&TIED[0][..], &TIED[1][..], [0.126682273, 0.7218970829]),
            (&CENSORED[0], &CENSORED[1], [4.56521063, 0.03262766186]),
        ] {
            let found = log_rank(&times(a), &times(b));
            assert_close(&[found.statistic, found.p], &wanted, 1e-9); // to ten digits
        }
        for (a, b) in [(&[][..], &[][..]), (&[-1.0], &[-2.0]), (&[1.0, 2.0], &[]), (&[1.0], &[1.0])]
        {
            assert_eq!(log_rank(&times(a), &times(b)), LogRank { statistic: 0.0, p: 1.0 });
        }
    }
}
