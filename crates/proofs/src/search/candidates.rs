//! Terms that a refutation may be made of: products of facts, of units and of squares.

use std::collections::BTreeMap;

use super::univariate;
use crate::fact::Fact;
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

/// How many levels there are, and how many of them are quick.
pub(super) const SLOW: usize = LEVELS.len();
pub(super) const QUICK: usize = 5;

/// What a refutation of these facts is looked for among, the more the higher the level.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) terms: Vec<Term>,
    pub(super) multiples: Vec<(usize, Polynomial)>,
}

impl Candidates {
    pub(super) fn new(facts: &[Fact], level: usize) -> Self {
        let Level { most, factors, roots: most_roots } = LEVELS[level];
        let units = units(facts);
        let one = || Polynomial::constant(ratio(1, 1));
        let mut all = Self::default();
        // Positive monomials are units.
        let is_unit = |p: &Polynomial| p.terms.len() == 1 && p.is_plainly_positive();
        let signed: Vec<usize> = (0..facts.len())
            .filter(|&i| {
                matches!(facts[i].1, Relation::AtLeast | Relation::Above | Relation::Unequal)
                    && !is_unit(&facts[i].0)
            })
            .collect();
        let mut products: Vec<Vec<usize>> = vec![Vec::new()];
        let mut last = products.clone();
        for most in factors {
            let among = &signed[..signed.len().min(*most)];
            let longer = last.iter().flat_map(|product| {
                let from = product.last().copied().unwrap_or(0);
                among.iter().filter(move |i| **i >= from).map(|i| [&product[..], &[*i]].concat())
            });
            last = longer.collect();
            products.extend_from_slice(&last);
        }
        let roots = if most_roots == 0 { Vec::new() } else { roots(facts, most_roots) };
        for product in &products {
            let units = if product.len() < 2 { &units[..] } else { &units[..units.len().min(9)] };
            let roots = if product.len() < 2 { &roots[..] } else { &[] };
            for square in [one()].iter().chain(roots) {
                for unit in units {
                    let (unit, square, facts) = (unit.clone(), square.clone(), product.clone());
                    all.terms.push(Term { coefficient: ratio(1, 1), unit, square, facts });
                }
            }
        }
        // Simple terms first.
        let cost = |term: &Term| {
            let of_square = i64::from(term.square.as_constant().is_none());
            ratio(2 * (term.facts.len() as i64 + of_square), 1) + size(&term.unit)
        };
        all.terms.sort_by_cached_key(cost);
        all.terms.truncate(most);
        let monomials = monomials(facts, level);
        for (i, _) in facts.iter().enumerate().filter(|(_, fact)| fact.1 == Relation::Equal) {
            let by = monomials.iter().map(|m| (i, Polynomial::term(ratio(1, 1), m.clone())));
            all.multiples.extend(by);
        }
        all.multiples.truncate(most);
        all
    }
}

/// How large the powers are.
fn size(m: &Monomial) -> Rational {
    m.powers.values().map(|n| if *n < ratio(0, 1) { -n } else { n.clone() }).sum()
}

fn symbols(facts: &[Fact]) -> BTreeMap<Symbol, Vec<Rational>> {
    let mut found = BTreeMap::new();
    for (p, _) in facts {
        p.symbols(&mut found);
    }
    found
}

/// Products of powers of exponentials, 1 first.
fn units(facts: &[Fact]) -> Vec<Monomial> {
    let mut units = vec![Monomial::default()];
    for (symbol, powers) in symbols(facts) {
        if symbol == Symbol::Pi {
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

/// Polynomials whose squares may help: repeated factors, differences of symbols from each other
/// and from 1.
fn roots(facts: &[Fact], most: usize) -> Vec<Polynomial> {
    let own: Vec<Polynomial> = symbols(facts)
        .iter()
        .map(|(symbol, powers)| {
            let power =
                if matches!(symbol, Symbol::Exp(_)) { common(powers.iter()) } else { ratio(1, 1) };
            Polynomial::term(ratio(1, 1), Monomial::power(symbol.clone(), power))
        })
        .collect();
    let one = Polynomial::constant(ratio(1, 1));
    let mut roots: Vec<Polynomial> =
        facts.iter().take(1).filter_map(|(p, _)| univariate::repeated(p)).collect();
    for (i, p) in own.iter().enumerate() {
        roots.extend([p.minus(&one), p.plus(&one), p.clone()]);
        roots.extend(own[..i].iter().flat_map(|q| [p.minus(q), p.plus(q), p.times(q)]));
    }
    roots.truncate(most);
    roots
}

/// What facts that something is 0 are multiplied by.
fn monomials(facts: &[Fact], level: usize) -> Vec<Monomial> {
    let mut own = vec![Monomial::default()];
    for (p, _) in facts {
        own.extend(p.terms.keys().filter(|m| m.word.is_empty()).cloned());
    }
    own.extend(symbols(facts).into_keys().map(|symbol| Monomial::power(symbol, ratio(1, 1))));
    own.sort();
    own.dedup();
    if level == 0 {
        return own;
    }
    let mut all: Vec<Monomial> =
        own.iter().flat_map(|a| own.iter().map(move |b| a.times(b))).collect();
    all.sort();
    all.dedup();
    all.truncate(100);
    all
}
