//! Polynomials with rational coefficients, in their one normal form.
//!
//! Trusted. Powers of e^m, and of nothing else, may be any rational numbers, since e^m > 0.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;

/// A rational number.
pub type Rational = BigRational;

/// n / d.
pub(crate) fn ratio(n: i64, d: i64) -> Rational {
    Rational::new(BigInt::from(n), BigInt::from(d))
}

/// The largest number of which all of these are multiples; 0 of none.
pub(crate) fn common<'a>(numbers: impl Iterator<Item = &'a Rational>) -> Rational {
    numbers.fold(ratio(0, 1), |mut a, b| {
        let mut b = if *b < ratio(0, 1) { -b } else { b.clone() };
        while b != ratio(0, 1) {
            let rest = &a - (&a / &b).floor() * &b;
            (a, b) = (b, rest);
        }
        a
    })
}

/// Something of which nothing is known but its axioms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Symbol {
    /// A real number.
    Variable(String),
    /// 3.14159...
    Pi,
    /// e^m.
    Exp(Monomial),
    /// The natural logarithm of a positive polynomial.
    Ln(Polynomial),
    /// The root of a polynomial that is not negative.
    Sqrt(Polynomial),
    /// The sine.
    Sin(Polynomial),
    /// The cosine.
    Cos(Polynomial),
    /// 1 / p.
    Inverse(Polynomial),
}

/// A product of powers of symbols, and of matrices in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Monomial {
    pub(crate) powers: BTreeMap<Symbol, Rational>,
    /// Factors that do not commute.
    pub(crate) word: Vec<String>,
}

impl Monomial {
    pub(crate) fn power(symbol: Symbol, power: Rational) -> Self {
        let mut powers = BTreeMap::from([(symbol, power)]);
        powers.retain(|_, power| *power != ratio(0, 1));
        Self { powers, word: Vec::new() }
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut product = self.clone();
        for (symbol, power) in &other.powers {
            *product.powers.entry(symbol.clone()).or_insert_with(|| ratio(0, 1)) += power;
        }
        product.powers.retain(|_, power| *power != ratio(0, 1));
        product.word.extend_from_slice(&other.word);
        product
    }

    /// 1 / this, of powers of what is not 0.
    pub(crate) fn inverse(mut self) -> Self {
        self.powers.values_mut().for_each(|power| *power = -power.clone());
        self
    }

    /// Whether it is a product of powers of e^m and pi, which are above 0.
    pub(crate) fn is_positive(&self) -> bool {
        let positive = |symbol: &Symbol| matches!(symbol, Symbol::Exp(_) | Symbol::Pi);
        self.word.is_empty() && self.powers.keys().all(positive)
    }
}

/// A sum of monomials, each with its coefficient, which is not 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Polynomial {
    pub(crate) terms: BTreeMap<Monomial, Rational>,
}

impl Polynomial {
    pub(crate) fn term(coefficient: Rational, monomial: Monomial) -> Self {
        let mut terms = BTreeMap::from([(monomial, coefficient)]);
        terms.retain(|_, coefficient| *coefficient != ratio(0, 1));
        Self { terms }
    }

    pub(crate) fn constant(value: Rational) -> Self {
        Self::term(value, Monomial::default())
    }

    pub(crate) fn symbol(symbol: Symbol) -> Self {
        Self::term(ratio(1, 1), Monomial::power(symbol, ratio(1, 1)))
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        for (monomial, coefficient) in &other.terms {
            *sum.terms.entry(monomial.clone()).or_insert_with(|| ratio(0, 1)) += coefficient;
        }
        sum.terms.retain(|_, coefficient| *coefficient != ratio(0, 1));
        sum
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut product = Self::default();
        for (left, a) in &self.terms {
            for (right, b) in &other.terms {
                let entry = product.terms.entry(left.times(right));
                *entry.or_insert_with(|| ratio(0, 1)) += a * b;
            }
        }
        product.terms.retain(|_, coefficient| *coefficient != ratio(0, 1));
        product
    }

