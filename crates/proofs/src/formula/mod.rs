//! Formulas as claim.toml writes them: `max(0, x) + min(0, a*(exp(x) - 1))`.
//!
//! A formula is data, like the claim about it: it is read from claim.toml, can be changed there or
//! on the command line, and is computed in double precision from operations that are the same on
//! every machine.
//!
//! There are numbers, variables, `pi`, parentheses, `+ - * /`, `x^n` for a whole number n, and the
//! functions `exp`, `ln`, `ln1p`, `sqrt`, `sin`, `cos`, `erf`, `abs`, `max`, `min`, `sigmoid`, `tanh`,
//! `relu`, `softplus` and `where(a < b, then, otherwise)`. Products need their sign: `2*x`.

mod mutate;
mod number;
pub(crate) mod parse;
pub(crate) mod tree;

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

pub use mutate::Mutant;
pub(crate) use number::approximate;
use tree::Node;
pub use tree::{FormulaError, Operation};

/// A formula in named variables.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Formula {
    pub(crate) text: String,
    pub(crate) root: Box<Node>,
}

impl Formula {
    /// The value where the variables have these values; NaN if one is not given.
    pub fn value(&self, variables: &[(&str, f64)]) -> f64 {
        self.root.value(variables)
    }

    /// The value of a formula in x alone.
    pub fn at(&self, x: f64) -> f64 {
        self.value(&[("x", x)])
    }

    /// The names of its variables, in the order in which they first appear.
    pub fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.root.collect_variables(&mut names);
        names
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Formula {
    type Err = FormulaError;

    fn from_str(text: &str) -> Result<Self, FormulaError> {
        let root = parse::formula(text)?;
        if root.contains(Operation::Derivative) {
            let message = "a derivative stands in statements that are proved, and is not computed";
            let (text, message) = (text.to_owned(), message.to_owned());
            return Err(FormulaError { text, at: 0, message });
        }
        Ok(Self { text: text.to_owned(), root: Box::new(root) })
    }
}

impl TryFrom<String> for Formula {
    type Error = FormulaError;

    fn try_from(text: String) -> Result<Self, FormulaError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::Formula;

    fn value(text: &str, variables: &[(&str, f64)]) -> f64 {
        text.parse::<Formula>().expect(text).value(variables)
    }

    #[test]
    fn precedence_is_that_of_mathematics() {
        let at = [("x", 3.0), ("a", 0.5)];
        for (text, wanted) in [
            ("1 + 2*x", 7.0),
            ("-x^2", -9.0),
            ("2^-1 * x", 1.5),
            ("(x - 1)/2 - a", 0.5),
            ("x - 1 - 1", 1.0),
            ("8/2/2", 2.0),
            ("max(a*x, x)", 3.0),
            ("where(x < 0, a*x, x)", 3.0),
            ("where(-x < 0, a*x, x)", 1.5),
            ("1.5e1", 15.0),
            ("15e-1 * 2e0", 3.0),
            ("x^0", 1.0),
            ("x^3 + x^-2 * 9", 28.0),
            ("1 - 2/x*x + 1", 0.0),
            ("2x", f64::NAN),
        ] {
            match text.parse::<Formula>() {
                Ok(formula) => assert_eq!(formula.value(&at), wanted, "{text}"),
                Err(_) => assert!(wanted.is_nan(), "{text}"),
            }
        }
    }

    #[test]
    fn variables_come_once_in_their_order() {
        let formula = "b*x + a*exp(x) - b".parse::<Formula>().expect("a formula");
        assert_eq!(formula.variables(), ["b", "x", "a"]);
        assert!(formula.at(1.0).is_nan());
    }

