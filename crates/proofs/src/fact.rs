//! What is known at the points where a sequent could fail: polynomials with a sign.
//!
//! Trusted.

use std::collections::BTreeMap;

use crate::normal::{Need, Reader};
use crate::polynomial::{Monomial, Polynomial, Rational, Symbol, ratio};
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};

/// A polynomial that is above 0, at least 0, 0 or not 0.
pub(crate) type Fact = (Polynomial, Relation);

/// Ways in which a sequent without cases could fail: the facts of each, which must contradict each
/// other. None if a formula is beyond what can be read.
pub(crate) fn failures(sequent: &Sequent) -> Option<Vec<Vec<Fact>>> {
    let mut given = Vec::new();
    for comparison in &sequent.given {
        let mut reader = Reader::default();
        let fact = fact(comparison, comparison.relation, &mut reader);
        // What is given where it is defined says less; it is left out.
        given.extend(fact.filter(|_| reader.needs.is_empty()));
    }
    let mut reader = Reader::default();
    for node in &sequent.defined {
        reader.quotient(node)?;
    }
    let mut failures = Vec::new();
    for goal in &sequent.goals {
        for relation in negations(goal.relation) {
            failures.push(fact(goal, relation, &mut reader)?);
        }
    }
    let undefined = |(p, relation): Need| oriented((p, negations(relation)[0]));
    failures.extend(reader.needs.into_iter().map(undefined));
    failures.sort();
    failures.dedup();
    let with = |fact: Option<Fact>| {
        let mut facts: Vec<Fact> = fact.into_iter().chain(given.iter().cloned()).collect();
        let symbols = symbols(&facts);
        facts.extend(symbols.keys().flat_map(axioms));
        facts.extend(logarithms(&symbols));
        facts
    };
    Some(if sequent.goals.is_empty() {
        vec![with(None)]
    } else {
        failures.into_iter().map(|fact| with(Some(fact))).collect()
    })
}

/// The failure of a relation: it has one of these instead. What is not equal is below or above.
fn negations(relation: Relation) -> Vec<Relation> {
    match relation {
        Relation::Equal => vec![Relation::Below, Relation::Above],
        relation => vec![relation.opposite()],
    }
}

/// left - right in this relation to 0, as a polynomial that is above, at least or (not) equal to 0.
fn fact(comparison: &Comparison, relation: Relation, reader: &mut Reader) -> Option<Fact> {
    let sign = reader.quotient(&comparison.difference())?.sign();
    Some(oriented((sign, relation)))
}

fn oriented((p, relation): Fact) -> Fact {
    match relation {
        Relation::Below | Relation::AtMost => (p.scaled(&ratio(-1, 1)), relation.turned()),
        _ => (p, relation),
    }
}

/// All symbols in facts, with the powers they have.
pub(crate) fn symbols(facts: &[Fact]) -> BTreeMap<Symbol, Vec<Rational>> {
    let mut found = BTreeMap::new();
    for (p, _) in facts {
        p.symbols(&mut found);
    }
    found
}

/// q - p >= p ln(q/p) for all p and q above 0: of 1, of every exponential and of every polynomial
/// whose logarithm is taken.
pub(crate) fn logarithms(symbols: &BTreeMap<Symbol, Vec<Rational>>) -> Vec<Fact> {
    let one = || Polynomial::constant(ratio(1, 1));
    let mut known = vec![(one(), Polynomial::default())];
    for (symbol, powers) in symbols {
        let exponential = |m: &Monomial, power: &Rational| {
            let e = Monomial::power(symbol.clone(), power.clone());
            (Polynomial::term(ratio(1, 1), e), Polynomial::term(power.clone(), m.clone()))
        };
        match symbol {
            Symbol::Exp(m) => known.extend(powers.iter().map(|power| exponential(m, power))),
            Symbol::Ln(p) => known.push((p.clone(), Polynomial::symbol(symbol.clone()))),
            _ => {}
        }
    }
    let mut facts: Vec<Fact> = known.iter().map(|(p, _)| (p.clone(), Relation::Above)).collect();
    for (p, ln_p) in &known {
        let others = known.iter().filter(|(q, _)| p != q);
        facts.extend(
            others.map(|(q, ln_q)| {
                (q.minus(p).minus(&p.times(&ln_q.minus(ln_p))), Relation::AtLeast)
            }),
        );
    }
    facts
}

/// What is true of a symbol wherever it is defined.
fn axioms(symbol: &Symbol) -> Vec<Fact> {
    let own = Polynomial::symbol(symbol.clone());
    let constant = |n, d| Polynomial::constant(ratio(n, d));
    match symbol {
        Symbol::Variable(_) | Symbol::Exp(_) | Symbol::Ln(_) => Vec::new(),
        Symbol::Pi => vec![
            (own.minus(&constant(333, 106)), Relation::Above),
            (constant(355, 113).minus(&own), Relation::Above),
        ],
        Symbol::Sqrt(p) => {
            vec![(own.times(&own).minus(p), Relation::Equal), (own, Relation::AtLeast)]
        }
        Symbol::Sin(p) => {
            let cosine = Polynomial::symbol(Symbol::Cos(p.clone()));
            let squares = own.times(&own).plus(&cosine.times(&cosine));
            vec![(squares.minus(&constant(1, 1)), Relation::Equal)]
        }
        Symbol::Cos(p) => axioms(&Symbol::Sin(p.clone())),
        Symbol::Inverse(p) => vec![(p.times(&own).minus(&constant(1, 1)), Relation::Equal)],
    }
}
