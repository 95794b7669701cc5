//! Certificates in words: lines of mathematics for a reader, and a text for another program to check.

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::fact::{Fact, failures, logarithms};
use crate::formula::tree::Node;
use crate::latex;
use crate::normal::{Quotient, Reader};
use crate::polynomial::{Polynomial, Rational, Symbol, ratio};
use crate::proof::{Boxes, Proof, false_at, monotone, plain};
use crate::refutation::{Refutation, Term};
use crate::relation::Relation;
use crate::sequent::{Comparison, Sequent};
use crate::show::{Names, Plain};
use crate::statement::Statement;

/// So many lines are worth reading.
const MOST_LINES: usize = 24;

impl Statement {
    /// How it was settled, in a word or two.
    pub fn method(&self, answer: &Answer) -> String {
        let mut methods: Vec<&str> = Vec::new();
        let proofs = match answer {
            Answer::Undecided => return String::new(),
            Answer::Disproved(_) => return "counterexample".to_owned(),
            Answer::Proved(certificate) => &certificate.proofs,
        };
        if self.is_induction {
            methods.push("induction");
        }
        self.leaves(proofs, &mut |leaf| {
            let method = match leaf {
                Leaf::Contradiction(_, facts, refutation) if is_identity(facts, refutation) => {
                    "identity"
                }
                Leaf::Contradiction(_, _, refutation)
                    if refutation.terms.iter().any(|t| t.square.as_constant().is_none()) =>
                {
                    "sum of squares"
                }
                Leaf::Contradiction(..) => "signs",
                Leaf::Case(_) => "cases",
                Leaf::Slope(..) => "monotone",
                Leaf::Boxes(..) => "intervals",
            };
            if !methods.contains(&method) {
                methods.push(method);
            }
        });
        methods.join(", ")
    }

    /// The certificate, so that another program can check it: sums that are 0, of terms that are
    /// not below 0, each fact in brackets.
    pub fn certificate(&self, answer: &Answer) -> String {
        let mut lines: Vec<String> = Vec::new();
        let proofs = match answer {
            Answer::Undecided => return String::new(),
            Answer::Disproved(counterexample) => {
                let value = |(name, value): &(String, Rational)| format!("{name} = {value}");
                return counterexample.at.iter().map(value).collect::<Vec<_>>().join(", ");
            }
            Answer::Proved(certificate) => &certificate.proofs,
        };
        self.leaves(proofs, &mut |leaf| match leaf {
            Leaf::Contradiction(_, facts, refutation) => {
                lines.push(format!("0 = {}", sum(facts, refutation)));
            }
            Leaf::Case(_) => {}
            Leaf::Slope(variable, from, rises) => {
                lines.push(format!(
                    "from {variable} = {from} {}",
                    if rises { "up" } else { "down" }
                ));
            }
            Leaf::Boxes(_, boxes) => lines.push(format!("{} boxes", count(boxes))),
        });
        lines.join("; ")
    }

