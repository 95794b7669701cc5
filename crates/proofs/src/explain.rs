//! Proofs in lines of mathematics, for a reader.

use crate::answer::{Answer, Certificate, Counterexample};
use crate::fact::{Fact, logarithms, symbols};
use crate::formula::approximate;
use crate::formula::tree::Node;
use crate::latex;
use crate::leaf::{Leaf, count, is_identity, walk};
use crate::normal::{Quotient, Reader};
use crate::polynomial::{Polynomial, ratio};
use crate::refutation::{Refutation, Term};
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};
use crate::show::Names;
use crate::statement::Statement;

/// So many lines are worth reading.
const MOST_LINES: usize = 24;

impl Statement {
    /// The proof in `LaTeX`, a line each; nothing if it would be too long to read.
    pub fn explained(&self, answer: &Answer) -> Vec<String> {
        let mut lines = match answer {
            Answer::Undecided => Vec::new(),
            Answer::Disproved(counterexample) => self.false_there(counterexample),
            Answer::Proved(certificate) => self.proof_in_lines(certificate),
        };
        lines.dedup();
        if lines.len() > MOST_LINES { Vec::new() } else { lines }
    }

    /// A point, and what both sides are there.
    fn false_there(&self, Counterexample { part, at, .. }: &Counterexample) -> Vec<String> {
        let equals = |(name, value): &(String, _)| {
            format!("{} = {}", latex::name(name), latex::number(value))
        };
        let point: Vec<String> = at.iter().map(equals).collect();
        let values: Vec<(&str, f64)> =
            at.iter().map(|(name, value)| (name.as_str(), approximate(value))).collect();
        let side =
            |node: &Node| format!("{} \\approx {:.4}", latex::node(node), node.value(&values));
        let goals = self.sequents[*part].goals.iter();
        let sides = goals.map(|goal| format!("{}, \\quad {}", side(&goal.left), side(&goal.right)));
        [format!("\\text{{false at }} {}", point.join(", \\; "))].into_iter().chain(sides).collect()
    }

    fn proof_in_lines(&self, Certificate { proofs }: &Certificate) -> Vec<String> {
        let mut lines = Vec::new();
        for (part, (sequent, proof)) in self.sequents.iter().zip(proofs).enumerate() {
            if self.is_induction {
                let when = if part < self.falsifiable() { "at first" } else { "after a step" };
                lines.push(format!("\\text{{{when}: }} {}", goals(sequent)));
            } else if self.sequents.len() > 1 {
                lines.push(goals(sequent));
            }
            walk(&sequent.by_definitions(), proof, &mut |leaf| lines.extend(explained(&leaf)));
        }
        lines
    }
}

fn goals(sequent: &Sequent) -> String {
    let goals: Vec<String> = sequent.goals.iter().map(latex::comparison).collect();
    if goals.is_empty() { "\\text{impossible}".to_owned() } else { goals.join(", \\; ") }
}

/// A leaf in `LaTeX`.
fn explained(leaf: &Leaf<'_>) -> Vec<String> {
    match leaf {
        Leaf::Case(condition) => {
            vec![format!("\\text{{case }} {}\\text{{:}}", latex::comparison(condition))]
        }
        Leaf::Slope(variable, from, rises) => {
            let (name, from) = (latex::name(variable), latex::number(from));
            let direction = if *rises { "\\ge" } else { "\\le" };
            vec![format!(
                "\\text{{at }} {name} = {from} \\text{{, and from the slope for }} {name} {direction} {from}\\text{{:}}"
            )]
        }
        Leaf::Boxes(sequent, boxes) => vec![match count(boxes) {
            1 => format!("{} \\quad \\text{{(by intervals)}}", goals(sequent)),
            n => format!("{} \\quad \\text{{in each of {n} boxes}}", goals(sequent)),
        }],
        Leaf::Contradiction(sequent, facts, refutation) => {
            contradiction(sequent, facts, refutation)
        }
    }
}

