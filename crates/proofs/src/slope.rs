//! The slope of a formula, to be computed with: functions keep their names, which neither overflow nor
//! cancel as their definitions do; and the steps of a formula, for whoever computes it in other numbers.
//!
//! At a kink the slope is 0 for `relu` and `abs`, and that of the first part for `max` and `min`; where a
//! formula jumps, it is that of the piece.

use std::sync::LazyLock;

use crate::calculus::{Rule, rules};
use crate::formula::Formula;
use crate::formula::tree::{Node, Operation};

/// What the rules of differentiation say of functions that have a definition, and of cases.
const NAMED: [(&str, &str); 9] = [
    ("ln1p(u)", "a/(1 + u)"),
    ("sigmoid(u)", "sigmoid(u)*(1 - sigmoid(u))*a"),
    ("tanh(u)", "(1 - tanh(u)^2)*a"),
    ("softplus(u)", "sigmoid(u)*a"),
    ("relu(u)", "where(0 < u, a, 0)"),
    ("abs(u)", "where(u < 0, -a, where(0 < u, a, 0))"),
    ("max(u, v)", "where(u < v, b, a)"),
    ("min(u, v)", "where(v < u, b, a)"),
    ("where(p < q, u, v)", "where(p < q, a, b)"),
];

static BY_NAME: LazyLock<Vec<Rule>> = LazyLock::new(|| rules(&NAMED));

/// One step of a formula: a number, a variable, or an operation on what the steps before it left, the
/// last on top.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A number.
    Number(f64),
    /// A variable.
    Variable(String),
    /// The power with this exponent of what is on top.
    Power(i32),
    /// Any other operation, pi and derivatives aside.
    Operation(Operation),
}

impl Formula {
    /// The slope in a variable; none if there is no rule for it.
    pub fn slope(&self, x: &str) -> Option<Self> {
        let root = Box::new(simplified(&self.root.derivative_by(x, &BY_NAME)?));
        Some(Self { text: format!("d/d{x}({self})"), root })
    }

    /// Its steps.
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        collect(&self.root, &mut steps);
        steps
    }
}

fn collect(node: &Node, steps: &mut Vec<Step>) {
    match node {
        Node::Number(number) => steps.push(Step::Number(number.value)),
        Node::Variable(name) => steps.push(Step::Variable(name.clone())),
        Node::Operation(Operation::Pi, _) => steps.push(Step::Number(std::f64::consts::PI)),
        Node::Operation(operation, parts) => {
            let (parts, step) = match (operation, &parts[..]) {
                (Operation::Power, [base, Node::Number(n)]) => {
                    (std::slice::from_ref(base), Step::Power(n.value as i32))
                }
                _ => (&parts[..], Step::Operation(*operation)),
            };
            for part in parts {
                collect(part, steps);
            }
            steps.push(step);
        }
    }
}

/// Without terms and factors that change nothing: they cost time, and 0 times infinity is no number.
fn simplified(node: &Node) -> Node {
    let Node::Operation(operation, parts) = node else { return node.clone() };
    let parts: Vec<Node> = parts.iter().map(simplified).collect();
    let is =
        |part: usize, n: f64| matches!(&parts[part], Node::Number(number) if number.value == n);
    let part = |k: usize| parts[k].clone();
    match operation {
        Operation::Add if is(0, 0.0) => part(1),
        Operation::Add | Operation::Subtract if is(1, 0.0) => part(0),
        Operation::Subtract if is(0, 0.0) => Node::Operation(Operation::Negate, vec![part(1)]),
        Operation::Multiply | Operation::Divide if is(0, 0.0) || is(1, 1.0) => part(0),
        Operation::Multiply if is(1, 0.0) || is(0, 1.0) => part(1),
        Operation::Negate if is(0, 0.0) => part(0),
        Operation::Power if is(1, 1.0) => part(0),
        Operation::Power if is(1, 0.0) => Node::number(crate::polynomial::ratio(1, 1)),
        Operation::Where if parts[2] == parts[3] => part(2),
        _ => Node::Operation(*operation, parts),
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMED, Operation, Step};
    use crate::{Answer, Formula, Statement};

    fn read(text: &str) -> Formula {
        text.parse().expect(text)
    }

    /// A rule for u = x and v = 3 x, where x < 1 decides.
    fn instance(rule: &str) -> String {
        let words = rule.split_inclusive(|c: char| !c.is_alphanumeric()).map(|word| {
            let (name, end) =
                word.split_at(word.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
            let named = match name {
                "u" | "p" => "x",
                "v" => "(3*x)",
                "a" | "q" => "1",
                "b" => "3",
                other => other,
            };
            format!("{named}{end}")
        });
        words.collect()
    }

    #[test]
    fn every_rule_is_proved_from_the_definitions() {
        for (of, is) in NAMED {
            let (of, is) = (instance(of), instance(is));
            // Off the kinks, and where ln(1 + x) is defined.
            let statement = format!("d/dx({of}) = {is} if x != 0, x != 1, x > -1");
            let statement: Statement = statement.parse().expect(&statement);
            assert!(matches!(statement.settle(), Answer::Proved(_)), "{statement:?}");
        }
    }

    #[test]
    fn slopes_are_those_of_central_differences() {
        for text in [
            "x*sigmoid(x)",
            "x*(1 + erf(x/sqrt(2)))/2",
            "max(0.1*x, x) + min(x, 2)",
            "where(x < 0, exp(x) - 1, x^3)/(1 + x^2)",
            "x*tanh(softplus(x))",
            "ln(2 + cos(x)) - sin(x)*abs(x)",
            "ln1p(exp(-x^2)) + pi*relu(x - 1)",
        ] {
            let (formula, slope) = (read(text), read(text).slope("x").expect("a slope"));
            for x in [-3.0, -1.25, -0.5, 0.25, 0.75, 1.5, 2.5] {
                let difference = (formula.at(x + 1e-5) - formula.at(x - 1e-5)) / 2e-5;
                // A difference over 1e-5 has an error of some 1e-10 of the third derivative.
                assert!((slope.at(x) - difference).abs() < 1e-8, "{text} at {x}: {}", slope.at(x));
            }
        }
        for (text, at, wanted) in [
            ("relu(x)", 0.0, 0.0),
            ("abs(x)", 0.0, 0.0),
            ("max(x, 2*x)", 0.0, 1.0),
            // Where the definition would be infinite over infinite.
            ("tanh(x)", 1e4, 0.0),
            ("softplus(x)", 1e4, 1.0),
            ("x*sigmoid(x)", -1e4, 0.0),
        ] {
            assert_eq!(read(text).slope("x").expect("a slope").at(at), wanted, "{text}");
        }
    }

    #[test]
    fn steps_are_in_the_order_in_which_they_are_done() {
        let x = || Step::Variable("x".to_owned());
        let number = Step::Number;
        assert_eq!(
            read("-2*max(x, 0.5)^2").steps(),
            [
                number(2.0),
                Step::Operation(Operation::Negate),
                x(),
                number(0.5),
                Step::Operation(Operation::Max),
                Step::Power(2),
                Step::Operation(Operation::Multiply),
            ]
        );
        // Nothing is left of the terms that are 0.
        let slope = read("3*x + 1").slope("x").expect("a slope");
        assert_eq!(slope.steps(), [number(3.0)]);
    }
}
