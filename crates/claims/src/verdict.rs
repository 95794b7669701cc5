//! From trials and criteria to verdicts.
//!
//! A criterion with an interval is supported if all of the interval satisfies it, refuted if none
//! of it does, else inconclusive; an exact one is supported or refuted. Holm's correction applies
//! to all criteria with intervals in an experiment: one that its interval alone would decide, but
//! whose corrected p-value is too large, is inconclusive. So is any with a NaN among its values.
//!
//! Everything is decided in full precision; numbers are rounded only for display.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::claim::Claim;
use crate::criterion::{Comparison, Criterion, Operator, Statistic};
use crate::seed::{Phase, Streams};
use crate::statistics::{CONFIDENCE, Resampled, bootstrap, holm, log_ratio, max, min, shown};
use crate::trial::{Cell, Trial, canonical};
use crate::uncertainty::Uncertainty;

/// The verdict on a claim, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds.
    Supported,
    /// The printed form fails and the corrected one holds.
    Erratum,
    /// It cannot be tested.
    NotTestable,
    /// The trials do not decide.
    Inconclusive,
    /// It does not hold.
    Refuted,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 5] =
        [Self::Supported, Self::Erratum, Self::NotTestable, Self::Inconclusive, Self::Refuted];
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Supported => "supported",
            Self::Erratum => "erratum",
            Self::NotTestable => "not testable",
            Self::Inconclusive => "inconclusive",
            Self::Refuted => "refuted",
        })
    }
}

/// A word that is not a verdict.
#[derive(Debug, Error)]
#[error("`{0}` is not a verdict: supported, erratum, not testable, inconclusive or refuted")]
pub struct VerdictError(String);

impl FromStr for Verdict {
    type Err = VerdictError;

    fn from_str(text: &str) -> Result<Self, VerdictError> {
        let found = Self::ALL.into_iter().find(|verdict| verdict.to_string() == text);
        found.ok_or_else(|| VerdictError(text.to_owned()))
    }
}

/// The result of the trials for one criterion at one level of every factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The claim.
    pub id: String,
    /// The criterion, in words.
    pub criterion: String,
    /// The data set and the factor levels it was judged at.
    pub at: String,
    /// The metric.
    pub metric: String,
    /// Whether it judges what the notes print, where that is thought to be a slip.
    pub printed: bool,
    /// What theory says the statistic is.
    pub predicted: Option<f64>,
    /// The statistic.
    pub value: f64,
    /// The ends of its 95 % interval; none if the statistic is exact.
    pub interval: Option<(f64, f64)>,
    /// How many trials or pairs.
    pub n: u64,
    /// The p-value after Holm's correction; none if the statistic is exact.
    pub p: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
}

impl Finding {
    /// The statistic as it is shown: to six digits, except that an exact one, which is one of the
    /// values, is shown as recorded.
    pub fn shown_value(&self) -> f64 {
        if self.interval.is_some() { shown(self.value) } else { self.value }
    }
}

/// With fewer values than this a bootstrap decides nothing, since its intervals are too short.
pub const FEWEST: usize = 20;

/// Judges every criterion of every claim, at every level it does not name. One without any recorded
/// values is inconclusive, since a metric may be recorded in some trials only.
///
/// `claims` are all of one experiment, whose findings correct each other's p-values; `trials` are
/// those of the confirmation, and `cells` is what they index.
pub fn judge(experiment: &str, claims: &[Claim], cells: &[Cell], trials: &[Trial]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for claim in claims {
        let printed = claim.printed.iter().map(|criterion| (true, criterion));
        for (printed, criterion) in printed.chain(claim.criteria.iter().map(|c| (false, c))) {
            let arms = criterion.arms();
            let first = |cell: &&Cell| cell.arm == arms[0] && cell.is_at(criterion.at.iter());
            for cell in cells.iter().filter(first) {
                let values = values(criterion, cell, cells, trials);
                let finding = finding(experiment, claim, criterion, cell, &values);
                findings.push(Finding { printed, ..finding });
            }
        }
    }
    correct(&mut findings);
    findings
}

