//! What a criterion comes to at one place: on which side of its number the interval lies.
//!
//! Nothing in the interval satisfies a criterion that is decided against. If it claims an effect
//! (first - second <= -0.1, say), it is also said whether all of the interval is nearer to 0 than that,
//! or has it the other way.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::criterion::{Criterion, Operator};

/// What a criterion comes to at one place, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The whole interval satisfies it.
    Supported,
    /// The interval lies on several sides, or its neighbours make it doubtful.
    Undecided,
    /// Too little was observed, or a control failed.
    NotObserved,
    /// The whole interval is nearer to 0 than the smallest interesting effect.
    Negligible,
    /// The whole interval has at least that effect, the other way.
    Reversed,
    /// Nothing in the interval satisfies it; of an effect, its size is open.
    Refuted,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] = [
        Self::Supported,
        Self::Undecided,
        Self::NotObserved,
        Self::Negligible,
        Self::Reversed,
        Self::Refuted,
    ];

    /// Whether it speaks against the claim.
    pub fn is_against(self) -> bool {
        self >= Self::Negligible
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Supported => "supported",
            Self::Undecided => "undecided",
            Self::NotObserved => "not observed",
            Self::Negligible => "negligible",
            Self::Reversed => "reversed",
            Self::Refuted => "refuted",
        })
    }
}

/// A word that is not an outcome.
#[derive(Debug, Error)]
#[error(
    "`{0}` is not an outcome: supported, undecided, not observed, negligible, reversed or refuted"
)]
pub struct OutcomeError(String);

impl FromStr for Outcome {
    type Err = OutcomeError;

    fn from_str(text: &str) -> Result<Self, OutcomeError> {
        let found = Self::ALL.into_iter().find(|outcome| outcome.to_string() == text);
        found.ok_or_else(|| OutcomeError(text.to_owned()))
    }
}

/// On which side of a criterion a statistic of `x` lies.
pub(crate) fn side(criterion: &Criterion, x: f64) -> Outcome {
    if criterion.holds(x) {
        Outcome::Supported
    } else if !criterion.is_effect() {
        Outcome::Refuted
    } else if criterion.op.holds(-x, criterion.value) {
        Outcome::Reversed
    } else {
        Outcome::Negligible
    }
}

/// The side on which all of an interval lies. An interval on both sides that are against the claim
/// refutes it: only by how much is open.
pub(crate) fn of_interval(criterion: &Criterion, (low, high): (f64, f64)) -> Outcome {
    // Two ends that violate a tie may have values between them that satisfy it: if they lie on
    // different sides of it.
    let centre = criterion.centre();
    let around = criterion.op == Operator::Within && low < centre && high > centre;
    match (side(criterion, low), side(criterion, high)) {
        (Outcome::Refuted, Outcome::Refuted) if around => Outcome::Undecided,
        (one, other) if one == other => one,
        (one, other) if one.is_against() && other.is_against() => Outcome::Refuted,
        _ => Outcome::Undecided,
    }
}
