//! Formulas in `LaTeX`.

use crate::formula::tree::{Node, Operation};
use crate::polynomial::Rational;
use crate::relation::Relation;
use crate::sequent::Comparison;

/// p/q.
pub(crate) fn number(x: &Rational) -> String {
    if x.is_integer() {
        x.to_string()
    } else {
        format!("\\tfrac{{{}}}{{{}}}", x.numer(), x.denom())
    }
}

/// A variable: the digits at the end of its name below, matrices upright and bold.
pub(crate) fn name(name: &str) -> String {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let base = match letters {
        _ if letters.starts_with(|c: char| c.is_ascii_uppercase()) => {
            format!("\\mathbf{{{letters}}}")
        }
        "alpha" | "lambda" | "mu" => format!("\\{letters}"),
        _ if letters.len() == 1 => letters.to_owned(),
        _ => format!("\\text{{{}}}", letters.replace('_', " ")),
    };
    let index = &name[letters.len()..];
    if index.is_empty() { base } else { format!("{base}_{{{index}}}") }
}

pub(crate) fn comparison(of: &Comparison) -> String {
    let sign = match of.relation {
        Relation::Below => "<",
        Relation::AtMost => "\\le",
        Relation::Equal => "=",
        Relation::Unequal => "\\ne",
        Relation::AtLeast => "\\ge",
        Relation::Above => ">",
    };
    format!("{} {sign} {}", node(&of.left), node(&of.right))
}

pub(crate) fn node(of: &Node) -> String {
    at(of, 0)
}

/// In brackets, if it binds less than its place asks for: 1 in a product, 2 as a base.
fn at(of: &Node, place: u8) -> String {
    let (operation, parts) = match of {
        Node::Number(n) => return number(&n.exact),
        Node::Variable(variable) => return name(variable),
        Node::Operation(operation, parts) => (*operation, parts),
    };
    let part = |i: usize, place| at(&parts[i], place);
    let called = |name: &str| format!("{name}({})", part(0, 0));
    let (text, binds) = match operation {
        Operation::Pi => ("\\pi".to_owned(), 3),
        Operation::Add => (format!("{} + {}", part(0, 0), part(1, 0)), 0),
        Operation::Subtract => (format!("{} - {}", part(0, 0), part(1, 1)), 0),
        Operation::Negate => (format!("-{}", part(0, 1)), 0),
        Operation::Multiply => {
            let is_number = matches!(parts[1], Node::Number(_));
            (
                format!(
                    "{} {} {}",
                    part(0, 1),
                    if is_number { "\\cdot" } else { "\\," },
                    part(1, 1)
                ),
                1,
            )
        }
        Operation::Divide => (format!("\\frac{{{}}}{{{}}}", part(0, 0), part(1, 0)), 2),
        Operation::Power => (format!("{}^{{{}}}", part(0, 3), part(1, 0)), 2),
        Operation::Exp => (format!("e^{{{}}}", part(0, 0)), 2),
        Operation::Sqrt => (format!("\\sqrt{{{}}}", part(0, 0)), 3),
        Operation::Abs => (format!("\\left|{}\\right|", part(0, 0)), 3),
        Operation::Ln => (called("\\ln"), 2),
        Operation::Ln1p => (format!("\\ln(1 + {})", part(0, 0)), 2),
        Operation::Sin => (called("\\sin"), 2),
        Operation::Cos => (called("\\cos"), 2),
        Operation::Erf => (called("\\operatorname{erf}"), 2),
        Operation::Sigmoid => (called("\\sigma"), 2),
        Operation::Tanh => (called("\\tanh"), 2),
        Operation::Relu => (called("\\operatorname{ReLU}"), 2),
        Operation::Softplus => (called("\\zeta"), 2),
        Operation::Max => (format!("\\max({}, {})", part(0, 0), part(1, 0)), 2),
        Operation::Min => (format!("\\min({}, {})", part(0, 0), part(1, 0)), 2),
        Operation::Where => (
            format!(
                "\\begin{{cases}} {} & {} < {} \\\\ {} & \\text{{else}} \\end{{cases}}",
                part(2, 0),
                part(0, 0),
                part(1, 0),
                part(3, 0)
            ),
            0,
        ),
        Operation::Derivative => (format!("\\frac{{d}}{{d{}}} {}", part(1, 0), part(0, 1)), 1),
    };
    if binds < place { format!("({text})") } else { text }
}
