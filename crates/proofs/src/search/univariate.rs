//! Polynomials in one symbol: their repeated factors, which squares are made of.

use crate::polynomial::{Monomial, Polynomial, Rational, common, ratio};

/// The greatest common divisor of a polynomial in one symbol and its derivative; none if it is 1.
pub(super) fn repeated(p: &Polynomial) -> Option<Polynomial> {
    let mut symbols = p.terms.keys().flat_map(|m| &m.powers);
    let symbol = symbols.next()?.0.clone();
    let powers: Vec<Rational> = p
        .terms
        .keys()
        .map(|m| match m.powers.len() {
            0 => Some(ratio(0, 1)),
            1 => m.powers.get(&symbol).cloned(),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let step = common(powers.iter());
    let least = powers.iter().min()?.clone();
    let place = |power: &Rational| ((power - &least) / &step).to_integer().try_into().ok();
    let places: Vec<usize> = powers.iter().map(place).collect::<Option<_>>()?;
    let degree = *places.iter().max()?;
    if degree > 64 {
        return None;
    }
    let mut dense = vec![ratio(0, 1); degree + 1];
    for (place, coefficient) in places.into_iter().zip(p.terms.values()) {
        dense[place] = coefficient.clone();
    }
    let slope: Vec<Rational> =
        dense.iter().enumerate().skip(1).map(|(n, c)| c * ratio(n as i64, 1)).collect();
    let shared = divisor(dense, slope);
    let term = |(n, c): (usize, &Rational)| {
        Polynomial::term(c.clone(), Monomial::power(symbol.clone(), &step * ratio(n as i64, 1)))
    };
    let terms = shared.iter().enumerate().map(term);
    (shared.len() > 1).then(|| terms.fold(Polynomial::default(), |sum, term| sum.plus(&term)))
}

/// By Euclid, with leading coefficient 1.
fn divisor(mut a: Vec<Rational>, mut b: Vec<Rational>) -> Vec<Rational> {
    let trim = |p: &mut Vec<Rational>| {
        while p.last().is_some_and(|c| *c == ratio(0, 1)) {
            p.pop();
        }
    };
    trim(&mut b);
    while let Some(leading) = b.last().cloned() {
        while a.len() >= b.len() {
            let factor = a[a.len() - 1].clone() / &leading;
            let shift = a.len() - b.len();
            for (x, y) in a[shift..].iter_mut().zip(&b) {
                *x -= &factor * y;
            }
            a.pop();
        }
        trim(&mut a);
        (a, b) = (b, a);
    }
    let leading = a.last().cloned().unwrap_or_else(|| ratio(1, 1));
    for c in &mut a {
        *c = &*c / &leading;
    }
    a
}

#[cfg(test)]
mod tests {
    use super::repeated;
    use crate::polynomial::{Polynomial, Symbol, ratio};

    #[test]
    fn repeated_factors_are_found() {
        let x = Polynomial::symbol(Symbol::Variable("x".to_owned()));
        let plus = |n| x.plus(&Polynomial::constant(ratio(n, 2)));
        let p = plus(1).to_the(2).times(&plus(-3).to_the(3)).times(&plus(5));
        assert_eq!(repeated(&p), Some(plus(1).times(&plus(-3).to_the(2))));
        assert_eq!(repeated(&plus(1).times(&plus(2))), None);
    }
}
