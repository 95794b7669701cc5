//! The ledger: one row a claim.

use crate::claim::Claim;
use crate::criterion::Criterion;
use crate::statistics::shown;
use crate::verdict::{Finding, Verdict};

/// A claim and its verdict, as `results/ledger.csv` has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The inventory's id.
    pub id: String,
    /// The experiment that judged it.
    pub experiment: String,
    /// The heading of the notes.
    pub section: String,
    /// The sort of statement.
    pub kind: String,
    /// The statement.
    pub statement: String,
    /// All criteria, or why there are none.
    pub criterion: String,
    /// The metric of the criterion that decided.
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
}

impl Row {
    /// The row of a claim, given what was found for each of its criteria: the worst decides, and
    /// among equals the first.
    ///
    /// For a slip, the printed form is judged as well as the corrected one: it is an erratum if the
    /// first fails and the second holds, and no slip if the printed form holds.
    pub fn new(experiment: &str, claim: &Claim, findings: &[Finding]) -> Self {
        let printed = worst(findings, true);
        let corrected = worst(findings, false);
        let verdict = match (printed.map(|printed| printed.verdict), corrected) {
            (Some(Verdict::Supported), _) => Verdict::Supported,
            (Some(Verdict::Refuted), Some(corrected)) if holds(corrected) => Verdict::Erratum,
            (Some(_), Some(corrected)) if holds(corrected) => Verdict::Inconclusive,
            (_, Some(corrected)) => corrected.verdict,
            (None, None) if claim.not_testable.is_some() => Verdict::NotTestable,
            (_, None) => Verdict::Inconclusive,
        };
        let deciding = if verdict == Verdict::Erratum { printed } else { corrected };
        let criteria = claim.criteria.iter().map(sentence);
        let printed = claim.printed.iter().map(|c| format!("printed: {}", sentence(c)));
        let criteria: Vec<String> = printed.chain(criteria).collect();
        Self {
            id: claim.id.clone(),
            experiment: experiment.to_owned(),
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
        }
    }

    /// The statistic as it is shown; see [`Finding::shown_value`].
    pub fn shown_value(&self) -> Option<f64> {
        self.value.map(|value| if self.low.is_some() { shown(value) } else { value })
    }
}

fn holds(finding: &Finding) -> bool {
    finding.verdict == Verdict::Supported
}

/// The worst finding on the printed form, or on the one that should hold.
fn worst(findings: &[Finding], printed: bool) -> Option<&Finding> {
    let findings = findings.iter().filter(|finding| finding.printed == printed);
    findings.reduce(|worst, finding| if finding.verdict > worst.verdict { finding } else { worst })
}

/// A criterion with the levels it names.
fn sentence(criterion: &Criterion) -> String {
    let at = criterion.at.iter().map(|(factor, level)| format!(" at {factor} {level}"));
    format!("{criterion}{}", at.collect::<String>())
}
