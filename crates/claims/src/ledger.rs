//! The ledger: one row a claim, over all experiments that test it.

use crate::claim::Claim;
use crate::criterion::{Criterion, Evidence, Role};
use crate::finding::Finding;
use crate::outcome::Outcome;
use crate::region::region;
use crate::statistics::shown;
use crate::verdict::{Count, Test, Verdict, settings, verdict};

/// A claim and its verdict, as `results/ledger.csv` has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The inventory's id.
    pub id: String,
    /// The experiments that judged it.
    pub experiment: String,
    /// The heading of the notes.
    pub section: String,
    /// The sort of statement.
    pub kind: String,
    /// The statement.
    pub statement: String,
    /// All criteria, or why there are none.
    pub criterion: String,
    /// The metric of the finding that stands for the claim: the first that gives the verdict.
    pub metric: Option<String>,
    /// What theory says it is.
    pub predicted: Option<f64>,
    /// Its statistic.
    pub value: Option<f64>,
    /// The lower end of its interval; none if it is exact.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// How many trials or pairs it is taken over.
    pub n: Option<u64>,
    /// The verdict.
    pub verdict: Verdict,
    /// How strong the weakest of its evidence is; none if there is no criterion.
    pub evidence: Option<Evidence>,
    /// In how many settings it holds.
    pub held: u64,
    /// In how many anything was observed.
    pub observed: u64,
    /// How many settings there are.
    pub cells: u64,
    /// Where it holds and where not, if it is conditional; how an imprecise statement is meant.
    pub region: String,
}

/// Between the names of the experiments that test a claim.
pub const AND: &str = "; ";

impl Row {
    /// The row of a claim, given what each experiment says of it: its own claim.toml, whose first
    /// words are taken, and its findings.
    ///
    /// # Panics
    /// If there is no experiment.
    pub fn new(tests: &[(&Claim, Test<'_>)]) -> Self {
        let (claim, _) = tests[0];
        let found: Vec<Test<'_>> = tests.iter().map(|&(_, test)| test).collect();
        let (verdict, count) = verdict(claim, &found);
        let deciding = deciding(verdict, &found);
        let mut criteria: Vec<String> = Vec::new();
        for (claim, _) in tests {
            let printed = claim.printed.iter().map(|c| format!("printed: {}", sentence(c)));
            for said in printed.chain(claim.criteria.iter().map(sentence)) {
                if !criteria.contains(&said) {
                    criteria.push(said);
                }
            }
        }
        let names: Vec<&str> = found.iter().map(|test| test.experiment).collect();
        let Count { held, observed, cells, .. } = count;
        Self {
            id: claim.id.clone(),
            experiment: names.join(AND),
            section: claim.section.clone(),
            kind: claim.kind.to_string(),
            statement: claim.statement.clone(),
            criterion: claim.not_testable.clone().unwrap_or_else(|| criteria.join("; ")),
            metric: deciding.map(|finding| finding.metric.clone()),
            predicted: deciding.and_then(|finding| finding.predicted),
            value: deciding.map(|finding| finding.value),
            low: deciding.and_then(|finding| finding.interval).map(|(low, _)| low),
            high: deciding.and_then(|finding| finding.interval).map(|(_, high)| high),
            n: deciding.map(|finding| finding.n),
            verdict,
            evidence: weakest(tests),
            held: held as u64,
            observed: observed as u64,
            cells: cells as u64,
            region: match verdict {
                Verdict::Conditional => region(&settings(&found, false)),
                Verdict::Imprecise => claim.imprecise.clone().unwrap_or_default(),
                _ => String::new(),
            },
        }
    }

    /// The statistic as it is shown; see [`Finding::shown_value`].
    pub fn shown_value(&self) -> Option<f64> {
        self.value.map(|value| if self.low.is_some() { shown(value) } else { value })
    }

    /// The verdict in a line: "conditional: holds in 8 of 10 settings, at depth 5 and 8; ...".
    pub fn in_words(&self) -> String {
        let Self { verdict, held, observed, cells, region, .. } = self;
        let unobserved = cells - observed;
        let of = match unobserved {
            0 => format!("{observed}"),
            _ => format!("{observed} observed"),
        };
        match verdict {
            Verdict::Conditional if region.is_empty() => {
                format!("{verdict}: holds in {held} of {of} settings")
            }
            Verdict::Conditional => {
                format!("{verdict}: holds in {held} of {of} settings, {region}")
            }
            Verdict::Supported if held < cells => {
                format!("{verdict}: in {held} of {of} settings, decided against in none")
            }
            Verdict::Inconclusive if *cells > 1 => {
                format!("{verdict}: holds in {held} of {of} settings, {cells} in all")
            }
            Verdict::Imprecise => format!("{verdict}: right if it is read so: {region}"),
            verdict => verdict.to_string(),
        }
    }
}

/// The weakest evidence among the deciding criteria.
fn weakest(tests: &[(&Claim, Test<'_>)]) -> Option<Evidence> {
    let criteria = tests.iter().flat_map(|(claim, _)| claim.printed.iter().chain(&claim.criteria));
    criteria.filter(|criterion| criterion.role == Role::Decides).map(Criterion::evidence).max()
}

/// The finding that stands for a verdict: the first of those that gave it.
fn deciding<'a>(verdict: Verdict, tests: &[Test<'a>]) -> Option<&'a Finding> {
    let is_slip = matches!(verdict, Verdict::Erratum | Verdict::Imprecise);
    let of_form = tests
        .iter()
        .flat_map(|test| test.findings)
        .filter(|finding| finding.role == Role::Decides && finding.printed == is_slip);
    let worst =
        |findings: Vec<&'a Finding>| {
            findings.into_iter().reduce(|worst, finding| {
                if finding.outcome > worst.outcome { finding } else { worst }
            })
        };
    let findings: Vec<&Finding> = of_form.collect();
    match verdict {
        Verdict::NotTestable => None,
        Verdict::Supported => {
            let held = findings.iter().find(|finding| finding.outcome == Outcome::Supported);
            held.copied().or_else(|| worst(findings))
        }
        _ => worst(findings),
    }
}

/// A criterion with the levels it names, and what it is for.
fn sentence(criterion: &Criterion) -> String {
    let at = criterion.at.iter().map(|(factor, level)| format!(" at {factor} {level}"));
    let role = match criterion.role {
        Role::Decides => "",
        Role::Control => "control: ",
        Role::Shows => "shown: ",
    };
    format!("{role}{criterion}{}", at.collect::<String>())
}
