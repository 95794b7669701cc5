//! The ledger: one row a claim, over all experiments that test it.

use std::collections::BTreeSet;

use crate::claim::Claim;
use crate::criterion::{Criterion, Evidence, Role};
use crate::finding::Finding;
use crate::region::{open, region};
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
    /// Where it holds and where not, if it is conditional; what is open, if it is not; how an
    /// imprecise statement is meant.
    pub region: String,
    /// The arms that did not reach their goal in more than a twentieth of their trials.
    pub failing: String,
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
        let settings = settings(&found, false);
        let mut criteria: Vec<String> = Vec::new();
        for (claim, _) in tests {
            let said = |(printed, criterion): (bool, &Criterion)| {
                format!("{}{}", if printed { "printed: " } else { "" }, sentence(criterion))
            };
            for said in claim.all_criteria().map(said) {
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
                Verdict::Conditional => region(&settings),
                Verdict::Supported | Verdict::Inconclusive if count.cells > 1 => open(&settings),
                Verdict::Imprecise => claim.imprecise.clone().unwrap_or_default(),
                _ => String::new(),
            },
            failing: failing(&found),
        }
    }

    /// The statistic as it is shown; see [`Finding::shown_value`].
    pub fn shown_value(&self) -> Option<f64> {
        self.value.map(|value| if self.low.is_some() { shown(value) } else { value })
    }

    /// What the verdict leaves to be said: "in 8 of 10 settings, at depth 5 and 8; reversed ...".
    pub fn details(&self) -> Option<String> {
        let Self { verdict, held, observed, cells, region, .. } = self;
        match verdict {
            Verdict::Conditional | Verdict::Supported | Verdict::Inconclusive
                if *cells > 1 && held < cells =>
            {
                let seen = if observed < cells { " observed" } else { "" };
                let count = format!("in {held} of {observed} settings{seen}");
                Some(if region.is_empty() { count } else { format!("{count}, {region}") })
            }
            Verdict::Imprecise => Some(format!("right if read as: {region}")),
            _ => None,
        }
    }

    /// The verdict in a line, with its details and the arms that often did not finish.
    pub fn in_words(&self) -> String {
        let details = self.details().map_or(String::new(), |details| format!(": {details}"));
        let failing = match &self.failing[..] {
            "" => String::new(),
            arms => format!("; often short of the goal: {arms}"),
        };
        format!("{}{details}{failing}", self.verdict)
    }
}

/// The arms that did not reach their goal in more than a twentieth of their trials, each with the
/// number of settings: "sigmoid (6 settings), prelu (1 setting)".
fn failing(tests: &[Test<'_>]) -> String {
    let findings = tests.iter().flat_map(|test| test.findings.iter().map(|f| (test.experiment, f)));
    let judged = findings.filter(|(_, finding)| finding.role == Role::Decides);
    let mut settings: Vec<(&str, BTreeSet<(&str, String)>)> = Vec::new();
    for (experiment, finding) in judged {
        for (arm, _) in &finding.failing {
            let setting = (experiment, finding.at.to_string());
            match settings.iter_mut().find(|(known, _)| known == arm) {
                Some((_, known)) => _ = known.insert(setting),
                None => settings.push((arm, BTreeSet::from([setting]))),
            }
        }
    }
    let words = settings.iter().map(|(arm, settings)| match settings.len() {
        1 => format!("{arm} (1 setting)"),
        n => format!("{arm} ({n} settings)"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The weakest evidence among the deciding criteria.
fn weakest(tests: &[(&Claim, Test<'_>)]) -> Option<Evidence> {
    let criteria = tests.iter().flat_map(|(claim, _)| claim.all_criteria().map(|(_, c)| c));
    criteria.filter(|criterion| criterion.role == Role::Decides).map(Criterion::evidence).max()
}

/// The finding that stands for a verdict: the first that gives the outcome of a setting which gives
/// the verdict.
fn deciding<'a>(verdict: Verdict, tests: &[Test<'a>]) -> Option<&'a Finding> {
    let is_slip = verdict.is_slip();
    let settings = settings(tests, is_slip);
    let outcomes = settings.iter().map(|setting| setting.outcome);
    let wanted = match verdict {
        Verdict::NotTestable => return None,
        Verdict::Supported => outcomes.min()?,
        _ => outcomes.max()?,
    };
    let of_settings = settings.iter().filter(|setting| setting.outcome == wanted);
    let findings = of_settings.flat_map(|setting| {
        let test = tests.iter().find(|test| test.experiment == setting.experiment);
        let findings = test.into_iter().flat_map(|test| test.findings);
        findings.filter(|finding| {
            finding.role == Role::Decides && finding.printed == is_slip && finding.at == setting.at
        })
    });
    let findings: Vec<&Finding> = findings.collect();
    let gives = findings.iter().find(|finding| finding.outcome == wanted);
    // Where a control failed, none does.
    gives.or(findings.first()).copied()
}

/// A criterion with the levels it names, and what it is for.
fn sentence(criterion: &Criterion) -> String {
    let at = criterion.at.iter().map(|(factor, level)| format!(" at {factor} {level}"));
    let role = criterion.role.prefix();
    format!("{role}{criterion}{}", at.collect::<String>())
}
