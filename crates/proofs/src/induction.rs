//! Induction: what holds at first, and after every step from where it holds.
//!
//! Trusted to say what is written.

use std::collections::BTreeSet;

use crate::comparisons::{StatementError, comparisons, of_each, values, wrong};
use crate::formula::tree::{Node, Operation};
use crate::sequent::{Comparison, Sequent};

/// What must be proved of `said`, first for the first values, then for those after a step; `steps` is
/// `p = 1 to p = p*s`.
///
/// # Errors
/// If it is not of this form, or does not say what it seems to.
pub(crate) fn parts(
    said: &str,
    steps: &str,
    conditions: &[Comparison],
) -> Result<Vec<Sequent>, StatementError> {
    let ends = steps.split_once(" to ");
    let (first, next) = ends.ok_or_else(|| wrong(steps, "wanted `to` and the next values"))?;
    let (first, next, goals) = (values(first)?, values(next)?, comparisons(said)?);
    check(&goals, conditions, (&first, &next)).map_err(|message| wrong(steps, message))?;
    let before = [conditions, &goals].concat();
    let base = of_each(conditions, &after(&goals, &first));
    Ok([base, of_each(&before, &after(&goals, &next))].concat())
}

fn after(goals: &[Comparison], values: &Values) -> Vec<Comparison> {
    let by: Vec<(&str, &Node)> = values.iter().map(|(name, node)| (name.as_str(), node)).collect();
    goals.iter().map(|goal| goal.map(&mut |node| node.substituted(&by))).collect()
}

/// What variables are at first, or after a step.
type Values = [(String, Node)];

fn sides(all: &[Comparison]) -> impl Iterator<Item = &Node> {
    all.iter().flat_map(|c| [&c.left, &c.right])
}

fn variables<'a>(nodes: impl Iterator<Item = &'a Node>) -> BTreeSet<&'a str> {
    let mut names = Vec::new();
    for node in nodes {
        node.collect_variables(&mut names);
    }
    names.into_iter().collect()
}

/// Refuses an induction that does not say what it seems to: a step draws its other variables anew.
fn check(
    goals: &[Comparison],
    conditions: &[Comparison],
    (first, next): (&Values, &Values),
) -> Result<(), &'static str> {
    let names = |values: &Values| values.iter().map(|(name, _)| name.clone()).collect();
    let (changing, changed): (BTreeSet<String>, BTreeSet<String>) = (names(first), names(next));
    let are_once = changing.len() == first.len() && changed.len() == next.len();
    if changing != changed || !are_once {
        return Err("give each variable one first and one next value");
    }
    let changes = |name: &&str| changing.contains(*name);
    if variables(sides(conditions)).iter().any(changes) {
        return Err("what is assumed is about a step, not about what changes");
    }
    let drawn = variables(next.iter().map(|(_, node)| node));
    if variables(sides(goals)).iter().any(|name| !changes(name) && drawn.contains(name)) {
        return Err("what is proved must not name what each step draws anew");
    }
    let mut all = sides(goals).chain(sides(conditions));
    if all.any(|node| node.contains(Operation::Derivative)) {
        return Err("a derivative stands in the values only");
    }
    Ok(())
}
