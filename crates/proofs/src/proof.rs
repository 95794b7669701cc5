//! Certificates, and what each must satisfy: whatever found one, it proves what this file says.
//!
//! Trusted.

use crate::enclosure::{Interval, enclosure};
use crate::fact::failures;
use crate::formula::tree::is_matrix;
use crate::formula::tree::{Node, Operation};
use crate::polynomial::{Rational, ratio};
use crate::refutation::Refutation;
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};

/// Why a sequent is true.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Proof {
    /// It is in each of its cases.
    Cases(Vec<Proof>),
    /// Each way in which it could fail is a contradiction.
    Refutations(Vec<Refutation>),
    /// It is where a variable has this value, and beyond it, where the variable is, left - right of
    /// the only goal does not come closer to 0.
    Monotone {
        variable: String,
        from: Rational,
        rises: bool,
        there: Box<Proof>,
        beyond: Box<Proof>,
    },
    /// Intervals show it in each part of a box.
    Boxes(Boxes),
}

/// A box as a whole, or its halves in the direction of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Boxes {
    Whole,
    Halves(usize, Box<[Boxes; 2]>),
}

/// A value of each variable.
pub(crate) type Point = Vec<(String, Rational)>;

/// Variables, each between two numbers.
pub(crate) type Ranges = [(String, Rational, Rational)];

impl Proof {
    /// Whether it proves a sequent in which every function is written by its definition.
    pub(crate) fn holds(&self, sequent: &Sequent) -> bool {
        if sequent.orders_matrices() {
            return false;
        }
        if let Self::Cases(proofs) = self {
            let Some(cases) = sequent.cases() else { return false };
            let all = proofs.iter().zip(&cases).all(|(proof, case)| proof.holds(case));
            return all && proofs.len() == cases.len();
        }
        let Some(sequent) = plain(sequent) else { return false };
        match self {
            Self::Cases(_) => false,
            Self::Refutations(refutations) => failures(&sequent).is_some_and(|failures| {
                let all = refutations.iter().zip(&failures).all(|(r, facts)| r.holds(facts));
                all && refutations.len() == failures.len()
            }),
            Self::Monotone { variable, from, rises, there, beyond } => {
                let parts = monotone(&sequent, variable, from, *rises);
                parts.is_some_and(|[at, slope]| there.holds(&at) && beyond.holds(&slope))
            }
            Self::Boxes(boxes) => {
                ranges(&sequent).is_some_and(|ranges| boxes.hold(&sequent, &ranges))
            }
        }
    }
}

/// Without cases, derivatives and variables that are given by a formula.
pub(crate) fn plain(sequent: &Sequent) -> Option<Sequent> {
    let is_plain = sequent.cases().is_none();
    Some(sequent.derived().filter(|_| is_plain)?.eliminated())
}

/// What must be true for left - right of the only goal to have its sign wherever x >= from (or
/// x <= from): it has it at x = from, and moves away from 0 (or back, if it is to be at most 0).
pub(crate) fn monotone(
    sequent: &Sequent,
    x: &str,
    from: &Rational,
    rises: bool,
) -> Option<[Sequent; 2]> {
    let [goal] = &sequent.goals[..] else { return None };
    let (variable, start) = (Node::Variable(x.to_owned()), Node::number(from.clone()));
    let zero = Node::number(ratio(0, 1));
    let beyond = Comparison {
        left: variable.clone(),
        relation: if rises { Relation::AtLeast } else { Relation::AtMost },
        right: start.clone(),
    };
    // All of the goal's points must lie beyond the start.
    let is_bound = |given: &Comparison| {
        let known = range_of(given);
        known.is_some_and(|(name, low, high)| {
            name == x
                && if rises {
                    low.is_some_and(|low| low >= *from)
                } else {
                    high.is_some_and(|high| high <= *from)
                }
        })
    };
    sequent.given.iter().any(is_bound).then_some(())?;
    let is_free = |node: &Node| {
        let mut names = Vec::new();
        node.collect_variables(&mut names);
        !names.contains(&x)
    };
    let free: Vec<Comparison> =
        sequent.given.iter().filter(|c| is_free(&c.left) && is_free(&c.right)).cloned().collect();
    let there = |node: &Node| node.substituted(&[(x, &start)]);
    let at = Sequent {
        given: free.clone(),
        defined: sequent.defined.iter().map(there).collect(),
        goals: vec![goal.map(&there)],
    };
    // The bound on the other side stays: the way from the start lies within it.
    let other = sequent.given.iter().filter(|given| {
        range_of(given).is_some_and(|(name, low, high)| {
            name == x && if rises { low.is_none() } else { high.is_none() }
        })
    });
    let grows = match goal.relation {
        Relation::Above | Relation::AtLeast => rises,
        Relation::Below | Relation::AtMost => !rises,
        Relation::Equal | Relation::Unequal => return None,
    };
    let slope = Comparison {
        left: goal.difference().derivative(x)?,
        relation: if grows { Relation::AtLeast } else { Relation::AtMost },
        right: zero,
    };
    let defined = sequent.defined.iter().chain([&goal.left, &goal.right]).cloned().collect();
    let given = free.iter().chain(other).cloned().chain([beyond]).collect();
    Some([at, Sequent { given, defined, goals: vec![slope] }])
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

/// Sequents that together say that a sequent is false at a point: everything given holds there, and
/// the goal does not.
pub(crate) fn false_at(sequent: &Sequent, at: &Point) -> Vec<Sequent> {
    let value = |(name, value): &(String, Rational)| Comparison {
        left: Node::Variable(name.clone()),
        relation: Relation::Equal,
        right: Node::number(value.clone()),
    };
    let given: Vec<Comparison> = at.iter().map(value).collect();
    let goals = sequent
        .goals
        .iter()
        .map(|goal| Comparison { relation: opposite(goal.relation), ..goal.clone() });
    let all = sequent.given.iter().cloned().chain(goals);
    all.map(|goal| Sequent { given: given.clone(), defined: Vec::new(), goals: vec![goal] })
        .collect()
}

fn opposite(relation: Relation) -> Relation {
    match relation {
        Relation::Below => Relation::AtLeast,
        Relation::AtMost => Relation::Above,
        Relation::Equal => Relation::Unequal,
        Relation::Unequal => Relation::Equal,
        Relation::AtLeast => Relation::Below,
        Relation::Above => Relation::AtMost,
    }
}

/// The variable and its bounds, if a comparison is one with a number.
fn range_of(given: &Comparison) -> Option<(&str, Option<Rational>, Option<Rational>)> {
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
    let mut names = Vec::new();
    for node in sequent.nodes() {
        node.collect_variables(&mut names);
    }
    let range = |name: &&str| {
        let of = sequent.given.iter().filter_map(range_of).filter(|(known, ..)| known == name);
        let (lows, highs): (Vec<_>, Vec<_>) = of.map(|(_, low, high)| (low, high)).unzip();
        let (low, high) = (lows.into_iter().flatten().max()?, highs.into_iter().flatten().min()?);
        let is_box = low <= high && !is_matrix(name);
        is_box.then(|| ((*name).to_owned(), low, high))
    };
    names.iter().map(range).collect()
}

impl Boxes {
    fn hold(&self, sequent: &Sequent, ranges: &Ranges) -> bool {
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
pub(crate) fn is_certain(of: &Interval, relation: Relation, is_true: bool) -> bool {
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
