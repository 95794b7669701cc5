//! From the findings on a claim to its verdict: in how many settings it holds, and which factor
//! separates them from the others.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::claim::{Claim, Quantifier};
use crate::criterion::Role;
use crate::finding::Finding;
use crate::outcome::Outcome;
use crate::place::Place;

/// The verdict on a claim, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds.
    Supported,
    /// It holds in some settings and not in others.
    Conditional,
    /// The printed form fails and the corrected one holds.
    Erratum,
    /// It is true as it is meant, and not as it is worded.
    Imprecise,
    /// It cannot be tested.
    NotTestable,
    /// The trials do not decide.
    Inconclusive,
    /// It does not hold.
    Refuted,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 7] = [
        Self::Supported,
        Self::Conditional,
        Self::Erratum,
        Self::Imprecise,
        Self::NotTestable,
        Self::Inconclusive,
        Self::Refuted,
    ];

    /// Whether it says that what the notes print is not right as printed.
    pub fn is_slip(self) -> bool {
        matches!(self, Self::Erratum | Self::Imprecise)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Supported => "supported",
            Self::Conditional => "conditional",
            Self::Erratum => "erratum",
            Self::Imprecise => "imprecise",
            Self::NotTestable => "not testable",
            Self::Inconclusive => "inconclusive",
            Self::Refuted => "refuted",
        })
    }
}

impl From<Outcome> for Verdict {
    /// Of a claim with a single setting.
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Supported => Self::Supported,
            Outcome::Undecided | Outcome::NotObserved => Self::Inconclusive,
            Outcome::Negligible | Outcome::Reversed | Outcome::Refuted => Self::Refuted,
        }
    }
}

/// A word that is not a verdict.
#[derive(Debug, Error)]
#[error(
    "`{0}` is not a verdict: supported, conditional, erratum, imprecise, not testable, inconclusive \
     or refuted"
)]
pub struct VerdictError(String);

impl FromStr for Verdict {
    type Err = VerdictError;

    fn from_str(text: &str) -> Result<Self, VerdictError> {
        let found = Self::ALL.into_iter().find(|verdict| verdict.to_string() == text);
        found.ok_or_else(|| VerdictError(text.to_owned()))
    }
}

/// A setting in which a claim is judged: a place of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The experiment.
    pub experiment: String,
    /// The data set and the level of each factor.
    pub at: Place,
    /// What the deciding criteria come to there.
    pub outcome: Outcome,
}

/// What one experiment found on a claim.
#[derive(Clone, Copy, Debug)]
pub struct Test<'a> {
    /// The experiment.
    pub experiment: &'a str,
    /// Its findings on the claim.
    pub findings: &'a [Finding],
}

/// The settings of a claim, or of what the notes print: in each, the worst of its deciding criteria.
/// Where a control is not supported, nothing was observed: in every setting that its place includes.
pub fn settings(tests: &[Test<'_>], printed: bool) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::new();
    for Test { experiment, findings } in tests {
        let first = settings.len();
        let of = |role| {
            let form = findings.iter().filter(move |finding| finding.printed == printed);
            form.filter(move |finding| finding.role == role)
        };
        for finding in of(Role::Decides) {
            match settings[first..].iter_mut().find(|setting| setting.at == finding.at) {
                Some(setting) => setting.outcome = setting.outcome.max(finding.outcome),
                None => settings.push(Setting {
                    experiment: (*experiment).to_owned(),
                    at: finding.at.clone(),
                    outcome: finding.outcome,
                }),
            }
        }
        let of_experiment = &mut settings[first..];
        for control in of(Role::Control).filter(|control| control.outcome != Outcome::Supported) {
            for setting in of_experiment.iter_mut().filter(|s| control.at.includes(&s.at)) {
                setting.outcome = Outcome::NotObserved;
            }
        }
    }
    settings
}

/// How many of a claim's settings it holds in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Where it is supported.
    pub held: usize,
    /// Where something speaks against it.
    pub against: usize,
    /// Where anything was observed.
    pub observed: usize,
    /// All of them.
    pub cells: usize,
}

impl Count {
    /// Of these settings.
    pub fn of(settings: &[Setting]) -> Self {
        let count = |wanted: fn(Outcome) -> bool| {
            settings.iter().filter(|setting| wanted(setting.outcome)).count()
        };
        Self {
            held: count(|outcome| outcome == Outcome::Supported),
            against: count(Outcome::is_against),
            observed: count(|outcome| outcome != Outcome::NotObserved),
            cells: settings.len(),
        }
    }

    /// What they say of a claim about every setting, or about some.
    pub fn verdict(self, quantifier: Quantifier) -> Verdict {
        let Self { held, against, observed, cells } = self;
        let is_observed = cells > 0 && 3 * observed >= 2 * cells;
        match quantifier {
            Quantifier::Some if held > 0 => Verdict::Supported,
            Quantifier::Some if cells > 0 && against == cells => Verdict::Refuted,
            Quantifier::Every if is_observed && against > 0 && held > 0 => Verdict::Conditional,
            Quantifier::Every if is_observed && against > 0 => Verdict::Refuted,
            Quantifier::Every if is_observed && 3 * held >= 2 * observed => Verdict::Supported,
            Quantifier::Some | Quantifier::Every => Verdict::Inconclusive,
        }
    }
}

/// The verdict on a claim, and the count of the settings that decide it.
///
/// For a slip, what is printed is judged as well as the corrected form: it is an erratum (or
/// imprecise, if claim.toml says in what reading it is right) if the first fails somewhere and the
/// second holds, and no slip if the printed form holds.
pub fn verdict(claim: &Claim, tests: &[Test<'_>]) -> (Verdict, Count) {
    let count = Count::of(&settings(tests, false));
    let corrected = count.verdict(claim.quantifier);
    if claim.not_testable.is_some() {
        return (Verdict::NotTestable, count);
    }
    if claim.printed.is_empty() {
        return (corrected, count);
    }
    let slip = if claim.imprecise.is_some() { Verdict::Imprecise } else { Verdict::Erratum };
    let printed = Count::of(&settings(tests, true)).verdict(Quantifier::Every);
    let verdict = match (printed, corrected) {
        (Verdict::Supported, _) => Verdict::Supported,
        (Verdict::Refuted | Verdict::Conditional, Verdict::Supported) => slip,
        (_, Verdict::Supported) => Verdict::Inconclusive,
        (_, corrected) => corrected,
    };
    (verdict, count)
}
