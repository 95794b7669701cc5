//! A claim in the page: statement, formulas, criteria as registered, what was found.

use claims::{Claim, Criterion, Evidence, Finding, Operator, Outcome, Verdict};
use maud::{Markup, html};

use super::contents::{Listed, PageError};
use super::formula::displayed;
use super::proof;
use super::table::{printed, rounded, scrolled, told_from};

/// So many places are shown at once; of more, those that decided.
const SHORT: usize = 12;

/// Where a claim stands in the page. One that is judged again on other data has a place for each.
pub(super) fn anchor(id: &str, experiment: &str, is_again: bool) -> String {
    if is_again { format!("{id}-{experiment}") } else { id.to_owned() }
}

/// A verdict as the style sheet calls it.
pub(super) fn class(verdict: Verdict) -> String {
    verdict.to_string().replace(' ', "-")
}

/// A verdict, in its colour.
pub(super) fn badge(verdict: Verdict) -> Markup {
    html! { span class={ "verdict " (class(verdict)) } { (verdict) } }
}

/// What a criterion comes to, in the colour of the verdict that it alone would give.
pub(super) fn outcome(outcome: Outcome) -> Markup {
    html! { span class={ "verdict " (class(outcome.into())) } { (outcome) } }
}

/// All of a claim.
///
/// # Errors
/// If a formula cannot be read.
pub(super) fn claim(
    claim: &Claim,
    Listed { row, anchor, .. }: &Listed<'_>,
    findings: &[&Finding],
) -> Result<Markup, PageError> {
    let formulas: Vec<Markup> =
        claim.math.iter().map(|latex| displayed(latex)).collect::<Result<_, _>>()?;
    let (proved, measured): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.evidence == Evidence::Proved);
    let findings = &measured[..];
    let deciding = deciding(if findings.is_empty() { &proved } else { findings });
    Ok(html! {
        article.claim id=(anchor) {
            p.top { a.id href={ "#" (anchor) } { (claim.id) } " " (badge(row.verdict)) }
            h3.statement { (claim.statement) }
            @if let Some(details) = row.details() { p.region { (sentence(&details)) } }
            @if !row.failing.is_empty() {
                p.region { "Often short of the goal: " (row.failing.replace('_', " ")) "." }
            }
            @if !formulas.is_empty() {
                div.formulas data-name={ "Formulas of " (claim.id) } {
                    @for formula in formulas { (formula) }
                }
            }
            @if !claim.found.is_empty() { p.found { (claim.found) } }
            p.place {
                (claim.kind) ", \u{201c}" (claim.section) "\u{201d}"
                @if let Some(evidence) = row.evidence { ", " (evidence) }
            }
            @if let Some(reason) = &claim.not_testable { p { "Not testable: " (reason) "." } }
            (proof::all(claim)?)
            @if findings.len() > SHORT {
                p { (tally(findings)) }
                @if row.verdict != Verdict::Supported { (table(claim, &deciding)) }
                details {
                    summary { "All " (findings.len()) }
                    (table(claim, findings))
                }
            } @else if !findings.is_empty() {
                (table(claim, findings))
            }
        }
    })
}

/// A sentence of its own: a capital first, a full stop last, names without underscores.
fn sentence(words: &str) -> String {
    let words = words.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map_or(String::new(), |first| first.to_uppercase().to_string());
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// The findings that decided: those with the worst outcome, as many as are shown at once.
fn deciding<'a>(findings: &[&'a Finding]) -> Vec<&'a Finding> {
    let worst = findings.iter().map(|finding| finding.outcome).max();
    let decided = findings.iter().filter(|finding| Some(finding.outcome) == worst);
    decided.take(SHORT).copied().collect()
}

/// How many criteria and places come to what.
fn tally(findings: &[&Finding]) -> String {
    let count = |outcome| findings.iter().filter(|finding| finding.outcome == outcome).count();
    let counts: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|outcome| count(*outcome) > 0)
        .map(|outcome| format!("{} {outcome}", count(outcome)))
        .collect();
    format!("Criteria, each at every place: {}.", counts.join(", "))
}

