//! What a formula is made of: numbers, variables and operations, and how each is computed.

use num_rational::BigRational;
use thiserror::Error;

use super::number::Number;

/// Text that is not a formula.
#[derive(Debug, Error, PartialEq)]
#[error("`{text}`, at character {at}: {message}")]
pub struct FormulaError {
    pub(super) text: String,
    pub(super) at: usize,
    pub(super) message: String,
}

/// A number, a variable, or an operation on other nodes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Number(Number),
    Variable(String),
    Operation(Operation, Vec<Node>),
}

/// What a formula is made of beside numbers and variables; functions are called what they are in text.
#[allow(missing_docs, reason = "they have the names of mathematics")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Pi,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    /// A whole power.
    Power,
    Exp,
    Ln,
    /// ln(1 + x), accurate near 0.
    Ln1p,
    Sqrt,
    Sin,
    Cos,
    Erf,
    Abs,
    Max,
    Min,
    Sigmoid,
    Tanh,
    Relu,
    Softplus,
    /// `where(a < b, then, otherwise)`, as four parts.
    Where,
    /// `d/dx(f)`, as f and x; only in statements that are proved.
    Derivative,
}

/// The functions by name, with how many arguments each has.
pub(crate) const FUNCTIONS: [(&str, Operation, usize); 15] = [
    ("exp", Operation::Exp, 1),
    ("ln", Operation::Ln, 1),
    ("ln1p", Operation::Ln1p, 1),
    ("sqrt", Operation::Sqrt, 1),
    ("sin", Operation::Sin, 1),
    ("cos", Operation::Cos, 1),
    ("erf", Operation::Erf, 1),
    ("abs", Operation::Abs, 1),
    ("max", Operation::Max, 2),
    ("min", Operation::Min, 2),
    ("sigmoid", Operation::Sigmoid, 1),
    ("tanh", Operation::Tanh, 1),
    ("relu", Operation::Relu, 1),
    ("softplus", Operation::Softplus, 1),
    ("where", Operation::Where, 4),
];

/// Whether a variable is a matrix: its name begins with a capital.
pub(crate) fn is_matrix(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

impl Node {
    /// A number, exactly.
    pub(crate) fn number(exact: BigRational) -> Self {
        Self::Number(Number::from(exact))
    }

    pub(crate) fn value(&self, variables: &[(&str, f64)]) -> f64 {
        match self {
            Self::Number(number) => number.value,
            Self::Variable(name) => {
                variables.iter().find(|(known, _)| known == name).map_or(f64::NAN, |(_, x)| *x)
            }
            Self::Operation(Operation::Derivative, parts) => slope(&parts[0], &parts[1], variables),
            Self::Operation(operation, parts) => {
                let part = |i: usize| parts[i].value(variables);
                operation.value(part)
            }
        }
    }

    /// Whether an operation is anywhere in it.
    pub(crate) fn contains(&self, wanted: Operation) -> bool {
        match self {
            Self::Number(_) | Self::Variable(_) => false,
            Self::Operation(operation, parts) => {
                *operation == wanted || parts.iter().any(|part| part.contains(wanted))
            }
        }
    }

    /// Whether it is this node, or has it as a part.
    pub(crate) fn has(&self, wanted: &Self) -> bool {
        let parts = if let Self::Operation(_, parts) = self { &parts[..] } else { &[] };
        self == wanted || parts.iter().any(|part| part.has(wanted))
    }

    /// Whether a variable in it is a matrix.
    pub(crate) fn has_matrix(&self) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Variable(name) => is_matrix(name),
            Self::Operation(_, parts) => parts.iter().any(Self::has_matrix),
        }
    }

    /// How many parts there are, this one included.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Operation(_, parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
            _ => 1,
        }
    }

    pub(crate) fn collect_numbers(&self, numbers: &mut Vec<BigRational>) {
        match self {
            Self::Number(number) => numbers.push(number.exact.clone()),
            Self::Variable(_) => {}
            Self::Operation(_, parts) => {
                for part in parts {
                    part.collect_numbers(numbers);
                }
            }
        }
    }

    pub(crate) fn collect_variables<'a>(&'a self, names: &mut Vec<&'a str>) {
        match self {
            Self::Number(_) => {}
            Self::Variable(name) if names.contains(&name.as_str()) => {}
            Self::Variable(name) => names.push(name),
            Self::Operation(_, parts) => {
                for part in parts {
                    part.collect_variables(names);
                }
            }
        }
    }
}

impl Operation {
    /// The result of the operation on the parts that `part` gives.
    fn value(self, part: impl Fn(usize) -> f64) -> f64 {
        match self {
            Self::Pi => std::f64::consts::PI,
            Self::Add => part(0) + part(1),
            Self::Subtract => part(0) - part(1),
            Self::Multiply => part(0) * part(1),
            Self::Divide => part(0) / part(1),
            Self::Negate => -part(0),
            Self::Power => power(part(0), part(1)),
            Self::Exp => libm::exp(part(0)),
            Self::Ln => libm::log(part(0)),
            Self::Ln1p => libm::log1p(part(0)),
            Self::Sqrt => part(0).sqrt(),
            Self::Sin => libm::sin(part(0)),
            Self::Cos => libm::cos(part(0)),
            Self::Erf => libm::erf(part(0)),
            Self::Abs => part(0).abs(),
            Self::Max => larger(part(0), part(1)),
            Self::Min => -larger(-part(0), -part(1)),
            Self::Sigmoid => sigmoid(part(0)),
            Self::Tanh => libm::tanh(part(0)),
            Self::Relu => larger(0.0, part(0)),
            Self::Softplus => larger(0.0, part(0)) + libm::log1p(libm::exp(-part(0).abs())),
            Self::Where if part(0) < part(1) => part(2),
            Self::Where => part(3),
            Self::Derivative => f64::NAN,
        }
    }
}

/// A central difference, which suggests where a statement about a derivative fails.
fn slope(of: &Node, variable: &Node, variables: &[(&str, f64)]) -> f64 {
    const STEP: f64 = 1e-5;
    let Node::Variable(x) = variable else { return f64::NAN };
    let moved = |by: f64| {
        let at = variables
            .iter()
            .map(|&(name, value)| (name, if name == x { value + by } else { value }));
        of.value(&at.collect::<Vec<_>>())
    };
    (moved(STEP) - moved(-STEP)) / (2.0 * STEP)
}

/// x^n by repeated multiplication; NaN where n is not a whole number from -64 to 64.
fn power(x: f64, n: f64) -> f64 {
    if n.fract() != 0.0 || n.abs() > 64.0 {
        return f64::NAN;
    }
    let product = (0..n.abs() as usize).fold(1.0, |product, _| product * x);
    if n < 0.0 { 1.0 / product } else { product }
}

/// The larger of two numbers; NaN if either is.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b { a } else { b }
}

/// 1 / (1 + e^-x), without overflow.
fn sigmoid(x: f64) -> f64 {
    let e = libm::exp(-x.abs());
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}
