//! Points at which a sequent looks false, from values in double precision.

use crate::formula::approximate;
use crate::formula::tree::Node;
use crate::normal::Reader;
use crate::polynomial::{Rational, ratio};
use crate::proof::Point;
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};

/// Values that are tried, simple ones first.
const VALUES: [(i64, i64); 23] = [
    (0, 1),
    (1, 1),
    (-1, 1),
    (2, 1),
    (-2, 1),
    (1, 2),
    (-1, 2),
    (3, 1),
    (-3, 1),
    (1, 3),
    (1, 4),
    (-1, 4),
    (5, 1),
    (-5, 1),
    (1, 10),
    (3, 2),
    (-10, 1),
    (10, 1),
    (-20, 1),
    (20, 1),
    (30, 1),
    (-40, 1),
    (100, 1),
];
/// So many points are looked at.
const POINTS: usize = 5000;
/// A difference in double precision that is none of rounding.
const CLEAR: f64 = 1e-9;

/// Points that satisfy what is given and no goal, those that say it most clearly first.
pub(super) fn points(sequent: &Sequent) -> Vec<Point> {
    let given = given_by_formula(sequent);
    let mut names = sequent.variables();
    names.retain(|name| given.iter().all(|(known, _)| known != name));
    let values = values(sequent);
    // As many values of each variable as there is time for.
    let count = names.len() as u32;
    let is_possible = |n: &usize| n.checked_pow(count).is_some_and(|all| all <= POINTS);
    let most = (1..=values.len()).rev().find(is_possible).unwrap_or(1).max(2);
    let rounded: Vec<f64> = values.iter().map(approximate).collect();
    let mut found: Vec<(f64, Vec<usize>)> = Vec::new();
    for index in 0..most.checked_pow(count).unwrap_or(POINTS).min(4 * POINTS) {
        let digit = |rest: &mut usize, _| {
            let digit = *rest % most;
            *rest /= most;
            Some(digit)
        };
        let digits: Vec<usize> = (0..count).scan(index, digit).collect();
        let mut at: Vec<(&str, f64)> =
            names.iter().zip(&digits).map(|(name, digit)| (*name, rounded[*digit])).collect();
        for (name, by) in &given {
            at.push((name, by.value(&at)));
        }
        if let Some(clear) = failure(sequent, &at) {
            found.push((clear, digits));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let exact = |(_, digits): (f64, Vec<usize>)| {
        let chosen = names.iter().zip(digits);
        let chosen = chosen.map(|(name, digit)| (*name, Node::number(values[digit].clone())));
        exact(&chosen.collect::<Vec<_>>(), &given)
    };
    found.into_iter().filter_map(exact).collect()
}

/// What variables are given by a formula of the others, and so follow from them.
fn given_by_formula(sequent: &Sequent) -> Vec<(&str, &Node)> {
    let mut given: Vec<(&str, &Node)> = Vec::new();
    for comparison in &sequent.given {
        let Comparison { left, relation: Relation::Equal, right } = comparison else { continue };
        let Node::Variable(name) = left else { continue };
        let is_used = given.iter().any(|(known, of)| known == name || of.has(left));
        let mut names = Vec::new();
        right.collect_variables(&mut names);
        let is_circular =
            names.iter().any(|n| n == name || given.iter().any(|(known, _)| known == n));
        if !is_used && !is_circular {
            given.push((name, right));
        }
    }
    given
}

/// What is tried: the simplest numbers, those of the sequent, and others.
fn values(sequent: &Sequent) -> Vec<Rational> {
    let usual = VALUES.map(|(n, d)| ratio(n, d));
    let mut own: Vec<Rational> = usual[..3].to_vec();
    for node in sequent.nodes() {
        node.collect_numbers(&mut own);
    }
    let mut values: Vec<Rational> = Vec::new();
    for value in own.into_iter().chain(usual) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// The exact values of all variables, from those that were chosen; none if one is no rational number.
fn exact(chosen: &[(&str, Node)], given: &[(&str, &Node)]) -> Option<Point> {
    let by: Vec<(&str, &Node)> = chosen.iter().map(|(name, node)| (*name, node)).collect();
    let value = |(name, node): (&str, &Node)| {
        let value = Reader::default().quotient(&node.substituted(&by))?.as_constant()?;
        Some((name.to_owned(), value))
    };
    by.iter().chain(given).map(|&of| value(of)).collect()
}

/// By how much every goal is missed where everything given holds.
fn failure(sequent: &Sequent, at: &[(&str, f64)]) -> Option<f64> {
    let difference = |comparison: &Comparison| comparison.difference().value(at);
    let holds = |given: &Comparison| holds(given.relation, difference(given), 0.0);
    if !sequent.given.iter().all(holds) {
        return None;
    }
    let mut missed = sequent.goals.iter().map(|goal| {
        let difference = difference(goal);
        let is_missed = difference.is_finite() && !self::holds(goal.relation, difference, CLEAR);
        is_missed.then(|| least(difference.abs(), 1.0))
    });
    missed.try_fold(1.0, |clear, missed| Some(least(clear, missed?)))
}

fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Whether a relation to 0 holds, up to a slack.
fn holds(relation: Relation, x: f64, slack: f64) -> bool {
    match relation {
        Relation::Below => x < -slack,
        Relation::AtMost => x <= slack,
        Relation::Equal => x.abs() <= slack,
        Relation::Unequal => x.abs() > slack,
        Relation::AtLeast => x >= -slack,
        Relation::Above => x > slack,
    }
}
