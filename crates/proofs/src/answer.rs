//! What comes of a statement: proved, disproved, or undecided, and never anything else.

use std::collections::BTreeSet;
use std::fmt;

use crate::formula::tree::Node;
use crate::polynomial::Rational;
use crate::proof::{Proof, false_at};
use crate::search;
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
    /// Settles it, if a certificate or a counterexample is found.
    pub fn settle(&self) -> Answer {
        let defined: Vec<Sequent> = self.sequents.iter().map(defined).collect();
        for (part, written) in self.sequents.iter().enumerate().take(self.falsifiable()) {
            if let Some((at, proofs)) = search::counterexample(written, &defined[part]) {
                let answer = Answer::Disproved(Counterexample { part, at, proofs });
                return if self.accepts(&answer) { answer } else { Answer::Undecided };
            }
        }
        let proofs: Option<Vec<Proof>> = defined.iter().map(search::prove).collect();
        let answer = proofs.map(|proofs| Answer::Proved(Certificate { proofs }));
        answer.filter(|answer| self.accepts(answer)).unwrap_or(Answer::Undecided)
    }

    /// How many of its parts it is false without: what a step does not preserve may still be true of
    /// all that comes of steps.
    fn falsifiable(&self) -> usize {
        if self.is_induction { self.sequents.len() / 2 } else { self.sequents.len() }
    }

    /// Whether an answer is shown by what it carries: the only word that counts.
    pub fn accepts(&self, answer: &Answer) -> bool {
        let hold = |proofs: &[Proof], sequents: &[Sequent]| {
            proofs.len() == sequents.len()
                && proofs.iter().zip(sequents).all(|(proof, sequent)| proof.holds(sequent))
        };
        match answer {
            Answer::Proved(Certificate { proofs }) => {
                let defined: Vec<Sequent> = self.sequents.iter().map(defined).collect();
                hold(proofs, &defined)
            }
            Answer::Disproved(Counterexample { part, at, proofs }) => self
                .sequents
                .get(*part)
                .filter(|_| *part < self.falsifiable())
                .filter(|_| {
                    at.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len() == at.len()
                })
                .is_some_and(|sequent| hold(proofs, &false_at(&defined(sequent), at))),
            Answer::Undecided => true,
        }
    }
}

fn defined(sequent: &Sequent) -> Sequent {
    sequent.map(&Node::defined)
}
