//! From trials and criteria to findings: each criterion at each place.
//!
//! Holm's correction applies to all criteria with intervals in an experiment: one that its interval
//! alone would decide, but whose corrected p-value is too large, is undecided. So is any with a NaN
//! among its values. Everything is decided in full precision; numbers are rounded only for display.

use std::collections::BTreeMap;

use crate::claim::Claim;
use crate::criterion::{Comparison, Criterion, Role, Statistic};
use crate::outcome::{self, Outcome};
use crate::place::Place;
use crate::seed::{Phase, Streams};
use crate::statistics::{CONFIDENCE, Resampled, bootstrap, holm, log_ratio, max, min, shown};
use crate::trial::{Cell, Trial, canonical};
use crate::uncertainty::Uncertainty;

/// The result of the trials for one criterion at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The claim.
    pub id: String,
    /// The criterion, in words.
    pub criterion: String,
    /// What the criterion is for.
    pub role: Role,
    /// Where it was judged.
    pub at: Place,
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
    /// How many trials or pairs it is taken over.
    pub n: u64,
    /// How many pairs were left out, since neither trial got to where it is measured.
    pub unobserved: u64,
    /// The p-value after Holm's correction; none if the statistic is exact or decides nothing.
    pub p: Option<f64>,
    /// What it comes to.
    pub outcome: Outcome,
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

/// Judges every criterion of every claim, at every level it does not name.
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
                let values = Values::of(criterion, cell, cells, trials);
                let finding = finding(experiment, claim, criterion, cell, &values);
                findings.push(Finding { printed, ..finding });
            }
        }
    }
    correct(&mut findings);
    findings
}

/// What a statistic is taken over.
struct Values {
    /// The metric in each trial of the cell, or the comparison of each pair.
    observed: Vec<f64>,
    /// How many pairs are missing, since both trials were stopped before.
    unobserved: usize,
}

impl Values {
    fn of(criterion: &Criterion, cell: &Cell, cells: &[Cell], trials: &[Trial]) -> Self {
        let reached = |trial: &Trial| {
            let reached = criterion.reached.as_ref().and_then(|metric| trial.metric(metric));
            reached.is_none_or(|reached| reached != 0.0)
        };
        let of = |arm: &str| {
            let wanted = Cell { arm: arm.to_owned(), ..cell.clone() };
            let index = cells.iter().position(|cell| *cell == wanted);
            let here = trials.iter().filter(move |trial| Some(trial.cell) == index);
            here.filter_map(|trial| {
                let value = trial.metric(&criterion.metric)?;
                Some((trial.seed, (value, reached(trial))))
            })
        };
        let arms = criterion.arms();
        let [first, second] = arms[..] else {
            return Self { observed: of(arms[0]).map(|(_, (x, _))| x).collect(), unobserved: 0 };
        };
        let seconds: BTreeMap<u64, (f64, bool)> = of(second).collect();
        let mut values = Self { observed: Vec::new(), unobserved: 0 };
        for (seed, (x, x_reached)) in of(first) {
            let Some(&(y, y_reached)) = seconds.get(&seed) else { continue };
            if x_reached || y_reached {
                values.observed.push(canonical(match criterion.comparison {
                    Comparison::Difference => x - y,
                    Comparison::LogRatio => log_ratio(x, y),
                }));
            } else {
                values.unobserved += 1;
            }
        }
        values
    }

    /// Whether enough was observed to speak of the cell: two thirds of the pairs.
    fn are_there(&self) -> bool {
        !self.observed.is_empty() && self.observed.len() >= 2 * self.unobserved
    }
}

fn finding(
    experiment: &str,
    claim: &Claim,
    criterion: &Criterion,
    cell: &Cell,
    values: &Values,
) -> Finding {
    let (at, of) = (Place::of(cell), &values.observed[..]);
    let (value, uncertainty) = measured(experiment, criterion, &at, of);
    let interval = uncertainty.map(|uncertainty| uncertainty.interval);
    let outcome = if !values.are_there() {
        Outcome::NotObserved
    } else if enough(criterion.statistic, of.len()) && !value.is_nan() {
        outcome::of_interval(criterion, interval.unwrap_or((value, value)))
    } else {
        Outcome::Undecided
    };
    let is_tested = criterion.role != Role::Shows;
    // What was not observed stays in Holm's family, which the data must not choose.
    let p = |uncertainty: Uncertainty| if values.are_there() { uncertainty.p } else { 1.0 };
    Finding {
        id: claim.id.clone(),
        criterion: criterion.to_string(),
        role: criterion.role,
        at,
        metric: criterion.metric.clone(),
        printed: false,
        predicted: criterion.predicted.as_ref().map(|predicted| predicted.value),
        value,
        interval,
        n: of.len() as u64,
        unobserved: values.unobserved as u64,
        p: uncertainty.map(p).filter(|_| is_tested),
        outcome,
    }
}

/// The statistic and how far it can be trusted.
fn measured(
    experiment: &str,
    criterion: &Criterion,
    at: &Place,
    values: &[f64],
) -> (f64, Option<Uncertainty>) {
    let resampled = |of: Resampled| {
        let (metric, arms) = (&criterion.metric, criterion.arms().join("/"));
        let role = format!("bootstrap of {metric}, {arms}, {at}");
        let streams = Streams::new(experiment, Phase::Confirm, &at.data_set, 0);
        let statistics = bootstrap(values, of, &mut streams.stream(&role));
        (of.of(values), Some(Uncertainty::of(&statistics, (of, values.len()), criterion)))
    };
    let is_exact = criterion.statistic.is_exact();
    match criterion.statistic {
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
    }
}

/// Whether this many values can decide anything.
fn enough(statistic: Statistic, values: usize) -> bool {
    match statistic {
        Statistic::Min | Statistic::Max | Statistic::Rate => values > 0,
        Statistic::Mean | Statistic::Median | Statistic::InterquartileMean => values >= FEWEST,
    }
}

/// Holm's correction over the criteria with intervals that decide something.
fn correct(findings: &mut [Finding]) {
    let p_values: Vec<f64> = findings.iter().filter_map(|finding| finding.p).collect();
    let tested = findings.iter_mut().filter(|finding| finding.p.is_some());
    for (finding, p) in tested.zip(holm(&p_values)) {
        finding.p = Some(p);
        if p > 1.0 - CONFIDENCE && finding.outcome != Outcome::NotObserved {
            finding.outcome = Outcome::Undecided;
        }
    }
}
