//! Statements as claim.toml writes them: `d/dx(sigmoid(x)) = sigmoid(x)*(1 - sigmoid(x))`.
//!
//! A statement is one comparison or a chain of them, of formulas, and holds for all real values of
//! its variables at which everything after `if` holds: `0 <= d/dx(f) <= 1/4 if a > 0, x != 0`. With
//! `impossible if ...`, everything after `if` holds nowhere. `... by induction from p = 1 to p = p*s
//! if 0 <= s <= 1` holds of everything that comes from the first values by any number of steps.
//! Letters that begin with a capital are matrices, whose products do not commute.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use thiserror::Error;

use crate::formula::tree::{Node, Operation};
use crate::formula::{FormulaError, parse};
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};

/// Something that is true of all real numbers, or not.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Statement {
    text: String,
    /// What must be proved, one by one.
    pub(crate) sequents: Vec<Sequent>,
    /// Whether it speaks of what comes of steps.
    pub(crate) is_induction: bool,
}

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

const RELATIONS: [(&str, Relation); 6] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("!=", Relation::Unequal),
    ("<", Relation::Below),
    (">", Relation::Above),
    ("=", Relation::Equal),
];
const INDUCTION: &str = " by induction from ";
/// Heavier than any formula.
const HEAVIEST: usize = 20_000;
/// Longer than any statement.
const LONGEST: usize = 4000;

impl FromStr for Statement {
    type Err = StatementError;

    fn from_str(text: &str) -> Result<Self, StatementError> {
        let wrong = |text: &str, message| StatementError::Form { text: text.to_owned(), message };
        if text.len() > LONGEST {
            return Err(wrong(&text.chars().take(40).collect::<String>(), "too long"));
        }
        let (said, conditions) = match text.split_once(" if ") {
            Some((said, conditions)) => (said.trim(), comparisons(conditions)?),
            None => (text.trim(), Vec::new()),
        };
        let given = |goals| Sequent { given: conditions.clone(), goals, defined: Vec::new() };
        let (sequents, is_induction) = if said == "impossible" {
            (vec![given(Vec::new())], false)
        } else if let Some((said, steps)) = said.split_once(INDUCTION) {
            let (first, next) = steps
                .split_once(" to ")
                .ok_or_else(|| wrong(steps, "wanted `to` and the next values"))?;
            let (first, next) = (values(first)?, values(next)?);
            let goals = comparisons(said)?;
            induction(&goals, &conditions, (&first, &next))
                .map_err(|message| wrong(steps, message))?;
            let after = |values: &[(String, Node)]| -> Vec<Comparison> {
                let by: Vec<(&str, &Node)> =
                    values.iter().map(|(name, node)| (name.as_str(), node)).collect();
                goals.iter().map(|goal| goal.map(&|node| node.substituted(&by))).collect()
            };
            let mut step = given(after(&next));
            step.given.extend(goals.iter().cloned());
            (vec![given(after(&first)), step], true)
        } else {
            (vec![given(comparisons(said)?)], false)
        };
        // One goal at a time.
        let single = sequents.into_iter().flat_map(|sequent: Sequent| {
            let Sequent { given, defined, goals } = sequent;
            let each = goals.iter().map(|goal| vec![goal.clone()]).collect::<Vec<_>>();
            let each = if each.is_empty() { vec![Vec::new()] } else { each };
            each.into_iter().map(move |goals| Sequent {
                given: given.clone(),
                defined: defined.clone(),
                goals,
            })
        });
        let sequents: Vec<Sequent> = single.collect();
        if sequents.iter().flat_map(Sequent::nodes).any(|node| weight(node) > HEAVIEST) {
            return Err(wrong(text, "too long when written by definitions"));
        }
        Ok(Self { text: text.to_owned(), sequents, is_induction })
    }
}

impl TryFrom<String> for Statement {
    type Error = StatementError;

    fn try_from(text: String) -> Result<Self, StatementError> {
        text.parse()
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What variables are at first, or after a step.
type Values = [(String, Node)];

fn sides(all: &[Comparison]) -> impl Iterator<Item = &Node> {
    all.iter().flat_map(|c| [&c.left, &c.right])
}

/// Refuses an induction that does not say what it seems to: a step draws its other variables anew.
fn induction(
    goals: &[Comparison],
    conditions: &[Comparison],
    (first, next): (&Values, &Values),
) -> Result<(), &'static str> {
    let names = |values: &[(String, Node)]| -> Vec<String> {
        let mut names: Vec<String> = values.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    };
    let changing = names(first);
    if changing != names(next) || changing.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err("give each variable one first and one next value");
    }
    let variables = |nodes: &mut dyn Iterator<Item = &Node>| {
        let mut names = Vec::new();
        for node in nodes {
            let mut own = Vec::new();
            node.collect_variables(&mut own);
            names.extend(own.into_iter().map(str::to_owned));
        }
        names
    };
    let changes = |name: &String| changing.contains(name);
    if variables(&mut sides(conditions)).iter().any(changes) {
        return Err("what is assumed is about a step, not about what changes");
    }
    let drawn = variables(&mut next.iter().map(|(_, node)| node));
    if variables(&mut sides(goals)).iter().any(|name| !changes(name) && drawn.contains(name)) {
        return Err("what is proved must not name what each step draws anew");
    }
    let mut all = sides(goals).chain(sides(conditions));
    if all.any(|node| node.contains(Operation::Derivative)) {
        return Err("a derivative stands in the values only");
    }
    Ok(())
}

/// How large a formula is when its functions are written by their definitions, more or less.
fn weight(node: &Node) -> usize {
    let Node::Operation(operation, parts) = node else { return 1 };
    let copies = match operation {
        Operation::Tanh => 4,
        Operation::Abs => 3,
        Operation::Relu | Operation::Max | Operation::Min => 2,
        _ => 1,
    };
    let parts = parts.iter().map(weight).fold(1, usize::saturating_add);
    parts.saturating_mul(copies)
}

/// `a <= x <= b, y != 0`.
fn comparisons(text: &str) -> Result<Vec<Comparison>, StatementError> {
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
            let message = "wanted a comparison: <, <=, =, !=, >= or >";
            return Err(StatementError::Form { text: chain.trim().to_owned(), message });
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
    let relation = match relation {
        Relation::Below => Relation::Above,
        Relation::AtMost => Relation::AtLeast,
        Relation::AtLeast => Relation::AtMost,
        Relation::Above => Relation::Below,
        same => same,
    };
    Comparison { left: right, relation, right: left }
}

/// `p = 1, q = 2*q`.
fn values(text: &str) -> Result<Vec<(String, Node)>, StatementError> {
    let value = |comparison| {
        if let Comparison { left: Node::Variable(name), relation: Relation::Equal, right } =
            comparison
        {
            return Ok((name, right));
        }
        let message = "wanted values of variables, such as p = 1";
        Err(StatementError::Form { text: text.to_owned(), message })
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

impl Statement {
    /// Every statement with one slip in one place of a right side.
    pub fn mutants(&self) -> Vec<Self> {
        let mut mutants = Vec::new();
        for (i, sequent) in self.sequents.iter().enumerate() {
            for (j, goal) in sequent.goals.iter().enumerate() {
                for (slip, right) in goal.right.slips() {
                    let mut mutant = self.clone();
                    mutant.text = format!("{} with another {slip}", self.text);
                    mutant.sequents[i].goals[j].right = right;
                    mutants.push(mutant);
                }
            }
        }
        mutants
    }
}
