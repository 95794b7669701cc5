//! Numbers as they are written: the decimal exactly, and the nearest number in double precision.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;

/// Larger exponents than those of double precision would only take memory.
const LARGEST_EXPONENT: i32 = 400;

/// A number of a formula.
#[derive(Clone, PartialEq)]
pub(crate) struct Number {
    /// What it is computed with.
    pub(crate) value: f64,
    /// What it is, and what proofs are about.
    pub(crate) exact: BigRational,
}

/// The nearest number in double precision, or one beside it.
pub(crate) fn approximate(exact: &BigRational) -> f64 {
    let part = |n: &BigInt| match i64::try_from(n) {
        Ok(n) => n as f64,
        Err(_) => n.to_string().parse().unwrap_or(f64::NAN),
    };
    part(exact.numer()) / part(exact.denom())
}

impl From<BigRational> for Number {
    fn from(exact: BigRational) -> Self {
        Self { value: approximate(&exact), exact }
    }
}

impl FromStr for Number {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numerator: BigInt = format!("{whole}{fraction}").parse().map_err(drop)?;
        let exponent: i32 = exponent.parse().map_err(drop)?;
        if exponent.abs() > LARGEST_EXPONENT {
            return Err(());
        }
        let shift = exponent - fraction.len() as i32;
        let power = BigInt::from(10).pow(shift.unsigned_abs());
        let exact =
            if shift < 0 { BigRational::new(numerator, power) } else { (numerator * power).into() };
        Ok(Self { value: text.parse().map_err(drop)?, exact })
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.exact.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn decimals_are_read_exactly() {
        for (text, exact) in [("0.1", "1/10"), ("1.50", "3/2"), ("2e3", "2000"), ("15e-1", "3/2")] {
            let number: Number = text.parse().expect(text);
            assert_eq!(number.exact.to_string(), exact);
            assert_eq!(number.value, text.parse::<f64>().expect(text));
        }
        for text in ["1e401", "1e", ".", "1.2.3", ""] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }
}
