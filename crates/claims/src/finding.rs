//! From trials and criteria to findings: each criterion at each place.
//!
//! Holm's correction applies to all criteria with intervals in an experiment: one that its interval
//! alone would decide, but whose corrected p-value is too large, is undecided. So is any with a NaN
//! among its values. Everything is decided in full precision; numbers are rounded only for display.

use proofs::{Answer, Theorem};
use rayon::prelude::*;

use crate::claim::Claim;
use crate::criterion::{Criterion, Evidence, Role, Splits, Statistic};
use crate::outcome::{self, Outcome};
use crate::place::Place;
use crate::sample::{self, Observed, Sample};
use crate::seed::{Phase, Streams};
use crate::statistics::{
    CONFIDENCE, Mixture, OverSplits, Resampled, bootstrap_mixed, holm, max, mean, min, shown,
};
use crate::trial::Cell;
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
    /// How strong its evidence is.
    pub evidence: Evidence,
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
    /// How many trials or pairs it is taken over; of a proof, how many parts it has.
    pub n: u64,
    /// How many pairs were left out, since neither trial got to where it is measured.
    pub unobserved: u64,
    /// The arms of which more than a twentieth of the trials did not get there, with their share.
    pub failing: Vec<(String, f64)>,
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

/// With fewer values than this, or fewer splits, an interval of a mean or median decides nothing,
/// since it is too short.
pub const FEWEST: usize = 20;

/// Judges every criterion of every claim, at every level it does not name.
///
/// `claims` are all of one experiment, whose findings correct each other's p-values.
pub fn judge(claims: &[Claim], observed: &Observed<'_>) -> Vec<Finding> {
    let mut to_judge = Vec::new();
    for claim in claims {
        for (printed, criterion) in claim.all_criteria() {
            if let Some(theorem) = &criterion.proof {
                to_judge.push((claim, printed, criterion, Judged::Theorem(theorem)));
                continue;
            }
            let arms = criterion.arms();
            let first = |cell: &&Cell| cell.arm == arms[0] && cell.is_at(criterion.at.iter());
            let here: Vec<&Cell> = observed.cells.iter().filter(first).collect();
            // A place that no seed is registered for is none, unless all are such.
            let (run, left_out): (Vec<&Cell>, Vec<&Cell>) =
                here.into_iter().partition(|cell| sample::is_run(criterion, cell, observed));
            let here = if run.is_empty() { left_out } else { run };
            let here = here.into_iter().map(Judged::At);
            to_judge.extend(here.map(|judged| (claim, printed, criterion, judged)));
        }
    }
    let finding = |(claim, printed, criterion, judged): &(&Claim, bool, &Criterion, Judged<'_>)| {
        let finding = match judged {
            Judged::Theorem(theorem) => settled(criterion, theorem),
            Judged::At(cell) => finding(observed, criterion, cell),
        };
        Finding { id: claim.id.clone(), printed: *printed, ..finding }
    };
    let mut findings: Vec<Finding> = to_judge.par_iter().map(finding).collect();
    correct(&mut findings);
    findings
}

