//! The one rule of algebra: facts contradict each other if a sum of products of them, which cannot
//! be 0, is 0.
//!
//! Trusted. This covers identities (0 > 0), sums of squares (p < 0 and p = q^2), linear programming
//! duality (Farkas), and ideals (multiples of what is 0). Source: Stengle's Positivstellensatz.

use crate::fact::Fact;
use crate::polynomial::{Monomial, Polynomial, Rational, ratio};
use crate::relation::Relation;

/// coefficient * unit * square^2 * product of facts, which is not below 0.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    /// Above 0.
    pub(crate) coefficient: Rational,
    /// Powers of exponentials and pi.
    pub(crate) unit: Monomial,
    pub(crate) square: Polynomial,
    /// By their number.
    pub(crate) facts: Vec<usize>,
}

/// A sum that is 0, of which no part is below 0 and one is above.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Refutation {
    pub(crate) terms: Vec<Term>,
    /// Facts that say that something is 0, each with what it is multiplied by.
    pub(crate) multiples: Vec<(usize, Polynomial)>,
}

impl Term {
    /// Its value, and whether it is above 0; none if the facts do not say that it is not below.
    pub(crate) fn value(&self, facts: &[Fact]) -> Option<(Polynomial, bool)> {
        let is_sound =
            self.coefficient > ratio(0, 1) && self.unit.is_positive() && self.square.is_proper();
        let unit = Polynomial::term(
            Some(self.coefficient.clone()).filter(|_| is_sound)?,
            self.unit.clone(),
        );
        let mut value = unit.times(&self.square).times(&self.square);
        let root = self.square.as_constant();
        let mut is_above = root.is_some_and(|root| root != ratio(0, 1));
        for fact in &self.facts {
            let (p, relation) = facts.get(*fact)?;
            value = match relation {
                Relation::AtLeast | Relation::Above => value.times(p),
                Relation::Unequal => value.times(p).times(p),
                _ => return None,
            };
            is_above &= *relation != Relation::AtLeast;
        }
        Some((value, is_above))
    }
}

impl Refutation {
    /// Whether it shows that the facts contradict each other.
    pub(crate) fn holds(&self, facts: &[Fact]) -> bool {
        let Some(terms) =
            self.terms.iter().map(|term| term.value(facts)).collect::<Option<Vec<_>>>()
        else {
            return false;
        };
        let mut sum = Polynomial::default();
        let mut is_above = false;
        for (value, above) in terms {
            sum = sum.plus(&value);
            is_above |= above;
        }
        for (fact, by) in &self.multiples {
            match facts.get(*fact) {
                Some((p, Relation::Equal)) if by.is_proper() => sum = sum.plus(&p.times(by)),
                _ => return false,
            }
        }
        // Matrices have no sign: of them, only p = 0 itself can be shown.
        let used = self.terms.iter().flat_map(|term| &term.facts);
        let used = used.chain(self.multiples.iter().map(|(fact, _)| fact));
        let is_of_numbers = used.into_iter().all(|fact| facts[*fact].0.is_proper());
        is_above && sum.is_zero() && is_of_numbers
    }
}
