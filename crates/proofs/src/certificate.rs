//! Certificates for another program to check, and how large they are.

use crate::answer::Answer;
use crate::fact::Fact;
use crate::leaf::{Leaf, count, is_identity, walk};
use crate::polynomial::{Polynomial, Rational, ratio};
use crate::proof::{Proof, false_at};
use crate::refutation::{Refutation, Term};
use crate::relation::Relation;
use crate::show::Plain;
use crate::statement::Statement;

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
                let sequent = self.sequents[counterexample.part].by_definitions();
                for (sequent, proof) in
                    false_at(&sequent, &counterexample.at).iter().zip(&counterexample.proofs)
                {
                    walk(sequent, proof, &mut see);
                }
            }
        }
        size
    }

    fn leaves(&self, proofs: &[Proof], see: &mut impl FnMut(Leaf<'_>)) {
        for (sequent, proof) in self.sequents.iter().zip(proofs) {
            walk(&sequent.by_definitions(), proof, see);
        }
    }
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
