//! Bounds of variables by numbers, and boxes in which intervals show what is to be shown.
//!
//! Trusted.

use crate::enclosure::{Interval, enclosure};
use crate::formula::tree::{Node, Operation, is_matrix};
use crate::polynomial::{Rational, ratio};
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};

/// Variables, each between two numbers.
pub(crate) type Ranges = [(String, Rational, Rational)];

/// A box as a whole, or its halves in the direction of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Boxes {
    Whole,
    Halves(usize, Box<[Boxes; 2]>),
}

/// Variables with the numbers that bound them, from below if they rise from there.
pub(crate) fn bounds(sequent: &Sequent) -> Vec<(String, Rational, bool)> {
    let bound = |given: &Comparison| {
        let (name, low, high) = range_of(given)?;
        let rises = low.is_some();
        Some((name.to_owned(), low.or(high)?, rises))
    };
    sequent.given.iter().filter_map(bound).collect()
}

/// The variable and its bounds, if a comparison is one with a number.
pub(crate) fn range_of(given: &Comparison) -> Option<(&str, Option<Rational>, Option<Rational>)> {
    let Comparison { left: Node::Variable(name), relation, right } = given else { return None };
    let bound = constant(right)?;
    match relation {
        Relation::Below | Relation::AtMost => Some((name, None, Some(bound))),
        Relation::Above | Relation::AtLeast => Some((name, Some(bound), None)),
        Relation::Equal | Relation::Unequal => None,
    }
}

/// A number, with its sign.
fn constant(node: &Node) -> Option<Rational> {
    match node {
        Node::Number(number) => Some(number.exact.clone()),
        Node::Operation(Operation::Negate, parts) => Some(-constant(&parts[0])?),
        Node::Operation(Operation::Divide, parts) => {
            let below = constant(&parts[1]).filter(|below| *below != ratio(0, 1))?;
            Some(constant(&parts[0])? / below)
        }
        _ => None,
    }
}

/// The box to which what is given confines the variables; none if one is not confined.
pub(crate) fn ranges(sequent: &Sequent) -> Option<Box<Ranges>> {
    let range = |name: &&str| {
        let of = sequent.given.iter().filter_map(range_of).filter(|(known, ..)| known == name);
        let (lows, highs): (Vec<_>, Vec<_>) = of.map(|(_, low, high)| (low, high)).unzip();
        let (low, high) = (lows.into_iter().flatten().max()?, highs.into_iter().flatten().min()?);
        let is_box = low <= high && !is_matrix(name);
        is_box.then(|| ((*name).to_owned(), low, high))
    };
    sequent.variables().iter().map(range).collect()
}

impl Boxes {
    pub(crate) fn hold(&self, sequent: &Sequent, ranges: &Ranges) -> bool {
        match self {
            Self::Whole => shown(sequent, ranges),
            Self::Halves(i, parts) => halves(ranges, *i).is_some_and(|halves| {
                halves.iter().zip(parts.iter()).all(|(half, part)| part.hold(sequent, half))
            }),
        }
    }
}

/// Both halves of a box.
pub(crate) fn halves(ranges: &Ranges, i: usize) -> Option<[Box<Ranges>; 2]> {
    let (_, low, high) = ranges.get(i)?;
    let middle = (low + high) / ratio(2, 1);
    let (mut left, mut right): (Box<Ranges>, Box<Ranges>) = (ranges.into(), ranges.into());
    left[i].2 = middle.clone();
    right[i].1 = middle;
    Some([left, right])
}

/// Whether intervals show a sequent in a box: something given is false all over it, or everything
/// is defined and every goal true.
pub(crate) fn shown(sequent: &Sequent, ranges: &Ranges) -> bool {
    let at: Vec<(String, Interval)> = ranges
        .iter()
        .map(|(name, low, high)| (name.clone(), Interval::between(low, high)))
        .collect();
    let certain = |comparison: &Comparison, is_true: bool| {
        enclosure(&comparison.difference(), &at)
            .is_some_and(|of| is_certain(&of, comparison.relation, is_true))
    };
    let is_elsewhere = sequent.given.iter().any(|given| certain(given, false));
    let is_defined = || sequent.defined.iter().all(|node| enclosure(node, &at).is_some());
    is_elsewhere
        || (is_defined()
            && !sequent.goals.is_empty()
            && sequent.goals.iter().all(|goal| certain(goal, true)))
}

/// Whether all numbers of an interval are, or are not, in this relation to 0.
fn is_certain(of: &Interval, relation: Relation, is_true: bool) -> bool {
    let minus = of.negated();
    let (above, at_least) = (of.is_above(), of.is_at_least());
    let (below, at_most) = (minus.is_above(), minus.is_at_least());
    match (relation, is_true) {
        (Relation::Above, true) | (Relation::AtMost, false) => above,
        (Relation::AtLeast, true) | (Relation::Below, false) => at_least,
        (Relation::Below, true) | (Relation::AtLeast, false) => below,
        (Relation::AtMost, true) | (Relation::Above, false) => at_most,
        (Relation::Equal, true) | (Relation::Unequal, false) => at_least && at_most,
        (Relation::Unequal, true) | (Relation::Equal, false) => above || below,
    }
}