/// The criteria as registered, beside what was found at every place.
fn table(claim: &Claim, findings: &[&Finding]) -> Markup {
    let any = |has: fn(&Finding) -> bool| findings.iter().any(|finding| has(finding));
    let (at, predicted) = (any(|f| !f.at.is_empty()), any(|f| f.predicted.is_some()));
    let (interval, p) = (any(|f| f.interval.is_some()), any(|f| f.p.is_some()));
    let mut before = None;
    let rows = findings.iter().map(|finding| {
        let said = (finding.printed, &finding.criterion);
        let is_repeated = before.replace(said) == Some(said);
        let criterion = criterion(claim, finding);
        let limit = criterion.map_or(f64::NAN, |criterion| criterion.value);
        html! {
            tr {
                td.criterion {
                    span.repeated[is_repeated] {
                        @if finding.printed { "as printed: " }
                        (finding.role.prefix())
                        code { (finding.criterion) }
                    }
                }
                @if at { td data-label="at" { (finding.at.to_string().replace('_', " ")) } }
                @if predicted {
                    td.number data-label="predicted" {
                        @if let Some(x) = finding.predicted { (rounded(x)) }
                    }
                }
                td.number data-label="measured" data-value=(finding.value) {
                    (told_from(finding.value, limit))
                }
                @if interval {
                    @if let Some((low, high)) = finding.interval {
                        td.number data-label="95 % interval" data-value=(low) {
                            (told_from(low, limit)) " to " (told_from(high, limit))
                        }
                    } @else {
                        td {}
                    }
                    td { @if let Some(criterion) = criterion { (strip(criterion, finding)) } }
                }
                td.number data-label="n" { (finding.n) }
                @if p { td.number data-label="p" { @if let Some(p) = finding.p { (printed(p, 2)) } } }
                td.verdict-of { (outcome(finding.outcome)) }
            }
        }
    });
    let contents = html! {
        table.sortable.findings {
            thead { tr {
                th scope="col" { "criterion, as registered" }
                @if at { th scope="col" { "at" } }
                @if predicted { th.number scope="col" { "predicted" } }
                th.number scope="col" { "measured" }
                @if interval {
                    th.number scope="col" { "95 % interval" }
                    th.plain scope="col" { "against the limit" }
                }
                th.number scope="col" { "n" }
                @if p { th.number scope="col" title="after Holm's correction" { "p" } }
                th scope="col" { "outcome" }
            } }
            tbody { @for row in rows { (row) } }
        }
    };
    scrolled(&format!("What was found for {}", claim.id), &contents)
}

/// The criterion that a finding judges.
fn criterion<'a>(claim: &'a Claim, finding: &Finding) -> Option<&'a Criterion> {
    let criteria = if finding.printed { &claim.printed } else { &claim.criteria };
    criteria.iter().find(|criterion| criterion.to_string() == finding.criterion)
}

/// The interval as a bar, with the region that satisfies the criterion behind it.
fn strip(criterion: &Criterion, finding: &Finding) -> Markup {
    let Some((low, high)) = finding.interval else { return html! {} };
    if !(low.is_finite() && high.is_finite() && finding.value.is_finite()) {
        return html! {};
    }
    let (from, to) = satisfying(criterion);
    let limits = [from, to].into_iter().filter(|limit| limit.is_finite());
    let ends = limits.chain([low, high, finding.value]);
    let (least, most) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| {
        (if x < least { x } else { least }, if x > most { x } else { most })
    });
    let margin = if most > least { 0.12 * (most - least) } else { 1.0 };
    let (start, wide) = (least - margin, most - least + 2.0 * margin);
    // Whole units of a thousandth, so that no digit is in doubt.
    let x = |value: f64| (1000.0 * ((value - start) / wide).clamp(0.0, 1.0)).round() as i64;
    let (from, to) = (x(from), x(to));
    let bar = x(high) - x(low);
    html! {
        svg.strip viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true" {
            rect.satisfying x=(from) y="0" width=(to - from) height="100" {}
            rect.interval x=(x(low)) y="40" width=(if bar < 8 { 8 } else { bar }) height="20" {}
            rect.interval x=(x(finding.value) - 8) y="18" width="16" height="64" {}
        }
    }
}

/// Between which numbers a statistic satisfies the criterion.
fn satisfying(criterion: &Criterion) -> (f64, f64) {
    let (centre, value) = (criterion.centre(), criterion.value);
    match criterion.op {
        Operator::AtMost | Operator::Below => (f64::NEG_INFINITY, value),
        Operator::AtLeast | Operator::Above => (value, f64::INFINITY),
        Operator::Equal => (value, value),
        Operator::Within => (centre - value, centre + value),
    }
}
