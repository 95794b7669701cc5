//! From formulas to quotients of polynomials, and what has to hold for them to be defined.
//!
//! Trusted.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use crate::formula::tree::{Node, Operation, is_matrix};
use crate::polynomial::{Monomial, Polynomial, Rational, Symbol, ratio};
use crate::relation::Relation;

/// Longer sums, higher powers of denominators and longer numbers are beyond what can be read.
const MOST_TERMS: usize = 400;
const HIGHEST_POWER: u32 = 256;
const MOST_BITS: u64 = 8192;

/// numerator / product of powers of factors, each without content.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Quotient {
    pub(crate) numerator: Polynomial,
    pub(crate) factors: BTreeMap<Polynomial, u32>,
}

/// A polynomial that must be above 0, at least 0 or not 0 where a formula is defined.
pub(crate) type Need = (Polynomial, Relation);

/// Reads formulas, and collects what they need.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub(crate) needs: Vec<Need>,
}

fn is_exponential(symbol: &Symbol) -> bool {
    matches!(symbol, Symbol::Exp(_))
}

impl Quotient {
    pub(crate) fn of(numerator: Polynomial) -> Self {
        Self { numerator, factors: BTreeMap::new() }
    }

    fn denominator(&self) -> Polynomial {
        let power = |(factor, power): (&Polynomial, &u32)| factor.to_the(*power);
        let one = Polynomial::constant(ratio(1, 1));
        self.factors.iter().map(power).fold(one, |product, factor| product.times(&factor))
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut factors = self.factors.clone();
        for (factor, power) in &other.factors {
            *factors.entry(factor.clone()).or_default() += power;
        }
        Self { numerator: self.numerator.times(&other.numerator), factors }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let mut factors = self.factors.clone();
        for (factor, power) in &other.factors {
            let entry = factors.entry(factor.clone()).or_default();
            *entry = (*entry).max(*power);
        }
        let raised = |quotient: &Self| {
            let missing = factors.iter().map(|(factor, power)| {
                factor.to_the(power - quotient.factors.get(factor).unwrap_or(&0))
            });
            missing.fold(quotient.numerator.clone(), |product, factor| product.times(&factor))
        };
        Self { numerator: raised(self).plus(&raised(other)), factors }
    }

    fn is_readable(&self) -> bool {
        let is_short = |c: &Rational| c.numer().bits().max(c.denom().bits()) <= MOST_BITS;
        let sums = self.factors.keys().chain([&self.numerator]);
        self.factors.values().all(|power| *power <= HIGHEST_POWER)
            && sums
                .into_iter()
                .all(|p| p.terms.len() <= MOST_TERMS && p.terms.values().all(is_short))
    }

    /// 1 / this, which must not be 0.
    fn inverse(&self) -> Option<Self> {
        let (c, unit, factor) = self.numerator.content(is_exponential);
        let over = Polynomial::term((c != ratio(0, 1)).then(|| c.recip())?, unit.inverse());
        let sign = factor.as_constant().map(Polynomial::constant);
        let factors = if sign.is_some() { BTreeMap::new() } else { BTreeMap::from([(factor, 1)]) };
        let numerator = self.denominator().times(&over);
        // A factor that is 1 or -1 is its own inverse.
        Some(Self { numerator: sign.map_or(numerator.clone(), |s| numerator.times(&s)), factors })
    }

    /// A polynomial of the same sign, where this is defined.
    pub(crate) fn sign(&self) -> Polynomial {
        let odd = self.factors.iter().filter(|(_, power)| *power % 2 == 1);
        let odd = odd.filter(|(factor, _)| !factor.is_plainly_positive());
        odd.fold(self.numerator.clone(), |product, (factor, _)| product.times(factor))
    }

    /// The number that it is, if it is one.
    pub(crate) fn as_constant(&self) -> Option<Rational> {
        self.numerator.as_constant().filter(|_| self.factors.is_empty())
    }

    /// As a polynomial, with a symbol for the inverse of each factor.
    fn flat(&self) -> Polynomial {
        let inverse = |(factor, power): (&Polynomial, &u32)| {
            Polynomial::symbol(Symbol::Inverse(factor.clone())).to_the(*power)
        };
        self.factors.iter().map(inverse).fold(self.numerator.clone(), |p, i| p.times(&i))
    }
}

impl Reader {
    /// A formula without definitions, cases and derivatives; none if it is beyond what can be read.
    pub(crate) fn quotient(&mut self, node: &Node) -> Option<Quotient> {
        self.read(node).filter(Quotient::is_readable)
    }