/// What a criterion is judged by: a proof, or the trials of a cell.
enum Judged<'a> {
    Theorem(&'a Theorem),
    At(&'a Cell),
}

/// What came of a statement.
fn settled(criterion: &Criterion, theorem: &Theorem) -> Finding {
    let (value, outcome) = match theorem.answer() {
        Answer::Proved(_) => (1.0, Outcome::Supported),
        Answer::Disproved(_) => (0.0, Outcome::Refuted),
        Answer::Undecided => (f64::NAN, Outcome::Undecided),
    };
    Finding {
        id: String::new(),
        criterion: criterion.to_string(),
        role: criterion.role,
        evidence: criterion.evidence(),
        at: Place::default(),
        metric: criterion.metric.clone(),
        printed: false,
        predicted: None,
        value,
        interval: None,
        n: theorem.size() as u64,
        unobserved: 0,
        failing: Vec::new(),
        p: None,
        outcome,
    }
}

/// What one criterion comes to at one place, before p-values are corrected.
fn finding(observed: &Observed<'_>, criterion: &Criterion, cell: &Cell) -> Finding {
    let samples = sample::samples(criterion, cell, observed);
    let (at, tuned) = (Place::of(cell), &samples[0]);
    let (value, uncertainty) = measured(observed, criterion, cell, &samples);
    let is_there = samples.iter().all(Sample::is_enough);
    let outcome = if !is_there {
        Outcome::NotObserved
    } else if enough(criterion, &at, tuned) && !value.is_nan() {
        let certain = uncertainty.map(|uncertainty| uncertainty.certain);
        outcome::of_interval(criterion, certain.unwrap_or((value, value)))
    } else {
        Outcome::Undecided
    };
    let is_tested = criterion.role != Role::Shows;
    // A model gives an interval and no p-value.
    let is_tested = is_tested && criterion.statistic != Statistic::Estimate;
    // What was not observed stays in Holm's family, which the data must not choose.
    let p = |uncertainty: Uncertainty| if is_there { uncertainty.p } else { 1.0 };
    Finding {
        id: String::new(),
        criterion: criterion.to_string(),
        role: criterion.role,
        evidence: criterion.evidence(),
        at,
        metric: criterion.metric.clone(),
        printed: false,
        predicted: criterion.predicted.as_ref().map(|predicted| predicted.value),
        value,
        interval: uncertainty.map(|uncertainty| uncertainty.interval),
        n: tuned.values.len() as u64,
        unobserved: tuned.unobserved as u64,
        failing: sample::failing(criterion, cell, observed),
        p: uncertainty.map(p).filter(|_| is_tested),
        outcome,
    }
}

/// What a model has recorded, with its interval.
fn estimated(
    observed: &Observed<'_>,
    criterion: &Criterion,
    cell: &Cell,
) -> (f64, Option<Uncertainty>) {
    let recorded = |end: &str| {
        let metric = format!("{}{end}", criterion.metric);
        sample::first_recorded(&metric, criterion.arms()[0], cell, observed).unwrap_or(f64::NAN)
    };
    let (value, interval) = (recorded(""), (recorded("_low"), recorded("_high")));
    if value.is_nan() || interval.0.is_nan() || interval.1.is_nan() {
        return (f64::NAN, Some(Uncertainty::UNKNOWN));
    }
    (value, Some(Uncertainty { interval, certain: interval, p: 1.0 }))
}

/// The statistic at the rates that were chosen, and how far it can be trusted: over the seeds, and
/// over the rates that might have been chosen.
fn measured(
    observed: &Observed<'_>,
    criterion: &Criterion,
    cell: &Cell,
    samples: &[Sample],
) -> (f64, Option<Uncertainty>) {
    let (values, at) = (&samples[0].values[..], Place::of(cell));
    let resampled = |of: Resampled| {
        let (metric, arms) = (&criterion.metric, criterion.arms().join("/"));
        let role = format!("bootstrap of {metric}, {arms}, {at}");
        let Observed { experiment, resampling, .. } = *observed;
        let streams = Streams::new(experiment, Phase::Confirm, &at.data_set, resampling.stream);
        let shares: Vec<(f64, &[f64])> =
            samples.iter().map(|sample| (sample.share, &sample.values[..])).collect();
        let statistics = bootstrap_mixed(&shares, of, resampling.count, &mut streams.stream(&role));
        (of.of(values), Some(Uncertainty::of(&statistics, (of, values.len()), criterion)))
    };
    let is_exact = criterion.statistic.is_exact();
    // An exact statistic is of the trials there are, at the rates that were chosen.
    let taken = if is_exact { &samples[..1] } else { samples };
    let mut all = taken.iter().flat_map(|sample| &sample.values);
    match criterion.statistic {
        _ if all.any(|x| x.is_nan()) => {
            (f64::NAN, Some(Uncertainty::UNKNOWN).filter(|_| !is_exact))
        }
        Statistic::Min => (min(values), None),
        Statistic::Max => (max(values), None),
        Statistic::Mean => match criterion.splits_of(&at.data_set) {
            Some(splits) => over_splits(criterion, splits, samples),
            None => resampled(Resampled::Mean),
        },
        Statistic::Estimate => estimated(observed, criterion, cell),
        Statistic::Median => resampled(Resampled::Median),
        Statistic::InterquartileMean => resampled(Resampled::InterquartileMean),
        Statistic::Rate => {
            let ones = |values: &[f64]| values.iter().filter(|&&x| x == 1.0).count() as u64;
            let of = |sample: &Sample| {
                let values = &sample.values[..];
                Uncertainty::of_rate(ones(values), values.len() as u64, criterion)
            };
            let uncertainty = samples.iter().map(of).reduce(Uncertainty::or);
            (ones(values) as f64 / values.len() as f64, uncertainty)
        }
    }
}

/// The mean over splits of the mean over the seeds of each.
fn over_splits(
    criterion: &Criterion,
    splits: &Splits,
    samples: &[Sample],
) -> (f64, Option<Uncertainty>) {
    let over = |sample: &Sample| OverSplits::new(&sample.by_split(splits), splits.test_per_train);
    let Some(chosen) = over(&samples[0]) else {
        return (mean(&samples[0].values), Some(Uncertainty::UNKNOWN));
    };
    let shares = samples.iter().filter_map(|sample| Some((sample.share, over(sample)?)));
    (chosen.mean, Some(Uncertainty::of_splits(&Mixture(shares.collect()), criterion)))
}

/// Whether there are values enough to decide anything.
fn enough(criterion: &Criterion, at: &Place, sample: &Sample) -> bool {
    let values = match criterion.splits_of(&at.data_set) {
        Some(splits) => sample.by_split(splits).len(),
        None => sample.values.len(),
    };
    match criterion.statistic {
        Statistic::Min | Statistic::Max | Statistic::Rate => values > 0,
        Statistic::Estimate => values == 1,
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
