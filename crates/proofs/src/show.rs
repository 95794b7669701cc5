//! Polynomials as text: for another program, and in `LaTeX` with letters for exponentials.

use std::collections::BTreeMap;

use crate::fact::Fact;
use crate::latex;
use crate::normal::Quotient;
use crate::polynomial::{Monomial, Polynomial, Rational, Symbol, common, ratio};
use crate::refutation::Term;
use crate::relation::Relation;

/// Text as `SymPy` reads it.
pub(crate) struct Plain;

impl Plain {
    pub(crate) fn polynomial(&self, p: &Polynomial) -> String {
        let term = |(m, c): (&Monomial, &Rational)| {
            let factors =
                m.powers.iter().map(|(symbol, power)| match (symbol, power.to_string().as_str()) {
                    (Symbol::Exp(of), power) => format!(
                        "exp(({power})*({}))",
                        self.polynomial(&Polynomial::term(ratio(1, 1), of.clone()))
                    ),
                    (symbol, "1") => self.symbol(symbol),
                    (symbol, power) => format!("{}**{power}", self.symbol(symbol)),
                });
            let factors: Vec<String> = factors.chain(m.word.iter().cloned()).collect();
            match (factors.is_empty(), *c == ratio(1, 1)) {
                (true, _) => format!("({c})"),
                (false, true) => factors.join("*"),
                (false, false) => format!("({c})*{}", factors.join("*")),
            }
        };
        let terms: Vec<String> = p.terms.iter().map(term).collect();
        if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") }
    }

    fn symbol(&self, symbol: &Symbol) -> String {
        let of = |name: &str, p: &Polynomial| format!("{name}({})", self.polynomial(p));
        match symbol {
            Symbol::Variable(name) => name.clone(),
            Symbol::Pi => "pi".to_owned(),
            Symbol::Exp(m) => of("exp", &Polynomial::term(ratio(1, 1), m.clone())),
            Symbol::Ln(p) => of("log", p),
            Symbol::Sqrt(p) => of("sqrt", p),
            Symbol::Sin(p) => of("sin", p),
            Symbol::Cos(p) => of("cos", p),
            Symbol::Inverse(p) => format!("(1/({}))", self.polynomial(p)),
        }
    }
}

/// Letters for exponentials, the first in most books: t = e^x.
pub(crate) struct Names {
    letters: BTreeMap<Symbol, (&'static str, Rational)>,
}

const LETTERS: [&str; 4] = ["t", "s", "r", "q"];

impl Names {
    pub(crate) fn new(symbols: &BTreeMap<Symbol, Vec<Rational>>) -> Self {
        let exponentials = symbols.iter().filter(|(symbol, _)| matches!(symbol, Symbol::Exp(_)));
        let letter = |((symbol, powers), letter): ((&Symbol, &Vec<Rational>), &'static str)| {
            (symbol.clone(), (letter, common(powers.iter())))
        };
        Self { letters: exponentials.zip(LETTERS).map(letter).collect() }
    }

    /// `t = e^{x}`, for each letter.
    pub(crate) fn definitions(&self) -> Vec<String> {
        let definition = |(symbol, (letter, step)): (&Symbol, &(&str, Rational))| {
            let Symbol::Exp(m) = symbol else { return String::new() };
            format!(
                "{letter} = e^{{{}}}",
                self.polynomial(&Polynomial::term(step.clone(), m.clone()))
            )
        };
        let all: Vec<String> = self.letters.iter().map(definition).collect();
        if all.is_empty() { all } else { vec![format!("\\text{{with }} {}", all.join(", \\; "))] }
    }

    pub(crate) fn polynomial(&self, p: &Polynomial) -> String {
        // Highest powers first.
        let mut text = String::new();
        for (m, c) in p.terms.iter().rev() {
            let is_negative = *c < ratio(0, 1);
            let size = if is_negative { -c } else { c.clone() };
            text += match (text.is_empty(), is_negative) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            let factors = self.monomial(m);
            if factors.is_empty() || size != ratio(1, 1) {
                text += &latex::number(&size);
                text += if factors.is_empty() { "" } else { " " };
            }
            text += &factors;
        }
        if text.is_empty() { "0".to_owned() } else { text }
    }

