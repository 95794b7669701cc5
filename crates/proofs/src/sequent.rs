//! What is to be proved: comparisons from comparisons, for all real values of the variables; and how
//! it falls into cases, until no function is defined by cases.
//!
//! Trusted. A goal holds where both of its sides are defined, and it is true; a derivative is
//! defined where the function is differentiable. What is given counts where it is defined and true.

use crate::formula::tree::{Node, Operation, is_matrix};
use crate::relation::Relation;

/// Longer derivatives are beyond what can be read.
const LARGEST: usize = 5000;

/// left relation right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) left: Node,
    pub(crate) relation: Relation,
    pub(crate) right: Node,
}

/// Every goal, wherever everything given holds; without goals, that this is nowhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sequent {
    pub(crate) given: Vec<Comparison>,
    /// Formulas that must be defined, too.
    pub(crate) defined: Vec<Node>,
    pub(crate) goals: Vec<Comparison>,
}

impl Comparison {
    fn of(left: &Node, relation: Relation, right: &Node) -> Self {
        Self { left: left.clone(), relation, right: right.clone() }
    }

    pub(crate) fn map(&self, f: &mut impl FnMut(&Node) -> Node) -> Self {
        Self { left: f(&self.left), relation: self.relation, right: f(&self.right) }
    }

    /// left - right.
    pub(crate) fn difference(&self) -> Node {
        Node::Operation(Operation::Subtract, vec![self.left.clone(), self.right.clone()])
    }
}

impl Sequent {
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        let sides = self.given.iter().chain(&self.goals).flat_map(|c| [&c.left, &c.right]);
        sides.chain(&self.defined)
    }

    /// Every variable, in the order in which they first appear.
    pub(crate) fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for node in self.nodes() {
            node.collect_variables(&mut names);
        }
        names
    }

    /// Written by the definitions of its functions.
    pub(crate) fn by_definitions(&self) -> Self {
        self.map(&mut Node::defined)
    }

    pub(crate) fn map(&self, f: &mut impl FnMut(&Node) -> Node) -> Self {
        Self {
            given: self.given.iter().map(|comparison| comparison.map(f)).collect(),
            defined: self.defined.iter().map(&mut *f).collect(),
            goals: self.goals.iter().map(|comparison| comparison.map(f)).collect(),
        }
    }

    /// Whether it says something of matrices that only numbers have: an order, or cases.
    pub(crate) fn orders_matrices(&self) -> bool {
        let compared = self.given.iter().chain(&self.goals);
        let is_order = |c: &Comparison| c.relation != Relation::Equal;
        let is_by_cases = |node: &Node| node.contains(Operation::Where);
        self.nodes().any(Node::has_matrix)
            && (compared.into_iter().any(is_order) || self.nodes().any(is_by_cases))
    }

    /// The cases of its first condition, whose truth together is its truth; none if there is no
    /// condition. The condition must be defined. Within a derivative, either branch counts where it
    /// is open, and the points between must be excluded by what is given.
    pub(crate) fn cases(&self) -> Option<Vec<Self>> {
        let (a, b) = self.nodes().find_map(condition)?;
        let is_derived = self.nodes().any(|node| is_derived(node, (&a, &b), &mut Vec::new()));
        let case = |relation: Relation, branch: usize| {
            let mut case = self.map(&mut |node| resolved(node, (&a, &b), branch));
            case.given.push(Comparison::of(&a, relation, &b));
            case.defined.extend([a.clone(), b.clone()]);
            case
        };
        if !is_derived {
            return Some(vec![case(Relation::Below, 2), case(Relation::AtLeast, 3)]);
        }
        // Both sides must change smoothly for a case to hold around the point as well.
        let open = |relation, branch| {
            let mut case = case(relation, branch);
            case.defined.extend([&a, &b].into_iter().flat_map(slopes));
            case
        };
        let between = Self { goals: Vec::new(), ..case(Relation::Equal, 3) };
        Some(vec![open(Relation::Below, 2), open(Relation::Above, 3), between])
    }

    /// With its derivatives taken; where one is, the function must be defined. Of a sequent without
    /// cases. None if there is no rule for one.
    pub(crate) fn derived(&self) -> Option<Self> {
        let (mut functions, mut is_known) = (Vec::new(), true);
        let mut all = self.map(&mut |node| {
            derivatives(node, &mut functions).unwrap_or_else(|| {
                is_known = false;
                node.clone()
            })
        });
        all.defined.extend(functions);
        is_known.then_some(all)
    }

    /// Without the variables that are given by a formula, `v = f`.
    pub(crate) fn eliminated(mut self) -> Self {
        while let Some((i, name, by)) = self.given.iter().enumerate().find_map(|(i, given)| {
            let Comparison { left: Node::Variable(name), relation: Relation::Equal, right } = given
            else {
                return None;
            };
            (!right.has(&given.left)).then(|| (i, name.clone(), right.clone()))
        }) {
            self.given.remove(i);
            self.defined.push(by.clone());
            self = self.map(&mut |node| node.substituted(&[(&name, &by)]));
        }
        self
    }
}

