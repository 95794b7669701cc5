//! Comparisons as statements write them: `a <= x <= b, y != 0`.
//!
//! Trusted to say what is written.

use thiserror::Error;

use crate::formula::tree::Node;
use crate::formula::{FormulaError, parse};
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};

/// Text that is not a statement.
#[derive(Debug, Error, PartialEq)]
pub enum StatementError {
    /// One side is not a formula.
    #[error(transparent)]
    Formula(#[from] FormulaError),
    /// Something else.
    #[error("`{text}`: {message}")]
    Form {
        /// The part meant.
        text: String,
        /// What is wrong with it.
        message: &'static str,
    },
}

pub(crate) fn wrong(text: &str, message: &'static str) -> StatementError {
    StatementError::Form { text: text.to_owned(), message }
}

const RELATIONS: [(&str, Relation); 6] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("!=", Relation::Unequal),
    ("<", Relation::Below),
    (">", Relation::Above),
    ("=", Relation::Equal),
];

/// One goal at a time.
pub(crate) fn of_each(given: &[Comparison], goals: &[Comparison]) -> Vec<Sequent> {
    let of = |goal: &Comparison| Sequent {
        given: given.to_vec(),
        goals: vec![goal.clone()],
        ..Sequent::default()
    };
    goals.iter().map(of).collect()
}

/// `a <= x <= b, y != 0`.
pub(crate) fn comparisons(text: &str) -> Result<Vec<Comparison>, StatementError> {
    let mut all = Vec::new();
    for (_, chain) in split(text, |rest| rest.starts_with(',').then_some(1)) {
        let relation = |rest: &str| {
            RELATIONS.iter().find(|(sign, _)| rest.starts_with(sign)).map(|(sign, _)| sign.len())
        };
        let mut left: Option<Node> = None;
        let mut is_compared = false;
        for (sign, side) in split(chain, relation) {
            let right = parse::formula(side)?;
            let known = RELATIONS.iter().find(|(known, _)| *known == sign);
            if let (Some(left), Some((_, relation))) = (left, known) {
                all.push(oriented(left, *relation, right.clone()));
                is_compared = true;
            }
            left = Some(right);
        }
        if !is_compared {
            return Err(wrong(chain.trim(), "wanted a comparison: <, <=, =, !=, >= or >"));
        }
    }
    Ok(all)
}

/// With a variable on the left, if only the right side is one.
fn oriented(left: Node, relation: Relation, right: Node) -> Comparison {
    let is_variable = |node: &Node| matches!(node, Node::Variable(_));
    if is_variable(&left) || !is_variable(&right) {
        return Comparison { left, relation, right };
    }
    Comparison { left: right, relation: relation.turned(), right: left }
}

/// `p = 1, q = 2*q`.
pub(crate) fn values(text: &str) -> Result<Vec<(String, Node)>, StatementError> {
    let value = |comparison| {
        if let Comparison { left: Node::Variable(name), relation: Relation::Equal, right } =
            comparison
        {
            return Ok((name, right));
        }
        Err(wrong(text, "wanted values of variables, such as p = 1"))
    };
    comparisons(text)?.into_iter().map(value).collect()
}

/// The parts between separators that stand in no parentheses, each after its separator; `at` says
/// how long one is that a text begins with.
fn split(text: &str, at: impl Fn(&str) -> Option<usize>) -> Vec<(&str, &str)> {
    let (mut parts, mut separator, mut start, mut depth, mut i) = (Vec::new(), "", 0, 0_i32, 0);
    while let Some(next) = text[i..].chars().next() {
        match next {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        match at(&text[i..]).filter(|_| depth == 0) {
            Some(length) => {
                parts.push((separator, &text[start..i]));
                separator = &text[i..i + length];
                i += length;
                start = i;
            }
            None => i += next.len_utf8(),
        }
    }
    parts.push((separator, &text[start..]));
    parts
}