    /// The proof in `LaTeX`, a line each; nothing if it would be too long to read.
    pub fn explained(&self, answer: &Answer) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        match answer {
            Answer::Undecided => {}
            Answer::Disproved(counterexample) => {
                let sequent = &self.sequents[counterexample.part];
                let at: Vec<String> = counterexample
                    .at
                    .iter()
                    .map(|(name, value)| {
                        format!("{} = {}", latex::name(name), latex::number(value))
                    })
                    .collect();
                lines.push(format!("\\text{{false at }} {}", at.join(", \\; ")));
                for goal in &sequent.goals {
                    let values: Vec<(&str, f64)> = counterexample
                        .at
                        .iter()
                        .map(|(name, value)| (name.as_str(), crate::formula::approximate(value)))
                        .collect();
                    let value = |node: &Node| format!("{:.4}", node.value(&values));
                    lines.push(format!(
                        "{} \\approx {}, \\quad {} \\approx {}",
                        latex::node(&goal.left),
                        value(&goal.left),
                        latex::node(&goal.right),
                        value(&goal.right)
                    ));
                }
            }
            Answer::Proved(certificate) => {
                for (part, (sequent, proof)) in
                    self.sequents.iter().zip(&certificate.proofs).enumerate()
                {
                    if self.is_induction {
                        let is_base = part < self.sequents.len() / 2;
                        lines.push(format!(
                            "\\text{{{}: }} {}",
                            if is_base { "at first" } else { "after a step" },
                            goals(sequent)
                        ));
                    } else if self.sequents.len() > 1 {
                        lines.push(goals(sequent));
                    }
                    walk(&sequent.map(&Node::defined), proof, &mut |leaf| {
                        lines.extend(explained(&leaf));
                    });
                }
            }
        }
        lines.dedup();
        if lines.len() > MOST_LINES { Vec::new() } else { lines }
    }

    fn leaves(&self, proofs: &[Proof], see: &mut impl FnMut(Leaf<'_>)) {
        for (sequent, proof) in self.sequents.iter().zip(proofs) {
            walk(&sequent.map(&Node::defined), proof, see);
        }
    }

    /// How many boxes, products and cases the certificate has.
    pub fn size(&self, answer: &Answer) -> usize {
        let mut size = 0;
        let mut see = |leaf: Leaf<'_>| {
            size += match leaf {
                Leaf::Contradiction(_, _, refutation) => {
                    refutation.terms.len() + refutation.multiples.len()
                }
                Leaf::Boxes(_, boxes) => count(boxes),
                Leaf::Case(_) | Leaf::Slope(..) => 1,
            };
        };
        match answer {
            Answer::Undecided => {}
            Answer::Proved(certificate) => self.leaves(&certificate.proofs, &mut see),
            Answer::Disproved(counterexample) => {
                let sequent = self.sequents[counterexample.part].map(&Node::defined);
                for (sequent, proof) in
                    false_at(&sequent, &counterexample.at).iter().zip(&counterexample.proofs)
                {
                    walk(sequent, proof, &mut see);
                }
            }
        }
        size
    }
}

