//! Certificates, and what each must satisfy: whatever found one, it proves what this file says.
//!
//! Trusted.

use crate::boxes::{Boxes, range_of, ranges};
use crate::fact::failures;
use crate::formula::tree::Node;
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

/// A value of each variable.
pub(crate) type Point = Vec<(String, Rational)>;

impl Proof {
    /// Whether it proves a sequent in which every function is written by its definition.
    pub(crate) fn holds(&self, sequent: &Sequent) -> bool {
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
    let is_free = |given: &&Comparison| !given.left.has(&variable) && !given.right.has(&variable);
    let free: Vec<Comparison> = sequent.given.iter().filter(is_free).cloned().collect();
    let there = |node: &Node| node.substituted(&[(x, &start)]);
    let at = Sequent {
        given: free.clone(),
        defined: sequent.defined.iter().map(there).collect(),
        goals: vec![goal.map(&mut &there)],
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
        .map(|goal| Comparison { relation: goal.relation.opposite(), ..goal.clone() });
    let all = sequent.given.iter().cloned().chain(goals);
    all.map(|goal| Sequent { given: given.clone(), defined: Vec::new(), goals: vec![goal] })
        .collect()
}
