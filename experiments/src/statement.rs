//! A formula and what it should equal: searched for the point where it is furthest off.

use anyhow::ensure;
use claims::{Formula, Metrics};
use indexmap::IndexMap;
use mlp::Random;
use serde::Deserialize;

use crate::differences::{self, REACH, derivative};
use crate::limits;
use crate::search::{Domain, Found};

/// A formula that should equal another, or be the derivative of another in the first variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What is said.
    pub formula: Formula,
    /// What it should equal.
    means: Option<Formula>,
    /// What it should be the derivative of.
    derivative_of: Option<Formula>,
    /// Intervals, one a variable.
    over: IndexMap<String, [f64; 2]>,
    /// Variables that take some values only.
    #[serde(default)]
    choices: IndexMap<String, Vec<f64>>,
    /// Values of the first variable near which no difference is taken.
    #[serde(default)]
    kinks: Vec<f64>,
}

impl Statement {
    /// The box that is searched.
    pub fn domain(&self) -> Domain {
        Domain::new(&self.over, &self.choices)
    }

    /// Refuses a box that cannot be searched, and formulas with other variables.
    ///
    /// # Errors
    /// Names the variable and the remedy.
    pub fn check(&self) -> anyhow::Result<()> {
        self.domain().check()?;
        let known = self.variables();
        let formulas = [Some(&self.formula), self.means.as_ref(), self.derivative_of.as_ref()];
        formulas.into_iter().flatten().try_for_each(|f| limits::variables(f, &known))
    }

    /// What its formulas may speak of.
    fn variables(&self) -> Vec<&str> {
        self.over.keys().chain(self.choices.keys()).map(String::as_str).collect()
    }

    /// The same of another formula.
    pub fn of(&self, formula: &Formula) -> Self {
        Self { formula: formula.clone(), ..self.clone() }
    }

    /// What the formula should be at a point: another formula, or the central difference of one in
    /// the first variable.
    pub fn truth(&self, variables: &[(&str, f64)]) -> f64 {
        match (&self.means, &self.derivative_of) {
            (Some(means), _) => means.value(variables),
            (None, Some(of)) => {
                let mut moved = variables.to_vec();
                let at = |x: f64| {
                    moved[0].1 = x;
                    of.value(&moved)
                };
                derivative(at, variables[0].1)
            }
            (None, None) => f64::NAN,
        }
    }

    /// How far off the formula is at a point: [`differences::distance`] from another formula, or
    /// [`differences::error`] against a derivative, 0 near a kink.
    pub fn discrepancy(&self, variables: &[(&str, f64)]) -> f64 {
        let value = self.formula.value(variables);
        if self.means.is_none() {
            let near = |kink: &f64| (variables[0].1 - kink).abs() <= REACH;
            let free = self.kinks.iter().any(near);
            return if free { 0.0 } else { differences::error(value, self.truth(variables)) };
        }
        differences::distance(value, self.truth(variables))
    }

    /// Where the plain difference is largest.
    pub fn widest(&self, random: &mut Random) -> Found {
        let domain = self.domain();
        domain.largest(random, |at| {
            let variables = domain.named(at);
            (self.formula.value(&variables) - self.truth(&variables)).abs()
        })
    }

    /// Where it is furthest off, within a part of its box.
    pub fn worst(&self, domain: &Domain, random: &mut Random) -> Found {
        domain.largest(random, |at| self.discrepancy(&domain.named(at)))
    }
}

/// A formula as printed and as corrected.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// As the notes have it.
    pub printed: Formula,
    /// As it should be.
    pub corrected: Formula,
    means: Option<Formula>,
    derivative_of: Option<Formula>,
    over: IndexMap<String, [f64; 2]>,
    #[serde(default)]
    choices: IndexMap<String, Vec<f64>>,
    /// A variable at each of whose values there should be a counterexample.
    every: Option<String>,
    /// A part of the box in which the printed form is right.
    #[serde(default)]
    within: IndexMap<String, [f64; 2]>,
    /// A point at which its value is wanted.
    #[serde(default)]
    at: IndexMap<String, f64>,
}

impl Slip {
    /// What one of its forms states.
    pub fn states(&self, formula: &Formula) -> Statement {
        Statement {
            formula: formula.clone(),
            means: self.means.clone(),
            derivative_of: self.derivative_of.clone(),
            over: self.over.clone(),
            choices: self.choices.clone(),
            kinks: Vec::new(),
        }
    }

    /// Refuses a box, or a part of it, that cannot be searched.
    ///
    /// # Errors
    /// Names the variable and the remedy.
    pub fn check(&self) -> anyhow::Result<()> {
        let printed = self.states(&self.printed);
        printed.check()?;
        let known = printed.variables();
        limits::variables(&self.corrected, &known)?;
        let named = self.within.keys().chain(self.at.keys()).chain(&self.every);
        for name in named {
            ensure!(known.contains(&name.as_str()), "`{name}` is none of {}", known.join(", "));
        }
        self.part().check()
    }

    /// The part of the box in which the printed form is right.
    fn part(&self) -> Domain {
        let domain = self.states(&self.printed).domain();
        let hold =
            |part: Domain, (name, &[low, high]): (&String, &[f64; 2])| part.within(name, low, high);
        self.within.iter().fold(domain, hold)
    }

    /// The hunt for counterexamples, to both forms.
    pub fn measure(&self, random: &mut Random) -> Metrics {
        let (printed, corrected) = (self.states(&self.printed), self.states(&self.corrected));
        let domain = printed.domain();
        let widest = printed.widest(random);
        let there = domain.named(&widest.at);
        let ratio = self.printed.value(&there) / self.corrected.value(&there);
        let mut metrics = vec![
            ("printed_error", printed.worst(&domain, random).value),
            ("largest_gap", widest.value),
            ("gap_at", there.first().map_or(f64::NAN, |(_, x)| x.abs())),
            ("corrected_error", corrected.worst(&domain, random).value),
            ("printed_over_corrected", ratio),
        ];
        if let Some(name) = &self.every {
            let discrepancy = |at: &[f64]| printed.discrepancy(&domain.named(at));
            let least = domain.least_of_largest(name, random, discrepancy);
            metrics.push(("least_counterexample", least));
        }
        if !self.within.is_empty() {
            metrics.push(("printed_error_within", printed.worst(&self.part(), random).value));
        }
        if !self.at.is_empty() {
            let at: Vec<(&str, f64)> =
                self.at.iter().map(|(name, &x)| (name.as_str(), x)).collect();
            metrics.push(("printed_value", self.printed.value(&at)));
        }
        metrics
    }
}