    fn read(&mut self, node: &Node) -> Option<Quotient> {
        let symbol = |symbol| Quotient::of(Polynomial::symbol(symbol));
        let (operation, parts) = match node {
            Node::Number(number) => {
                return Some(Quotient::of(Polynomial::constant(number.exact.clone())));
            }
            Node::Variable(name) if is_matrix(name) => {
                let monomial = Monomial { word: vec![name.clone()], ..Monomial::default() };
                return Some(Quotient::of(Polynomial::term(ratio(1, 1), monomial)));
            }
            Node::Variable(name) => return Some(symbol(Symbol::Variable(name.clone()))),
            Node::Operation(operation, parts) => (*operation, parts),
        };
        if operation == Operation::Power {
            let base = self.quotient(&parts[0])?;
            let Node::Number(n) = &parts[1] else { return None };
            let n: i32 = Some(&n.exact).filter(|n| n.is_integer())?.to_integer().try_into().ok()?;
            let count = Some(n.unsigned_abs()).filter(|n| *n <= 64)?;
            let one = Quotient::of(Polynomial::constant(ratio(1, 1)));
            let base = if n < 0 { self.inverse(&base)? } else { base };
            let times =
                |product: Quotient, _| Some(product.times(&base)).filter(Quotient::is_readable);
            return (0..count).try_fold(one, times);
        }
        let part = |reader: &mut Self, i: usize| reader.quotient(parts.get(i)?);
        let minus = Quotient::of(Polynomial::constant(ratio(-1, 1)));
        Some(match operation {
            Operation::Pi => symbol(Symbol::Pi),
            Operation::Add => part(self, 0)?.plus(&part(self, 1)?),
            Operation::Subtract => part(self, 0)?.plus(&part(self, 1)?.times(&minus)),
            Operation::Negate => part(self, 0)?.times(&minus),
            Operation::Multiply => part(self, 0)?.times(&part(self, 1)?),
            Operation::Divide => {
                let (above, below) = (part(self, 0)?, part(self, 1)?);
                above.times(&self.inverse(&below)?)
            }
            Operation::Exp => {
                Quotient::of(Polynomial::term(ratio(1, 1), exp(&self.flat(&parts[0])?)))
            }
            Operation::Ln => {
                let of = self.quotient(&parts[0])?;
                let (above, below) = (of.numerator.clone(), of.denominator());
                let ln = self.ln(&above)?.minus(&self.ln(&below)?);
                Quotient::of(ln)
            }
            Operation::Sqrt => {
                let of = self.flat(&parts[0])?;
                self.need(&of, Relation::AtLeast);
                symbol(Symbol::Sqrt(of))
            }
            Operation::Sin => symbol(Symbol::Sin(self.flat(&parts[0])?)),
            Operation::Cos => symbol(Symbol::Cos(self.flat(&parts[0])?)),
            _ => return None,
        })
    }

    fn need(&mut self, p: &Polynomial, relation: Relation) {
        let is_obvious = p.is_plainly_positive()
            || p.scaled(&ratio(-1, 1)).is_plainly_positive() && relation == Relation::Unequal;
        if !is_obvious {
            self.needs.push((p.clone(), relation));
        }
    }

    /// Of an argument; matrices are none.
    fn flat(&mut self, node: &Node) -> Option<Polynomial> {
        Some(self.quotient(node)?.flat()).filter(|of| !of.has_matrix())
    }

    fn inverse(&mut self, of: &Quotient) -> Option<Quotient> {
        self.need(&of.numerator, Relation::Unequal);
        of.inverse().filter(|inverse| !inverse.factors.keys().any(Polynomial::has_matrix))
    }

    /// ln p = ln c + ln m + ln q, with the logarithms of exponentials and roots taken.
    fn ln(&mut self, of: &Polynomial) -> Option<Polynomial> {
        let is_taken = |s: &Symbol| matches!(s, Symbol::Exp(_) | Symbol::Sqrt(_));
        let (c, unit, rest) = of.content(is_taken);
        self.need(of, Relation::Above);
        let mut sum = ln_of_number(&c)?;
        for (symbol, power) in unit.powers {
            let ln = match symbol {
                Symbol::Exp(m) => Polynomial::term(ratio(1, 1), m),
                Symbol::Sqrt(p) => self.ln(&p)?.scaled(&ratio(1, 2)),
                _ => return None,
            };
            sum = sum.plus(&ln.scaled(&power));
        }
        let is_one = rest.as_constant() == Some(ratio(1, 1));
        Some(if is_one { sum } else { sum.plus(&Polynomial::symbol(Symbol::Ln(rest))) })
    }
}

/// By the primes below 100 in it.
fn ln_of_number(c: &Rational) -> Option<Polynomial> {
    let (zero, mut sum) = (BigInt::from(0), Polynomial::default());
    for (mut n, sign) in [(c.numer().clone(), 1), (c.denom().clone(), -1)] {
        if n <= zero {
            return None;
        }
        let mut ln = |of: Polynomial| {
            sum = sum.plus(&Polynomial::symbol(Symbol::Ln(of)).scaled(&ratio(sign, 1)));
        };
        for p in 2..100 {
            while &n % p == zero {
                n /= p;
                ln(Polynomial::constant(ratio(p, 1)));
            }
        }
        if n != BigInt::from(1) {
            ln(Polynomial::constant(n.into()));
        }
    }
    Some(sum)
}

/// e^p, as a product of powers of e^m over the terms of p.
fn exp(p: &Polynomial) -> Monomial {
    let factor =
        |(m, c): (&Monomial, &Rational)| Monomial::power(Symbol::Exp(m.clone()), c.clone());
    p.terms.iter().map(factor).fold(Monomial::default(), |product, e| product.times(&e))
}
