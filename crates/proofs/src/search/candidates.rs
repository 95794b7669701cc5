//! Terms that a refutation may be made of: products of facts, of units and of squares.

use std::collections::BTreeMap;

use super::univariate;
use crate::fact::{Fact, symbols};
use crate::polynomial::{Monomial, Polynomial, Rational, Symbol, common, ratio};
use crate::refutation::Term;
use crate::relation::Relation;

/// What is tried at a level.
struct Level {
    /// So many terms, the simplest.
    most: usize,
    /// The number of facts that are the first, second, ... factor of a product; what is to be refuted
    /// comes first.
    factors: &'static [usize],
    /// So many roots of squares.
    roots: usize,
}

/// From quick to slow.
const LEVELS: [Level; 7] = [
    Level { most: 60, factors: &[1], roots: 3 },
    Level { most: 24, factors: &[40], roots: 0 },
    Level { most: 300, factors: &[40], roots: 0 },
    Level { most: 400, factors: &[40, 12], roots: 0 },
    Level { most: 400, factors: &[6], roots: 24 },
    Level { most: 600, factors: &[40, 12, 9], roots: 6 },
    Level { most: 600, factors: &[12, 9, 6, 6], roots: 24 },
];

/// So many products of two monomials, at the levels beyond the first.
const MOST_MONOMIALS: usize = 100;

/// How many levels there are, and how many of them are quick.
pub(super) const SLOW: usize = LEVELS.len();
pub(super) const QUICK: usize = 5;

/// What a refutation is looked for among.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) terms: Vec<Term>,
    pub(super) multiples: Vec<(usize, Polynomial)>,
}

/// Facts, and what candidates are made of at every level.
pub(super) struct Pool<'a> {
    facts: &'a [Fact],
    symbols: BTreeMap<Symbol, Vec<Rational>>,
    units: Vec<Monomial>,
    /// The facts with a sign that is not plain to see.
    signed: Vec<usize>,
}

impl<'a> Pool<'a> {
    pub(super) fn new(facts: &'a [Fact]) -> Self {
        let symbols = symbols(facts);
        // Positive monomials are units.
        let is_unit = |p: &Polynomial| p.terms.len() == 1 && p.is_plainly_positive();
        let is_signed = |(p, relation): &Fact| *relation != Relation::Equal && !is_unit(p);
        let signed = (0..facts.len()).filter(|&i| is_signed(&facts[i])).collect();
        Self { facts, units: units(facts, &symbols), symbols, signed }
    }

    /// The more the higher the level.
    pub(super) fn candidates(&self, level: usize) -> Candidates {
        let most = LEVELS[level].most;
        let mut terms = self.terms(&LEVELS[level]);
        // Simple terms first.
        let cost = |term: &Term| {
            let of_square = i64::from(term.square.as_constant().is_none());
            ratio(2 * (term.facts.len() as i64 + of_square), 1) + size(&term.unit)
        };
        terms.sort_by_cached_key(cost);
        terms.truncate(most);
        let monomials = self.monomials(level);
        let is_equation = |i: &usize| self.facts[*i].1 == Relation::Equal;
        let multiples = (0..self.facts.len()).filter(is_equation).flat_map(|i| {
            monomials.iter().map(move |m| (i, Polynomial::term(ratio(1, 1), m.clone())))
        });
        Candidates { terms, multiples: multiples.take(most).collect() }
    }

    fn terms(&self, Level { factors, roots, .. }: &Level) -> Vec<Term> {
        let (one, roots) = (Polynomial::constant(ratio(1, 1)), self.roots(*roots));
        let mut terms = Vec::new();
        for product in self.products(factors) {
            let is_short = product.len() < 2;
            let few = self.units.len().min(9);
            let units = if is_short { &self.units[..] } else { &self.units[..few] };
            let roots = if is_short { &roots[..] } else { &[] };
            for square in [&one].into_iter().chain(roots) {
                for unit in units {
                    let (unit, square, facts) = (unit.clone(), square.clone(), product.clone());
                    terms.push(Term { coefficient: ratio(1, 1), unit, square, facts });
                }
            }
        }
        terms
    }

