//! Finds certificates and counterexamples. Nothing here is trusted: what it finds is checked.

mod candidates;
mod counterexample;
mod linear;
mod quadratic;
mod univariate;

use std::collections::BTreeMap;
use std::ops::Range;

use candidates::{Candidates, Pool, QUICK, SLOW};
use linear::Column;

use crate::answer::{Answer, Certificate, Counterexample};
use crate::boxes::{Boxes, Ranges, bounds, halves, ranges, shown};
use crate::fact::{Fact, failures};
use crate::polynomial::{Monomial, Polynomial, ratio};
use crate::proof::{Point, Proof, false_at, monotone, plain};
use crate::refutation::{Refutation, Term};
use crate::relation::Relation;
use crate::sequent::Sequent;
use crate::statement::Statement;

/// So deep may monotonicity be used within monotonicity.
const DEEPEST: usize = 3;
/// Longer polynomials are not combined.
const LONGEST_COLUMN: usize = 120;
/// So many cases, in all.
const MOST_CASES: usize = 500;
/// So many points are tried to be proved counterexamples.
const MOST_POINTS: usize = 8;
/// So many boxes are looked at.
const MOST_BOXES: usize = 4096;

/// A proof of a sequent in definitions, if one is found.
fn prove(sequent: &Sequent) -> Option<Proof> {
    found(sequent, DEEPEST, &mut MOST_CASES.clone())
}

/// With monotonicity within monotonicity as deep as `depth`, and so many cases left.
fn found(sequent: &Sequent, depth: usize, left: &mut usize) -> Option<Proof> {
    *left = left.checked_sub(1)?;
    if let Some(cases) = sequent.cases() {
        let proofs: Option<Vec<Proof>> =
            cases.iter().map(|case| found(case, depth, left)).collect();
        return Some(Proof::Cases(proofs?));
    }
    let plain = plain(sequent)?;
    let refuted = |levels: Range<usize>| {
        let failures = failures(&plain)?;
        let found = failures.iter().map(|facts| refutation(facts, levels.clone()));
        Some(Proof::Refutations(found.collect::<Option<Vec<Refutation>>>()?))
    };
    let quick = refuted(0..QUICK).or_else(|| by_slope(&plain, depth, left));
    let slow = || (depth == DEEPEST).then(|| refuted(QUICK..SLOW))?;
    quick.or_else(|| by_boxes(&plain)).or_else(slow)
}

fn by_slope(plain: &Sequent, depth: usize, left: &mut usize) -> Option<Proof> {
    let deeper = depth.checked_sub(1)?;
    for (variable, from, rises) in bounds(plain) {
        let Some([there, beyond]) = monotone(plain, &variable, &from, rises) else { continue };
        let Some(there) = found(&there, deeper, left).map(Box::new) else { continue };
        if let Some(beyond) = found(&beyond, deeper, left).map(Box::new) {
            return Some(Proof::Monotone { variable, from, rises, there, beyond });
        }
    }
    None
}

fn by_boxes(plain: &Sequent) -> Option<Proof> {
    let mut left = MOST_BOXES;
    boxes(plain, &ranges(plain)?, 0, &mut left).map(Proof::Boxes)
}

/// Halves a box until every part is shown, in each direction in turn.
fn boxes(plain: &Sequent, ranges: &Ranges, depth: usize, left: &mut usize) -> Option<Boxes> {
    *left = left.checked_sub(1)?;
    if shown(plain, ranges) {
        return Some(Boxes::Whole);
    }
    let direction = depth % ranges.len().max(1);
    let [low, high] = halves(ranges, direction).filter(|_| depth < 40)?;
    let low = boxes(plain, &low, depth + 1, left)?;
    let high = boxes(plain, &high, depth + 1, left)?;
    Some(Boxes::Halves(direction, Box::new([low, high])))
}

/// A contradiction between facts.
fn refutation(facts: &[Fact], mut levels: Range<usize>) -> Option<Refutation> {
    // 0 > 0: an identity, which may also be one of matrices.
    let is_identity = |(p, relation): &Fact| p.is_zero() && *relation == Relation::Above;
    if let Some(i) = facts.iter().position(is_identity) {
        return Some(Refutation { terms: vec![fact(i)], multiples: Vec::new() });
    }
    let is_of_numbers = facts.iter().all(|(p, _)| p.is_proper());
    let squares = || (0..facts.len()).find_map(|i| square_sum(facts, i));
    let pool = Pool::new(facts);
    let mut sum = || levels.find_map(|level| combination(facts, &pool.candidates(level)));
    is_of_numbers.then(|| squares().or_else(&mut sum))?
}

