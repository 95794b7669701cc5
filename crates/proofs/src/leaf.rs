//! The parts of a certificate that are not made of others, one after the other.

use crate::boxes::Boxes;
use crate::fact::{Fact, failures};
use crate::polynomial::Rational;
use crate::proof::{Proof, monotone, plain};
use crate::refutation::{Refutation, Term};
use crate::sequent::{Comparison, Sequent};

/// A part of a proof that is not made of others.
pub(crate) enum Leaf<'a> {
    Case(&'a Comparison),
    Contradiction(&'a Sequent, &'a [Fact], &'a Refutation),
    Slope(&'a str, &'a Rational, bool),
    Boxes(&'a Sequent, &'a Boxes),
}

/// Shows every leaf of a proof of a sequent in definitions.
pub(crate) fn walk(sequent: &Sequent, proof: &Proof, see: &mut impl FnMut(Leaf<'_>)) {
    if let Proof::Cases(proofs) = proof {
        for (case, proof) in sequent.cases().unwrap_or_default().iter().zip(proofs) {
            if let Some(condition) = case.given.last() {
                see(Leaf::Case(condition));
            }
            walk(case, proof, see);
        }
        return;
    }
    let Some(sequent) = plain(sequent) else { return };
    match proof {
        Proof::Cases(_) => {}
        Proof::Refutations(refutations) => {
            for (facts, refutation) in
                failures(&sequent).unwrap_or_default().iter().zip(refutations)
            {
                see(Leaf::Contradiction(&sequent, facts, refutation));
            }
        }
        Proof::Monotone { variable, from, rises, there, beyond } => {
            see(Leaf::Slope(variable, from, *rises));
            if let Some([at, slope]) = monotone(&sequent, variable, from, *rises) {
                walk(&at, there, see);
                walk(&slope, beyond, see);
            }
        }
        Proof::Boxes(boxes) => see(Leaf::Boxes(&sequent, boxes)),
    }
}

pub(crate) fn count(boxes: &Boxes) -> usize {
    match boxes {
        Boxes::Whole => 1,
        Boxes::Halves(_, parts) => parts.iter().map(count).sum(),
    }
}

/// Whether it is only that 0 > 0 is false.
pub(crate) fn is_identity(facts: &[Fact], refutation: &Refutation) -> bool {
    matches!(&refutation.terms[..], [Term { facts: used, .. }] if used.len() == 1 && facts[used[0]].0.is_zero())
}