    pub(crate) fn scaled(&self, factor: &Rational) -> Self {
        self.times(&Self::constant(factor.clone()))
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.scaled(&ratio(-1, 1)))
    }

    pub(crate) fn to_the(&self, power: u32) -> Self {
        (0..power).fold(Self::constant(ratio(1, 1)), |product, _| product.times(self))
    }

    /// Whether it has a value for all values of its symbols: only exponentials have powers that are
    /// not whole or below 0, and no factor is a matrix.
    pub(crate) fn is_proper(&self) -> bool {
        let proper = |(symbol, power): (&Symbol, &Rational)| {
            let is_whole = power.is_integer() && *power > ratio(0, 1);
            is_whole || matches!(symbol, Symbol::Exp(_))
        };
        !self.has_matrix() && self.terms.keys().all(|m| m.powers.iter().all(proper))
    }

    /// Whether a factor of a term is a matrix.
    pub(crate) fn has_matrix(&self) -> bool {
        self.terms.keys().any(|monomial| !monomial.word.is_empty())
    }

    /// Whether it is a sum of positive monomials with positive coefficients.
    pub(crate) fn is_plainly_positive(&self) -> bool {
        let positive = |(m, c): (&Monomial, &Rational)| m.is_positive() && *c > ratio(0, 1);
        !self.is_zero() && self.terms.iter().all(positive)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// The number that it is, if it is one.
    pub(crate) fn as_constant(&self) -> Option<Rational> {
        match self.terms.len() {
            0 => Some(ratio(0, 1)),
            1 => self.terms.get(&Monomial::default()).cloned(),
            _ => None,
        }
    }

    /// c, m and p such that this is c m p, where c > 0, m is a product of powers of the symbols in
    /// `taken`, and p has nothing of both in common any more. Of 0, 0.
    pub(crate) fn content(&self, taken: fn(&Symbol) -> bool) -> (Rational, Monomial, Self) {
        let c = common(self.terms.values());
        if self.is_zero() {
            return (c, Monomial::default(), Self::default());
        }
        let mut unit = Monomial::default();
        let symbols = self.terms.keys().flat_map(|monomial| monomial.powers.keys());
        for symbol in symbols.filter(|symbol| taken(symbol)) {
            let zero = ratio(0, 1);
            let power = |monomial: &Monomial| monomial.powers.get(symbol).cloned();
            let powers = self.terms.keys().map(|monomial| power(monomial).unwrap_or(zero.clone()));
            let least = powers.min().unwrap_or(zero);
            unit.powers.insert(symbol.clone(), least);
        }
        unit.powers.retain(|_, power| *power != ratio(0, 1));
        let rest = self.times(&Self::term(c.recip(), unit.clone().inverse()));
        (c, unit, rest)
    }

    /// All symbols in it and in their arguments, with the powers they have.
    pub(crate) fn symbols(&self, found: &mut BTreeMap<Symbol, Vec<Rational>>) {
        let powers = self.terms.keys().flat_map(|monomial| &monomial.powers);
        for (symbol, power) in powers {
            let known = found.entry(symbol.clone()).or_default();
            if known.contains(power) {
                continue;
            }
            known.push(power.clone());
            match symbol {
                Symbol::Variable(_) | Symbol::Pi => {}
                Symbol::Exp(m) => Self::term(ratio(1, 1), m.clone()).symbols(found),
                Symbol::Ln(p)
                | Symbol::Sqrt(p)
                | Symbol::Sin(p)
                | Symbol::Cos(p)
                | Symbol::Inverse(p) => p.symbols(found),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Monomial, Polynomial, Symbol, ratio};

    fn x() -> Polynomial {
        Polynomial::symbol(Symbol::Variable("x".to_owned()))
    }

    fn one() -> Polynomial {
        Polynomial::constant(ratio(1, 1))
    }

    #[test]
    fn equal_polynomials_have_one_normal_form() {
        let square = x().plus(&one()).to_the(2);
        let expanded = x().times(&x()).plus(&x().scaled(&ratio(2, 1))).plus(&one());
        assert_eq!(square, expanded);
        assert!(square.minus(&expanded).is_zero());
        assert_eq!(one().minus(&one()).as_constant(), Some(ratio(0, 1)));
        assert_eq!(square.as_constant(), None);
    }

    #[test]
    fn powers_of_exponentials_cancel_and_content_is_taken_out() {
        let m = Monomial::power(Symbol::Variable("x".to_owned()), ratio(1, 1));
        let t = |n, d| {
            Polynomial::term(ratio(1, 1), Monomial::power(Symbol::Exp(m.clone()), ratio(n, d)))
        };
        assert_eq!(t(1, 2).times(&t(-1, 2)), one());
        let p = t(-1, 1).plus(&one()).scaled(&ratio(-3, 1));
        let (c, unit, rest) = p.content(|symbol| matches!(symbol, Symbol::Exp(_)));
        assert_eq!(Polynomial::term(c, unit).times(&rest), p);
        assert_eq!(rest, t(1, 1).plus(&one()).scaled(&ratio(-1, 1)));
    }

    #[test]
    fn matrices_do_not_commute() {
        let matrix = |name: &str| {
            let word = vec![name.to_owned()];
            Polynomial::term(ratio(1, 1), Monomial { word, ..Monomial::default() })
        };
        assert_ne!(matrix("A").times(&matrix("B")), matrix("B").times(&matrix("A")));
    }
}
