//! What comes of a statement: proved, disproved, or undecided, and never anything else.
//!
//! Trusted to say whether an answer is right; the search makes them.

use std::collections::BTreeSet;
use std::fmt;

use crate::polynomial::Rational;
use crate::proof::{Proof, false_at};
use crate::sequent::Sequent;
use crate::statement::Statement;

/// A certificate, or that there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is true of all real numbers.
    Proved(Certificate),
    /// It is false at a point.
    Disproved(Counterexample),
    /// Neither was found.
    Undecided,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Proved(_) => "proved",
            Self::Disproved(_) => "disproved",
            Self::Undecided => "undecided",
        })
    }
}

/// Why a statement is true: a proof of each of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    pub(crate) proofs: Vec<Proof>,
}

/// Where a statement is false.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterexample {
    /// Which part of the statement is.
    pub(crate) part: usize,
    /// The variables' values.
    pub at: Vec<(String, Rational)>,
    pub(crate) proofs: Vec<Proof>,
}

impl Statement {
    /// How many of its parts it is false without: what a step does not preserve may still be true of
    /// all that comes of steps.
    pub(crate) fn falsifiable(&self) -> usize {
        if self.is_induction { self.sequents.len() / 2 } else { self.sequents.len() }
    }

    /// Whether an answer is shown by what it carries: the only word that counts.
    pub fn accepts(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Proved(Certificate { proofs }) => {
                let parts: Vec<Sequent> =
                    self.sequents.iter().map(Sequent::by_definitions).collect();
                hold(proofs, &parts)
            }
            Answer::Disproved(Counterexample { part, at, proofs }) => {
                let names: BTreeSet<&String> = at.iter().map(|(name, _)| name).collect();
                let is_point = names.len() == at.len() && *part < self.falsifiable();
                let part = self.sequents.get(*part).filter(|_| is_point);
                part.is_some_and(|part| hold(proofs, &false_at(&part.by_definitions(), at)))
            }
            Answer::Undecided => true,
        }
    }
}

/// Whether each proof proves its sequent.
fn hold(proofs: &[Proof], sequents: &[Sequent]) -> bool {
    let holds =
        |(proof, sequent): (&Proof, &Sequent)| !sequent.orders_matrices() && proof.holds(sequent);
    proofs.len() == sequents.len() && proofs.iter().zip(sequents).all(holds)
}
