//! Criteria and results in plain words.

use claims::criterion::{Comparison, Role, Statistic, shortest};
use claims::statistics::significant;
use claims::{Criterion, Evidence, Finding, Operator, Outcome, Verdict};

use super::contents::{Card, Test};
use super::table::told_from;

/// Words as they are read: `two_spirals` is "two spirals".
pub(super) fn spaced(words: &str) -> String {
    words.replace('_', " ")
}

/// The criterion that a finding judges.
pub(super) fn criterion<'a>(test: &Test<'a>, finding: &Finding) -> Option<&'a Criterion> {
    let claim = test.claim;
    let criteria = if finding.printed { &claim.printed } else { &claim.criteria };
    criteria.iter().find(|criterion| criterion.to_string() == finding.criterion)
}

/// Whether its numbers are logarithms of ratios, which are read as ratios.
pub(super) fn is_ratio(criterion: &Criterion) -> bool {
    criterion.comparison == Comparison::LogRatio
}

/// A number of a criterion as it is read: to as many digits as tell it from the limit, a ratio with
/// its sign.
pub(super) fn number(criterion: Option<&Criterion>, x: f64) -> String {
    match criterion {
        Some(criterion) if is_ratio(criterion) => {
            format!("{}\u{00d7}", shortest(significant(libm::exp(x), 3)))
        }
        Some(criterion) => told_from(x, criterion.value),
        None => told_from(x, f64::NAN),
    }
}

/// What is measured: "median of steps, relu / tanh".
pub(super) fn quantity(criterion: &Criterion) -> String {
    let metric = spaced(&criterion.metric);
    let arms: Vec<String> = criterion.arms().into_iter().map(spaced).collect();
    let of = match (&arms[..], is_ratio(criterion)) {
        ([first, second], true) => format!("{metric}, {first} / {second}"),
        ([first, second], false) => format!("{metric}, {first} \u{2212} {second}"),
        (arms, _) => format!("{metric}, {}", arms.join(", ")),
    };
    match criterion.statistic {
        Statistic::Min => format!("least {of}"),
        Statistic::Max => format!("largest {of}"),
        Statistic::Mean => format!("mean {of}"),
        Statistic::Median => format!("median {of}"),
        Statistic::InterquartileMean => format!("mean of the middle half of {of}"),
        Statistic::Rate => format!("share of runs with {of}"),
        Statistic::Estimate => of,
    }
}

/// Where it holds: "0.905x or less".
pub(super) fn limit(criterion: &Criterion) -> String {
    let said = |x| number(Some(criterion), x);
    match criterion.op {
        Operator::AtMost => format!("{} or less", said(criterion.value)),
        Operator::Below => format!("less than {}", said(criterion.value)),
        Operator::AtLeast => format!("{} or more", said(criterion.value)),
        Operator::Above => format!("more than {}", said(criterion.value)),
        Operator::Equal => format!("exactly {}", said(criterion.value)),
        Operator::Within => {
            let (low, high) =
                (criterion.centre() - criterion.value, criterion.centre() + criterion.value);
            format!("from {} to {}", said(low), said(high))
        }
    }
}

/// A claim's result in a sentence: the one written after the run, or one made from the finding that
/// stands for it.
pub(super) fn sentence(card: &Card<'_>) -> String {
    let claim = card.claim();
    if !claim.found.is_empty() {
        return claim.found.clone();
    }
    if let Some(reason) = &claim.not_testable {
        return format!("Not tested: {reason}.");
    }
    let findings = card.tests.iter().flat_map(|test| test.findings.iter().map(move |&f| (test, f)));
    let deciding = findings.filter(|(_, finding)| finding.role == Role::Decides);
    let (printed, right): (Vec<Said<'_>>, Vec<Said<'_>>) = deciding.partition(|(_, f)| f.printed);
    if card.row.verdict.is_slip() {
        let fails = if are_proved(&printed) { "is disproved" } else { "fails" };
        let holds = if are_proved(&right) { "is proved" } else { "holds" };
        return format!("What is printed {fails}; the corrected form {holds}.");
    }
    if are_proved(&right) && card.row.verdict == Verdict::Supported {
        return "Proved, for all numbers that it speaks of.".to_owned();
    }
    let held = right.iter().filter(|(_, f)| f.outcome == Outcome::Supported).count();
    let all = match right.len() {
        0 | 1 => String::new(),
        n if n == held => format!("All {n} criteria and settings hold. "),
        n => format!("{held} of {n} criteria and settings hold. "),
    };
    let measured = standing(card, &right).and_then(|(test, f)| Some((criterion(test, f)?, f)));
    let Some((criterion, finding)) = measured else { return all.trim_end().to_owned() };
    let said = |x| number(Some(criterion), x);
    let value = said(finding.shown_value());
    let interval = finding
        .interval
        .map_or(String::new(), |(low, high)| format!(" ({} to {})", said(low), said(high)));
    let at = match &finding.at {
        at if at.is_empty() => String::new(),
        at => format!(" on {}", spaced(&at.to_string())),
    };
    let quantity = capital(&quantity(criterion));
    format!("{all}{quantity}{at}: {value}{interval}. Asked: {}.", limit(criterion))
}

/// A finding, and the experiment's words for what it judges.
type Said<'a> = (&'a Test<'a>, &'a Finding);

fn are_proved(findings: &[Said<'_>]) -> bool {
    !findings.is_empty() && findings.iter().all(|(_, f)| f.evidence == Evidence::Proved)
}

/// The measured finding that the ledger names for the verdict, or else the first.
fn standing<'a>(card: &Card<'_>, findings: &[Said<'a>]) -> Option<Said<'a>> {
    let row = card.row;
    let mut measured = findings.iter().filter(|(_, f)| f.evidence != Evidence::Proved);
    let is_named =
        |(_, f): &&Said<'a>| Some(&f.metric) == row.metric.as_ref() && Some(f.value) == row.value;
    let first = measured.clone().next();
    measured.find(is_named).or(first).copied()
}

/// With a capital first.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map_or(String::new(), |first| first.to_uppercase().to_string());
    format!("{first}{}", letters.as_str())
}
