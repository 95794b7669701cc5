//! Quadratic polynomials as sums of squares, by completing them one variable after another.

use crate::polynomial::{Monomial, Polynomial, Rational, Symbol, ratio};

/// Squares, each with its weight above 0, that sum to a polynomial of degree 2 in its symbols; none
/// if it takes negative values or is of another degree.
pub(super) fn squares(p: &Polynomial) -> Option<Vec<(Rational, Polynomial)>> {
    let mut rest = p.clone();
    let mut squares = Vec::new();
    while let Some(symbol) = quadratic_symbol(&rest) {
        let x = Monomial::power(symbol.clone(), ratio(1, 1));
        let leading = rest.terms.get(&x.times(&x)).filter(|c| **c > ratio(0, 1))?.clone();
        // c x^2 + x q + r = c (x + q / 2c)^2 + r - q^2 / 4c.
        let mut root = Polynomial::symbol(symbol.clone());
        for (monomial, coefficient) in &rest.terms {
            let mut other = monomial.clone();
            if other.powers.remove(&symbol) == Some(ratio(1, 1)) {
                let half = coefficient / (ratio(2, 1) * &leading);
                root = root.plus(&Polynomial::term(half, other));
            }
        }
        rest = rest.minus(&root.times(&root).scaled(&leading));
        squares.push((leading, root));
        if squares.len() > 16 {
            return None;
        }
    }
    let left = rest.as_constant()?;
    if left > ratio(0, 1) {
        squares.push((left.clone(), Polynomial::constant(ratio(1, 1))));
    }
    (left >= ratio(0, 1)).then_some(squares)
}

/// A symbol whose square is in it; none if a power is higher or not whole.
fn quadratic_symbol(p: &Polynomial) -> Option<Symbol> {
    let degree = |m: &Monomial| m.powers.values().sum::<Rational>();
    let fits = p.terms.keys().all(|m| {
        degree(m) <= ratio(2, 1) && m.powers.values().all(|n| n.is_integer() && *n > ratio(0, 1))
    });
    let two = ratio(2, 1);
    let squares = p.terms.keys().flat_map(|m| m.powers.iter()).filter(|(_, n)| **n == two);
    squares.map(|(symbol, _)| symbol.clone()).next().filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::squares;
    use crate::polynomial::{Polynomial, Symbol, ratio};

    #[test]
    fn sums_of_squares_are_completed() {
        let x = Polynomial::symbol(Symbol::Variable("x".to_owned()));
        let y = Polynomial::symbol(Symbol::Variable("y".to_owned()));
        let p = x.times(&x).plus(&x.times(&y)).plus(&y.times(&y));
        let sum = |p: &Polynomial| {
            let squares = squares(p)?.into_iter().map(|(c, root)| root.times(&root).scaled(&c));
            Some(squares.fold(Polynomial::default(), |sum, square| sum.plus(&square)))
        };
        assert_eq!(sum(&p), Some(p));
        let indefinite = x.times(&x).plus(&x.times(&y).scaled(&ratio(3, 1))).plus(&y.times(&y));
        assert_eq!(sum(&indefinite), None);
        assert_eq!(sum(&x.times(&y)), None);
    }
}
