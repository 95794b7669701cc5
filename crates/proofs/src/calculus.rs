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
const RULES: [(&str, &str); 11] = [
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
    ("erf(u)", "2/sqrt(pi)*exp(-u^2)*a"),
];

fn read(text: &str) -> Node {
    parse::formula(text).expect("the tables above are formulas")
}

static DEFINED: LazyLock<Vec<(Operation, Node)>> = LazyLock::new(|| {
    let operation = |name: &str| FUNCTIONS.iter().find(|(known, ..)| *known == name).map(|f| f.1);
    let pair = |(name, text)| Some((operation(name)?, read(text)));
    DEFINITIONS.into_iter().filter_map(pair).collect()
});

/// The derivative of an operation, by those of its parts.
pub(crate) type Rule = (Operation, Node);

static DERIVED: LazyLock<Vec<Rule>> = LazyLock::new(|| rules(&RULES));

/// Rules as they are written.
pub(crate) fn rules(written: &[(&str, &str)]) -> Vec<Rule> {
    let rule = |&(of, is): &(&str, &str)| match read(of) {
        Node::Operation(operation, _) => Some((operation, read(is))),
        _ => None,
    };
    written.iter().filter_map(rule).collect()
}

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
        self.derivative_by(x, &[])
    }

    /// The same with more rules, of operations that the others do not know; the parts of `where` are
    /// p, q, u and v.
    pub(crate) fn derivative_by(&self, x: &str, more: &[Rule]) -> Option<Self> {
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
                Some(product(product(parts[1].clone(), less), of.derivative_by(x, more)?))
            }
            Self::Operation(operation, parts) => {
                let mut rules = DERIVED.iter().chain(more);
                let (_, rule) = rules.find(|(known, _)| known == operation)?;
                let (compared, parts) = parts.split_at(parts.len().saturating_sub(2));
                let derived: Option<Vec<Self>> =
                    parts.iter().map(|part| part.derivative_by(x, more)).collect();
                let derived = derived?;
                let names = ["u", "v"].into_iter().zip(parts);
                let names = names.chain(["a", "b"].into_iter().zip(&derived));
                let by: Vec<(&str, &Self)> =
                    names.chain(["p", "q"].into_iter().zip(compared)).collect();
                Some(rule.substituted(&by))
            }
        }
    }
}