fn contradiction(sequent: &Sequent, facts: &[Fact], refutation: &Refutation) -> Vec<String> {
    let mut symbols = symbols(facts);
    let mut reader = Reader::default();
    let sides = match &sequent.goals[..] {
        [goal] => reader.quotient(&goal.left).zip(reader.quotient(&goal.right)),
        _ => None,
    };
    if let Some((left, right)) = &sides {
        left.numerator.symbols(&mut symbols);
        right.numerator.symbols(&mut symbols);
        for factor in left.factors.keys().chain(right.factors.keys()) {
            factor.symbols(&mut symbols);
        }
    }
    let names = Names::new(&symbols);
    let mut lines = names.definitions();
    if is_identity(facts, refutation) {
        if let Some((left, right)) = sides {
            let (left, right) = (names.quotient(&left), names.quotient(&right));
            lines.push(if left == right {
                format!("\\text{{both sides}} = {left}")
            } else {
                format!("\\text{{left}} = {left}, \\quad \\text{{right}} = {right} \\quad \\text{{(equal when multiplied out)}}")
            });
        }
        return lines;
    }
    let is_above = |relation| matches!(relation, Relation::Above | Relation::AtLeast);
    if let ([goal], Some((left, right))) = (&sequent.goals[..], &sides) {
        let (more, less, words) = if is_above(goal.relation) {
            (left, right, "left - right")
        } else {
            (right, left, "right - left")
        };
        let difference = more.plus(&less.times(&Quotient::of(Polynomial::constant(ratio(-1, 1)))));
        if goal.relation != Relation::Equal && is_of_goal(goal, facts, &mut reader) {
            let line = format!("\\text{{{words}}} = {}", names.quotient(&difference));
            if difference.numerator.is_plainly_positive() {
                lines.push(format!("{line} > 0"));
                return lines;
            }
            lines.push(line);
        }
    }
    lines.push(equation(sequent, facts, refutation, &names));
    lines.extend(laws(facts, refutation, &names));
    lines
}

/// The sum, as what is to be shown on one side and what has its sign on the other.
fn equation(sequent: &Sequent, facts: &[Fact], refutation: &Refutation, names: &Names) -> String {
    // What is to be refuted is the first fact; alone on one side, it has the sign of the others.
    let (own, others): (Vec<&Term>, Vec<&Term>) =
        refutation.terms.iter().partition(|term| term.facts.contains(&0));
    let term = |term: &Term| names.term(term, facts);
    let others = others.into_iter().map(term);
    let multiples = refutation.multiples.iter().map(|(i, by)| names.multiple(by, &facts[*i].0));
    let rest: Vec<String> = others.chain(multiples).collect();
    let rest = if rest.is_empty() { "0".to_owned() } else { joined(&rest) };
    match &own[..] {
        [only] if only.facts == [0] && !sequent.goals.is_empty() => {
            let minus = facts[0].0.scaled(&ratio(-1, 1));
            let unit = Polynomial::term(only.coefficient.clone(), only.unit.clone());
            let factor = unit.times(&only.square).times(&only.square);
            // Multiples of what is 0 are 0.
            let sign = match facts[0].1 {
                _ if refutation.terms.len() == 1 => "= 0",
                Relation::Above => "\\ge 0",
                _ => "> 0",
            };
            let is_one = factor.as_constant() == Some(ratio(1, 1));
            let factor = if is_one {
                String::new()
            } else {
                format!("{} \\cdot ", names.bracketed(&factor))
            };
            let minus = if is_one { names.polynomial(&minus) } else { names.bracketed(&minus) };
            if is_one && (rest == minus || rest == format!("({minus})")) {
                return format!("{minus} {sign}");
            }
            format!("{factor}{minus} = {rest} {sign}")
        }
        _ => {
            let own: Vec<String> = own.into_iter().map(term).collect();
            let all: Vec<String> =
                own.into_iter().chain([rest]).filter(|part| part != "0").collect();
            format!(
                "0 = {} \\text{{, where no term is below 0 and not all are 0: impossible}}",
                joined(&all)
            )
        }
    }
}

/// A sum, with the signs that its terms begin with.
fn joined(terms: &[String]) -> String {
    let mut sum = String::new();
    for term in terms {
        match term.strip_prefix('-') {
            Some(term) if !sum.is_empty() => sum.extend([" - ", term]),
            _ if sum.is_empty() => sum.push_str(term),
            _ => sum.extend([" + ", term]),
        }
    }
    sum
}

/// The laws of exponentials and logarithms that are used: those facts that are not given.
fn laws(facts: &[Fact], refutation: &Refutation, names: &Names) -> Vec<String> {
    let mut used: Vec<usize> = refutation.terms.iter().flat_map(|t| t.facts.clone()).collect();
    used.sort_unstable();
    used.dedup();
    let of_laws = logarithms(&symbols(facts));
    let is_law = |i: &usize| of_laws.contains(&facts[*i]) && facts[*i].0.terms.len() > 1;
    let law = |i: usize| {
        let p = names.polynomial(&facts[i].0);
        format!("\\text{{where }} {p} \\ge 0 \\text{{, as }} q - p \\ge p \\ln (q/p)")
    };
    used.into_iter().filter(is_law).map(law).collect()
}

/// Whether the first fact is that the goal fails.
fn is_of_goal(goal: &Comparison, facts: &[Fact], reader: &mut Reader) -> bool {
    let sign = reader.quotient(&goal.difference()).map(|difference| difference.sign());
    let is_it = |sign: Polynomial| sign == facts[0].0 || sign.scaled(&ratio(-1, 1)) == facts[0].0;
    sign.is_some_and(is_it)
}