/// The metric's values over the cell's trials, or the comparisons of its pairs.
fn values(criterion: &Criterion, cell: &Cell, cells: &[Cell], trials: &[Trial]) -> Vec<f64> {
    let of = |arm: &str| {
        let wanted = Cell { arm: arm.to_owned(), ..cell.clone() };
        let index = cells.iter().position(|cell| *cell == wanted);
        trials
            .iter()
            .filter(move |trial| Some(trial.cell) == index)
            .filter_map(|trial| trial.metric(&criterion.metric).map(|value| (trial.seed, value)))
    };
    let arms = criterion.arms();
    let [first, second] = arms[..] else { return of(arms[0]).map(|(_, value)| value).collect() };
    let seconds: BTreeMap<u64, f64> = of(second).collect();
    let pair = |(seed, x): (u64, f64)| {
        let y = seconds.get(&seed)?;
        Some(canonical(match criterion.comparison {
            Comparison::Difference => x - y,
            Comparison::LogRatio => log_ratio(x, *y),
        }))
    };
    of(first).filter_map(pair).collect()
}

fn finding(
    experiment: &str,
    claim: &Claim,
    criterion: &Criterion,
    cell: &Cell,
    values: &[f64],
) -> Finding {
    let resampled = |of: Resampled| {
        let (metric, arms) = (&criterion.metric, criterion.arms().join("/"));
        let role = format!("bootstrap of {metric}, {arms}, {}", place(cell));
        let streams = Streams::new(experiment, Phase::Confirm, &cell.data_set, 0);
        let statistics = bootstrap(values, of, &mut streams.stream(&role));
        (of.of(values), Some(Uncertainty::of(&statistics, (of, values.len()), criterion)))
    };
    let is_exact = criterion.statistic.is_exact();
    let (value, uncertainty) = match criterion.statistic {
        _ if values.iter().any(|x| x.is_nan()) => {
            (f64::NAN, Some(Uncertainty::UNKNOWN).filter(|_| !is_exact))
        }
        Statistic::Min => (min(values), None),
        Statistic::Max => (max(values), None),
        Statistic::Mean => resampled(Resampled::Mean),
        Statistic::Median => resampled(Resampled::Median),
        Statistic::InterquartileMean => resampled(Resampled::InterquartileMean),
        Statistic::Rate => {
            let n = values.len() as u64;
            let k = values.iter().filter(|&&x| x == 1.0).count() as u64;
            (k as f64 / n as f64, Some(Uncertainty::of_rate(k, n, criterion)))
        }
    };
    let interval = uncertainty.map(|uncertainty| uncertainty.interval);
    Finding {
        id: claim.id.clone(),
        criterion: criterion.to_string(),
        at: place(cell),
        metric: criterion.metric.clone(),
        printed: false,
        predicted: criterion.predicted.as_ref().map(|predicted| predicted.value),
        value,
        interval,
        n: values.len() as u64,
        p: uncertainty.map(|uncertainty| uncertainty.p),
        verdict: if enough(criterion.statistic, values.len()) && !value.is_nan() {
            verdict(criterion, interval.unwrap_or((value, value)))
        } else {
            Verdict::Inconclusive
        },
    }
}

/// Whether this many values can decide anything.
fn enough(statistic: Statistic, values: usize) -> bool {
    match statistic {
        Statistic::Min | Statistic::Max | Statistic::Rate => values > 0,
        Statistic::Mean | Statistic::Median | Statistic::InterquartileMean => values >= FEWEST,
    }
}

/// Supported if both ends of the interval satisfy the criterion, refuted if nothing between them
/// does.
fn verdict(criterion: &Criterion, (low, high): (f64, f64)) -> Verdict {
    let holds = |x: f64| criterion.holds(x);
    // Two ends that violate a tie may have values between them that satisfy it: if they lie on
    // different sides of it.
    let centre = criterion.centre();
    let around = criterion.op == Operator::Within && low < centre && high > centre;
    match (holds(low), holds(high)) {
        (true, true) => Verdict::Supported,
        (false, false) if !around => Verdict::Refuted,
        _ => Verdict::Inconclusive,
    }
}

/// Holm's correction over the criteria with intervals.
fn correct(findings: &mut [Finding]) {
    let p_values: Vec<f64> = findings.iter().filter_map(|finding| finding.p).collect();
    let tested = findings.iter_mut().filter(|finding| finding.p.is_some());
    for (finding, p) in tested.zip(holm(&p_values)) {
        finding.p = Some(p);
        if p > 1.0 - CONFIDENCE {
            finding.verdict = Verdict::Inconclusive;
        }
    }
}

/// "digits, depth 5".
fn place(cell: &Cell) -> String {
    let levels = cell.levels.iter().map(|(factor, level)| format!("{factor} {level}"));
    let data_set = Some(cell.data_set.clone()).filter(|name| !name.is_empty());
    data_set.into_iter().chain(levels).collect::<Vec<_>>().join(", ")
}
