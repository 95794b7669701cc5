//! Points at which a sequent looks false, from values in double precision.

use crate::polynomial::{Rational, ratio};
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
pub(super) fn points(sequent: &Sequent) -> Vec<Vec<(String, Rational)>> {
    let mut names = Vec::new();
    sequent.nodes().for_each(|node| node.collect_variables(&mut names));
    let count = names.len() as u32;
    // As many values of each variable as there is time for; numbers of the sequent come first.
    let mut own: Vec<Rational> = Vec::new();
    sequent.nodes().for_each(|node| node.collect_numbers(&mut own));
    own.extend(VALUES.map(|(n, d)| ratio(n, d)));
    let mut values: Vec<Rational> = Vec::new();
    let simple = VALUES[..3].iter().map(|&(n, d)| ratio(n, d));
    for value in simple.chain(own) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let most =
        (1..=values.len()).rev().find(|n| n.checked_pow(count).is_some_and(|all| all <= POINTS));
    let most = most.unwrap_or(1).max(2);
    let approximate: Vec<f64> = values.iter().map(crate::formula::approximate).collect();
    let mut found: Vec<(f64, Vec<(String, Rational)>)> = Vec::new();
    for index in 0..most.checked_pow(count).unwrap_or(POINTS).min(4 * POINTS) {
        let digits: Vec<usize> = (0..count)
            .scan(index, |rest, _| {
                let digit = *rest % most;
                *rest /= most;
                Some(digit)
            })
            .collect();
        let at: Vec<(&str, f64)> =
            names.iter().zip(&digits).map(|(name, digit)| (*name, approximate[*digit])).collect();
        if let Some(clear) = failure(sequent, &at) {
            let exact = names
                .iter()
                .zip(&digits)
                .map(|(name, digit)| ((*name).to_owned(), values[*digit].clone()));
            found.push((clear, exact.collect()));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, at)| at).collect()
}

/// By how much every goal is missed where everything given holds.
fn failure(sequent: &Sequent, at: &[(&str, f64)]) -> Option<f64> {
    let difference = |comparison: &Comparison| comparison.difference().value(at);
    let holds = |given: &Comparison| holds(given.relation, difference(given), 0.0);
    if !sequent.given.iter().all(holds) {
        return None;
    }
    let missed = sequent.goals.iter().map(|goal| {
        let difference = difference(goal);
        let is_missed = difference.is_finite() && !self::holds(goal.relation, difference, CLEAR);
        is_missed.then(|| difference.abs().min(1.0))
    });
    missed.fold(Some(1.0), |least, missed| Some(f64::min(least?, missed?)))
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