    fn monomial(&self, m: &Monomial) -> String {
        let powers = m.powers.iter().map(|(symbol, power)| {
            let (base, power) = match (self.letters.get(symbol), symbol) {
                (Some((letter, step)), _) => ((*letter).to_owned(), power / step),
                (None, Symbol::Exp(of)) => {
                    return format!(
                        "e^{{{}}}",
                        self.polynomial(&Polynomial::term(power.clone(), of.clone()))
                    );
                }
                (None, symbol) => (self.symbol(symbol), power.clone()),
            };
            if power == ratio(1, 1) { base } else { format!("{base}^{{{power}}}") }
        });
        powers.chain(m.word.iter().map(|name| latex::name(name))).collect::<Vec<_>>().join(" ")
    }

    fn symbol(&self, symbol: &Symbol) -> String {
        let of = |name: &str, p: &Polynomial| format!("{name} {}", self.bracketed(p));
        match symbol {
            Symbol::Variable(name) => latex::name(name),
            Symbol::Pi => "\\pi".to_owned(),
            Symbol::Exp(m) => format!("e^{{{}}}", self.monomial(m)),
            Symbol::Ln(p) => of("\\ln", p),
            Symbol::Sqrt(p) => format!("\\sqrt{{{}}}", self.polynomial(p)),
            Symbol::Sin(p) => of("\\sin", p),
            Symbol::Cos(p) => of("\\cos", p),
            Symbol::Inverse(p) => format!("\\frac{{1}}{{{}}}", self.polynomial(p)),
        }
    }

    /// As a factor: in brackets, if it is a sum or has a sign.
    pub(crate) fn bracketed(&self, p: &Polynomial) -> String {
        let text = self.polynomial(p);
        if p.terms.len() > 1 || text.starts_with('-') { format!("({text})") } else { text }
    }

    pub(crate) fn quotient(&self, of: &Quotient) -> String {
        let above = self.polynomial(&of.numerator);
        if of.factors.is_empty() {
            return above;
        }
        let factor = |(p, power): (&Polynomial, &u32)| match power {
            1 if of.factors.len() == 1 => self.polynomial(p),
            1 => self.bracketed(p),
            _ => format!("{}^{power}", self.bracketed(p)),
        };
        let below: Vec<String> = of.factors.iter().map(factor).collect();
        format!("\\frac{{{above}}}{{{}}}", below.join(" "))
    }

    /// A term of a refutation.
    pub(crate) fn term(&self, term: &Term, facts: &[Fact]) -> String {
        let mut factors: Vec<String> = Vec::new();
        if term.coefficient != ratio(1, 1) {
            factors.push(latex::number(&term.coefficient));
        }
        if !term.unit.powers.is_empty() {
            factors.push(self.monomial(&term.unit));
        }
        if term.square.as_constant().is_none() {
            factors.push(format!("{}^2", self.bracketed(&term.square)));
        }
        factors.extend(term.facts.iter().map(|i| {
            let square = if facts[*i].1 == Relation::Unequal { "^2" } else { "" };
            format!("{}{square}", self.bracketed(&facts[*i].0))
        }));
        if factors.is_empty() { "1".to_owned() } else { factors.join(" \\, ") }
    }

    /// A multiple of what is 0.
    pub(crate) fn multiple(&self, by: &Polynomial, zero: &Polynomial) -> String {
        let zero = self.bracketed(zero);
        match by.as_constant() {
            Some(c) if c == ratio(1, 1) => zero,
            Some(c) if c == ratio(-1, 1) => format!("-{zero}"),
            // A number needs no brackets, whatever its sign.
            Some(_) => format!("{} \\, {zero}", self.polynomial(by)),
            None => format!("{} \\, {zero}", self.bracketed(by)),
        }
    }
}