/// A part of a proof that is not made of others.
enum Leaf<'a> {
    Case(&'a Comparison),
    Contradiction(&'a Sequent, &'a [Fact], &'a Refutation),
    Slope(&'a str, &'a Rational, bool),
    Boxes(&'a Sequent, &'a Boxes),
}

fn walk(sequent: &Sequent, proof: &Proof, see: &mut impl FnMut(Leaf<'_>)) {
    if let Proof::Cases(proofs) = proof {
        for (case, proof) in sequent.cases().unwrap_or_default().iter().zip(proofs) {
            if let Some(condition) = case.given.last() {
                see(Leaf::Case(condition));
            }
            walk(case, proof, see);
        }
        return;
    }
    let Some(sequent) = plain(sequent) else { return };
    match proof {
        Proof::Cases(_) => {}
        Proof::Refutations(refutations) => {
            for (facts, refutation) in
                failures(&sequent).unwrap_or_default().iter().zip(refutations)
            {
                see(Leaf::Contradiction(&sequent, facts, refutation));
            }
        }
        Proof::Monotone { variable, from, rises, there, beyond } => {
            see(Leaf::Slope(variable, from, *rises));
            if let Some([at, slope]) = monotone(&sequent, variable, from, *rises) {
                walk(&at, there, see);
                walk(&slope, beyond, see);
            }
        }
        Proof::Boxes(boxes) => see(Leaf::Boxes(&sequent, boxes)),
    }
}

fn count(boxes: &Boxes) -> usize {
    match boxes {
        Boxes::Whole => 1,
        Boxes::Halves(_, parts) => parts.iter().map(count).sum(),
    }
}

fn is_identity(facts: &[Fact], refutation: &Refutation) -> bool {
    matches!(&refutation.terms[..], [Term { facts: used, .. }] if used.len() == 1 && facts[used[0]].0.is_zero())
}

/// The sum of a refutation: `1*[x > 0]*(1 - exp(x))**2 + ...`.
fn sum(facts: &[Fact], refutation: &Refutation) -> String {
    let names = Plain;
    let fact = |i: usize| {
        let (p, relation) = &facts[i];
        let sign = match relation {
            Relation::Above => "> 0",
            Relation::AtLeast => ">= 0",
            Relation::Equal => "= 0",
            _ => "!= 0",
        };
        format!("[{} {sign}]", names.polynomial(p))
    };
    let term = |term: &Term| {
        let mut factors = vec![term.coefficient.to_string()];
        if !term.unit.powers.is_empty() {
            factors.push(names.polynomial(&Polynomial::term(ratio(1, 1), term.unit.clone())));
        }
        if term.square.as_constant().is_none() {
            factors.push(format!("({})**2", names.polynomial(&term.square)));
        }
        factors.extend(term.facts.iter().map(|i| {
            // Of what is not 0, the square is above 0.
            let power = if facts[*i].1 == Relation::Unequal { "**2" } else { "" };
            format!("{}{power}", fact(*i))
        }));
        factors.join("*")
    };
    let multiple =
        |(i, by): &(usize, Polynomial)| format!("({})*{}", names.polynomial(by), fact(*i));
    let terms = refutation.terms.iter().map(term).chain(refutation.multiples.iter().map(multiple));
    terms.collect::<Vec<_>>().join(" + ")
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
    let mut symbols: BTreeMap<Symbol, Vec<Rational>> = BTreeMap::new();
    for (p, _) in facts {
        p.symbols(&mut symbols);
    }
    let mut reader = Reader::default();
    let sides = match &sequent.goals[..] {
        [goal] => reader.quotient(&goal.left).zip(reader.quotient(&goal.right)),
        _ => None,
    };
    if let Some((left, right)) = &sides {
        left.numerator.symbols(&mut symbols);
        right.numerator.symbols(&mut symbols);
        left.factors.keys().chain(right.factors.keys()).for_each(|p| p.symbols(&mut symbols));
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
        let is_plain = goal.relation != Relation::Equal && is_of_goal(goal, facts, &mut reader);
        if is_plain {
            lines.push(format!("\\text{{{words}}} = {}", names.quotient(&difference)));
            if difference.numerator.is_plainly_positive() {
                let sign = lines.pop().unwrap_or_default();
                lines.push(format!("{sign} > 0"));
                return lines;
            }
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
    let rest = if rest.is_empty() { "0".to_owned() } else { rest.join(" + ") };
    match &own[..] {
        [only] if only.facts == [0] && !sequent.goals.is_empty() => {
            let minus = facts[0].0.scaled(&ratio(-1, 1));
            let unit = Polynomial::term(only.coefficient.clone(), only.unit.clone());
            let factor = unit.times(&only.square).times(&only.square);
            let sign = if facts[0].1 == Relation::Above { "\\ge 0" } else { "> 0" };
            let is_one = factor.as_constant() == Some(ratio(1, 1));
            let factor = if is_one {
                String::new()
            } else {
                format!("{} \\cdot ", names.bracketed(&factor))
            };
            let minus = names.bracketed(&minus);
            if is_one && rest == minus {
                return format!("{minus} {sign}");
            }
            format!("{factor}{minus} = {rest} {sign}")
        }
        _ => {
            let own: Vec<String> = own.into_iter().map(term).collect();
            let all = [own.join(" + "), rest];
            let all = all.iter().filter(|part| !part.is_empty() && *part != "0").cloned();
            format!(
                "0 = {} \\text{{, where no term is below 0 and not all are 0: impossible}}",
                all.collect::<Vec<_>>().join(" + ")
            )
        }
    }
}

/// The laws of exponentials and logarithms that are used: those facts that are not given.
fn laws(facts: &[Fact], refutation: &Refutation, names: &Names) -> Vec<String> {
    let mut used: Vec<usize> = refutation.terms.iter().flat_map(|t| t.facts.clone()).collect();
    used.sort_unstable();
    used.dedup();
    let mut symbols = BTreeMap::new();
    for (p, _) in facts {
        p.symbols(&mut symbols);
    }
    let of_laws = logarithms(&symbols);
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