    #[test]
    fn functions_are_the_notes() {
        let e = std::f64::consts::E;
        for (text, wanted) in [
            ("exp(1)", e),
            ("ln(exp(1))", 1.0),
            ("sigmoid(0)", 0.5),
            ("sigmoid(-800)", 0.0),
            ("sigmoid(-1)", 0.2689414213699951),
            ("sigmoid(1)", 0.7310585786300049),
            ("softplus(0)", std::f64::consts::LN_2),
            ("softplus(800)", 800.0),
            ("relu(-2)", 0.0),
            ("erf(1)", 0.8427007929497149),
            ("min(1, -1)", -1.0),
            ("abs(-2) + sqrt(4)", 4.0),
        ] {
            assert!((value(text, &[]) - wanted).abs() < 1e-15, "{text}: {}", value(text, &[]));
        }
        assert!(value("max(x, 1)", &[("x", f64::NAN)]).is_nan());
        assert!(value("min(1, x)", &[("x", f64::NAN)]).is_nan());
    }

    #[test]
    fn no_text_exhausts_the_stack() {
        let error = format!("x{}", "+x".repeat(100_000)).parse::<Formula>().expect_err("long");
        assert!(error.message.contains("too long") && error.text.len() < 50, "{error}");
        let error = "(".repeat(900).parse::<Formula>().expect_err("deep");
        assert!(error.message.contains("too deep"), "{error}");
        let longest = format!("x{}", "+x".repeat(499)).parse::<Formula>().expect("500 terms");
        assert_eq!(longest.at(1.0), 500.0);
        let padded = |length: usize| format!("x{}", " ".repeat(length - 1)).parse::<Formula>();
        assert!(padded(1000).is_ok() && padded(1001).is_err());
    }

    #[test]
    fn every_slip_is_planted_once_and_nothing_that_may_mean_the_same() {
        let slips = |text: &str| {
            let formula = text.parse::<Formula>().expect(text);
            let mutants = formula.mutants();
            mutants.into_iter().map(|mutant| mutant.slip).collect::<Vec<_>>().join(", ")
        };
        for (text, wanted) in [
            (
                "x + 1",
                "sign of part 1, sign of part 2, sign of part 3, factor of part 1, factor of part 2, factor of part 3",
            ),
            // No sign within an absolute value or a power, no exponent.
            (
                "x - abs(y^2)",
                "sign of part 1, sign of part 2, sign of part 3, factor of part 1, factor of part 2, factor of part 3, factor of part 4, factor of part 5, argument of part 3",
            ),
            // Nothing in the two sides of a comparison.
            (
                "where(x < 0, y, max(x, y))",
                "sign of part 1, sign of part 4, sign of part 5, sign of part 6, sign of part 7, factor of part 1, factor of part 4, factor of part 5, factor of part 6, factor of part 7, branches of part 1, branches of part 5",
            ),
            // No sign and no factor of 0.
            (
                "-min(x, 0)",
                "sign of part 1, sign of part 2, sign of part 3, factor of part 1, factor of part 2, factor of part 3, branches of part 2",
            ),
            (
                "exp(x)",
                "sign of part 1, sign of part 2, factor of part 1, factor of part 2, argument of part 1",
            ),
        ] {
            assert_eq!(slips(text), wanted, "{text}");
        }
        let of = |text: &str, slip: &str| {
            let mutants = text.parse::<Formula>().expect(text).mutants();
            let found = mutants.iter().find(|mutant| mutant.slip == slip).expect(slip);
            found.formula.value(&[("x", 3.0), ("y", 5.0)])
        };
        assert_eq!(of("x + 1", "sign of part 1"), 2.0);
        assert_eq!(of("x - 1", "sign of part 1"), 4.0);
    }

    #[test]
    fn errors_say_where() {
        for (text, at, word) in [
            ("max(x)", 5, "2"),
            ("1 +", 3, "ends"),
            ("sin x", 4, "("),
            ("sgn(x)", 0, "no function"),
            ("(x", 2, ")"),
            ("x ? 1", 2, "?"),
            ("where(x, 1, 2)", 7, "<"),
            ("x^0.5", 2, "whole number"),
            ("1 + x^-65", 7, "whole number"),
        ] {
            let error = text.parse::<Formula>().expect_err(text);
            assert_eq!(error.at, at, "{error}");
            assert!(error.message.contains(word), "{error}");
        }
    }
}