fn fact(i: usize) -> Term {
    let square = Polynomial::constant(ratio(1, 1));
    Term { coefficient: ratio(1, 1), unit: Monomial::default(), square, facts: vec![i] }
}

/// p > 0 and -p is a sum of squares.
fn square_sum(facts: &[Fact], i: usize) -> Option<Refutation> {
    let (p, relation) = &facts[i];
    let is_signed = matches!(relation, Relation::Above | Relation::AtLeast);
    let negative = Some(p.scaled(&ratio(-1, 1))).filter(|_| is_signed)?;
    let square = |(coefficient, square)| Term {
        coefficient,
        square,
        facts: Vec::new(),
        unit: Monomial::default(),
    };
    let squares = quadratic::squares(&negative)?.into_iter().map(square);
    let refutation =
        Refutation { terms: [fact(i)].into_iter().chain(squares).collect(), multiples: Vec::new() };
    refutation.holds(facts).then_some(refutation)
}

/// A sum of candidates that is 0 and of which those above 0 have weight 1.
fn combination(facts: &[Fact], candidates: &Candidates) -> Option<Refutation> {
    let mut rows: BTreeMap<Monomial, usize> = BTreeMap::new();
    let mut column = |p: &Polynomial, is_above: bool| -> Column {
        let mut column: Column = Vec::new();
        if is_above {
            column.push((0, ratio(1, 1)));
        }
        for (monomial, coefficient) in &p.terms {
            let next = rows.len() + 1;
            column.push((*rows.entry(monomial.clone()).or_insert(next), coefficient.clone()));
        }
        column
    };
    let mut columns = Vec::new();
    for term in &candidates.terms {
        let (value, is_above) = term.value(facts)?;
        columns.push(column(&value, is_above));
        if columns.last().is_some_and(|column| column.len() > LONGEST_COLUMN) {
            return None;
        }
    }
    for (i, by) in &candidates.multiples {
        columns.push(column(&facts[*i].0.times(by), false));
    }
    let free: Vec<bool> = (0..columns.len()).map(|j| j >= candidates.terms.len()).collect();
    let mut wanted = vec![ratio(0, 1); rows.len() + 1];
    wanted[0] = ratio(1, 1);
    let weights = linear::weights(&columns, &free, &wanted)?;
    let zero = ratio(0, 1);
    let (of_terms, of_multiples) = weights.split_at(candidates.terms.len());
    let terms = candidates.terms.iter().zip(of_terms).filter(|(_, w)| **w != zero);
    let multiples = candidates.multiples.iter().zip(of_multiples).filter(|(_, w)| **w != zero);
    let refutation = Refutation {
        terms: terms.map(|(term, w)| Term { coefficient: w.clone(), ..term.clone() }).collect(),
        multiples: multiples.map(|((i, by), w)| (*i, by.scaled(w))).collect(),
    };
    refutation.holds(facts).then_some(refutation)
}

impl Statement {
    /// Settles it, if a counterexample or a certificate is found.
    pub fn settle(&self) -> Answer {
        let parts: Vec<Sequent> = self.sequents.iter().map(Sequent::by_definitions).collect();
        let written = self.sequents.iter().take(self.falsifiable()).zip(&parts).enumerate();
        let mut counterexamples = written.filter_map(|(part, (written, defined))| {
            let (at, proofs) = counterexample(written, defined)?;
            Some(Answer::Disproved(Counterexample { part, at, proofs }))
        });
        let proved = || {
            let proofs: Option<Vec<Proof>> = parts.iter().map(prove).collect();
            Some(Answer::Proved(Certificate { proofs: proofs? }))
        };
        let answer = counterexamples.next().or_else(proved);
        answer.filter(|answer| self.accepts(answer)).unwrap_or(Answer::Undecided)
    }
}

/// The variables' values, and the proofs that everything given holds there and no goal does.
fn counterexample(written: &Sequent, defined: &Sequent) -> Option<(Point, Vec<Proof>)> {
    let is_plain = defined.cases().is_none();
    let derived = defined.derived().filter(|_| is_plain);
    let points = counterexample::points(derived.as_ref().unwrap_or(written));
    points.into_iter().take(MOST_POINTS).find_map(|at| {
        let proofs: Option<Vec<Proof>> = false_at(defined, &at).iter().map(prove).collect();
        Some((at, proofs?))
    })
}
