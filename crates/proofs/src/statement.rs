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

use crate::comparisons::{StatementError, comparisons, of_each, wrong};
use crate::formula::tree::{Node, Operation};
use crate::induction;
use crate::sequent::Sequent;

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

const INDUCTION: &str = " by induction from ";
/// Heavier than any formula.
const HEAVIEST: usize = 20_000;
/// Longer than any statement.
const LONGEST: usize = 4000;

impl FromStr for Statement {
    type Err = StatementError;

    fn from_str(text: &str) -> Result<Self, StatementError> {
        if text.len() > LONGEST {
            return Err(wrong(&text.chars().take(40).collect::<String>(), "too long"));
        }
        let (said, conditions) = match text.split_once(" if ") {
            Some((said, conditions)) => (said.trim(), comparisons(conditions)?),
            None => (text.trim(), Vec::new()),
        };
        let (sequents, is_induction) = if said == "impossible" {
            (vec![Sequent { given: conditions, ..Sequent::default() }], false)
        } else if let Some((said, steps)) = said.split_once(INDUCTION) {
            (induction::parts(said, steps, &conditions)?, true)
        } else {
            (of_each(&conditions, &comparisons(said)?), false)
        };
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
