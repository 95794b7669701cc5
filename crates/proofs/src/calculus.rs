//! What functions mean, and the rules of differentiation.
//!
//! Trusted.

use std::sync::LazyLock;

use crate::formula::parse;
use crate::formula::tree::{FUNCTIONS, Node, Operation};
use crate::polynomial::ratio;

/// Functions by simpler ones; of max and min, either branch is right where both are equal.
const DEFINITIONS: [(&str, &str); 8] = [
    ("ln1p", "ln(1 + x)"),
    ("sigmoid", "1/(1 + exp(-x))"),
    ("tanh", "(exp(x) - exp(-x))/(exp(x) + exp(-x))"),
    ("softplus", "ln(1 + exp(x))"),
    ("relu", "where(x < 0, 0, x)"),
    ("abs", "where(x < 0, -x, x)"),
    ("max", "where(x < y, y, x)"),
    ("min", "where(x < y, x, y)"),
];

/// The rules of differentiation, by x: u and v are the parts, a and b their derivatives.
const RULES: [(&str, &str); 10] = [
    ("u + v", "a + b"),
    ("u - v", "a - b"),
    ("-u", "-a"),
    ("u*v", "a*v + u*b"),
    ("u/v", "(a*v - u*b)*v^-2"),
    ("exp(u)", "exp(u)*a"),
    ("ln(u)", "a/u"),
    ("sqrt(u)", "a/(2*sqrt(u))"),
    ("sin(u)", "cos(u)*a"),
    ("cos(u)", "-sin(u)*a"),
];

fn read(text: &str) -> Node {
    parse::formula(text).expect("the tables above are formulas")
}

static DEFINED: LazyLock<Vec<(Operation, Node)>> = LazyLock::new(|| {
    let operation = |name: &str| FUNCTIONS.iter().find(|(known, ..)| *known == name).map(|f| f.1);
    let pair = |(name, text)| Some((operation(name)?, read(text)));
    DEFINITIONS.into_iter().filter_map(pair).collect()
});

static DERIVED: LazyLock<Vec<(Operation, Node)>> = LazyLock::new(|| {
    let rule = |(of, is)| match read(of) {
        Node::Operation(operation, _) => Some((operation, read(is))),
        _ => None,
    };
    RULES.into_iter().filter_map(rule).collect()
});

impl Node {
    /// Every variable that `by` knows replaced by what it gives.
    pub(crate) fn substituted(&self, by: &[(&str, &Self)]) -> Self {
        match self {
            Self::Number(_) => self.clone(),
            Self::Variable(name) => {
                by.iter().find(|(known, _)| known == name).map_or(self, |(_, node)| node).clone()
            }
            Self::Operation(operation, parts) => {
                let parts = parts.iter().map(|part| part.substituted(by)).collect();
                Self::Operation(*operation, parts)
            }
        }
    }

    /// With every function that has a definition replaced by it.
    pub(crate) fn defined(&self) -> Self {
        let Self::Operation(operation, parts) = self else { return self.clone() };
        let parts: Vec<Self> = parts.iter().map(Self::defined).collect();
        match DEFINED.iter().find(|(known, _)| known == operation) {
            Some((_, node)) => {
                let by: Vec<(&str, &Self)> = ["x", "y"].into_iter().zip(&parts).collect();
                node.substituted(&by)
            }
            None => Self::Operation(*operation, parts),
        }
    }

    /// The derivative by x, of a formula without functions that have a definition, cases and
    /// derivatives. None if there is no rule.
    pub(crate) fn derivative(&self, x: &str) -> Option<Self> {
        let whole = |n: i64| Self::number(ratio(n, 1));
        match self {
            Self::Number(_) | Self::Operation(Operation::Pi, _) => Some(whole(0)),
            Self::Variable(name) => Some(whole(i64::from(name == x))),
            // The powers of a matrix do not commute with its derivative.
            Self::Operation(Operation::Power, parts) if !self.has_matrix() => {
                let [of, Self::Number(n)] = &parts[..] else { return None };
                let power =
                    |n: &Self| Self::Operation(Operation::Power, vec![of.clone(), n.clone()]);
                let less = power(&Self::number(&n.exact - ratio(1, 1)));
                let product = |a, b| Self::Operation(Operation::Multiply, vec![a, b]);
                Some(product(product(parts[1].clone(), less), of.derivative(x)?))
            }
            Self::Operation(operation, parts) => {
                let (_, rule) = DERIVED.iter().find(|(known, _)| known == operation)?;
                let derived: Option<Vec<Self>> =
                    parts.iter().map(|part| part.derivative(x)).collect();
                let derived = derived?;
                let names = ["u", "v"].into_iter().zip(parts);
                let by: Vec<(&str, &Self)> =
                    names.chain(["a", "b"].into_iter().zip(&derived)).collect();
                Some(rule.substituted(&by))
            }
        }
    }
}