    /// No fact, or one, two, ... of the first so many of those with a sign.
    fn products(&self, factors: &[usize]) -> Vec<Vec<usize>> {
        let mut products: Vec<Vec<usize>> = vec![Vec::new()];
        let mut last = products.clone();
        for most in factors {
            let among = &self.signed[..self.signed.len().min(*most)];
            let longer = last.iter().flat_map(|product| {
                let from = product.last().copied().unwrap_or(0);
                among.iter().filter(move |i| **i >= from).map(|i| [&product[..], &[*i]].concat())
            });
            last = longer.collect();
            products.extend_from_slice(&last);
        }
        products
    }

    /// Polynomials whose squares may help: repeated factors, differences of symbols from each other
    /// and from 1.
    fn roots(&self, most: usize) -> Vec<Polynomial> {
        if most == 0 {
            return Vec::new();
        }
        let own = |(symbol, powers): (&Symbol, &Vec<Rational>)| {
            let is_exponential = matches!(symbol, Symbol::Exp(_));
            let power = if is_exponential { common(powers.iter()) } else { ratio(1, 1) };
            Polynomial::term(ratio(1, 1), Monomial::power(symbol.clone(), power))
        };
        let own: Vec<Polynomial> = self.symbols.iter().map(own).collect();
        let one = Polynomial::constant(ratio(1, 1));
        let repeated = self.facts.iter().take(1).filter_map(|(p, _)| univariate::repeated(p));
        let mut roots: Vec<Polynomial> = repeated.collect();
        for (i, p) in own.iter().enumerate() {
            roots.extend([p.minus(&one), p.plus(&one), p.clone()]);
            roots.extend(own[..i].iter().flat_map(|q| [p.minus(q), p.plus(q), p.times(q)]));
        }
        roots.truncate(most);
        roots
    }

    /// What facts that something is 0 are multiplied by.
    fn monomials(&self, level: usize) -> Vec<Monomial> {
        let mut own = vec![Monomial::default()];
        own.extend(self.facts.iter().flat_map(|(p, _)| p.terms.keys()).cloned());
        own.extend(self.symbols.keys().map(|s| Monomial::power(s.clone(), ratio(1, 1))));
        own.sort();
        own.dedup();
        if level == 0 {
            return own;
        }
        let mut all: Vec<Monomial> =
            own.iter().flat_map(|a| own.iter().map(move |b| a.times(b))).collect();
        all.sort();
        all.dedup();
        all.truncate(MOST_MONOMIALS);
        all
    }
}

/// How large the powers are.
fn size(m: &Monomial) -> Rational {
    m.powers.values().map(|n| if *n < ratio(0, 1) { -n } else { n.clone() }).sum()
}

/// Products of powers of exponentials, 1 first.
fn units(facts: &[Fact], symbols: &BTreeMap<Symbol, Vec<Rational>>) -> Vec<Monomial> {
    let mut units = vec![Monomial::default()];
    for (symbol, powers) in symbols {
        if *symbol == Symbol::Pi {
            units.push(Monomial::power(symbol.clone(), ratio(1, 1)));
        }
        let Symbol::Exp(_) = symbol else { continue };
        let step = common(powers.iter());
        let reach = if units.len() > 1 { 2 } else { 5 };
        let own: Vec<Monomial> = (-reach..=reach)
            .map(|k| Monomial::power(symbol.clone(), &step * ratio(k, 1)))
            .collect();
        if units.len() * own.len() > 200 {
            break;
        }
        units = own.iter().flat_map(|u| units.iter().map(move |v| u.times(v))).collect();
    }
    let own = facts.iter().take(1).flat_map(|(p, _)| p.terms.keys()).filter(|m| m.is_positive());
    units.extend(own.cloned());
    units.sort_by_cached_key(size);
    units.dedup();
    units
}