/// The first condition whose two sides have none in them.
fn condition(node: &Node) -> Option<(Node, Node)> {
    let Node::Operation(operation, parts) = node else { return None };
    let own = || (parts[0].clone(), parts[1].clone());
    let inner = parts.iter().find_map(condition);
    inner.or_else(|| (*operation == Operation::Where).then(own))
}

/// The derivatives by every variable.
fn slopes(of: &Node) -> Vec<Node> {
    let mut names = Vec::new();
    of.collect_variables(&mut names);
    let by = names.into_iter().map(|name| Node::Variable(name.to_owned()));
    by.map(|x| Node::Operation(Operation::Derivative, vec![of.clone(), x])).collect()
}

/// Whether this condition decides a function that a derivative is taken of, by a variable in it.
fn is_derived<'a>(node: &'a Node, (a, b): (&Node, &Node), by: &mut Vec<&'a Node>) -> bool {
    let Node::Operation(operation, parts) = node else { return false };
    let is_here = *operation == Operation::Where && parts[0] == *a && parts[1] == *b;
    if is_here && by.iter().any(|x| a.has(x) || b.has(x)) {
        return true;
    }
    let is_derivative = *operation == Operation::Derivative;
    by.extend(parts.last().filter(|_| is_derivative));
    let found = parts.iter().any(|part| is_derived(part, (a, b), by));
    by.truncate(by.len() - usize::from(is_derivative));
    found
}

/// With this condition decided for the branch that is part 2 or 3.
fn resolved(node: &Node, (a, b): (&Node, &Node), branch: usize) -> Node {
    let Node::Operation(operation, parts) = node else { return node.clone() };
    if *operation == Operation::Where && parts[0] == *a && parts[1] == *b {
        return resolved(&parts[branch], (a, b), branch);
    }
    let parts = parts.iter().map(|part| resolved(part, (a, b), branch)).collect();
    Node::Operation(*operation, parts)
}

/// With all derivatives taken, innermost first, and the functions that they are taken of.
fn derivatives(node: &Node, functions: &mut Vec<Node>) -> Option<Node> {
    let Node::Operation(operation, parts) = node else { return Some(node.clone()) };
    let parts: Option<Vec<Node>> = parts.iter().map(|part| derivatives(part, functions)).collect();
    let parts = parts?;
    if *operation != Operation::Derivative {
        return Some(Node::Operation(*operation, parts));
    }
    // By a matrix, there is no rule.
    let Node::Variable(x) = &parts[1] else { return None };
    let is_by_number = !is_matrix(x);
    functions.push(parts[0].clone());
    parts[0].derivative(x).filter(|slope| is_by_number && slope.size() <= LARGEST)
}
