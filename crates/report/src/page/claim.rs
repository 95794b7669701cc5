//! A claim in the page, in one order: what is said, what came out, what decides, how it was tested.

use claims::criterion::Role;
use claims::{Evidence, Finding, Outcome};
use maud::{Markup, html};

use super::again::Reruns;
use super::contents::{Card, PageError, Test, hash};
use super::figure;
use super::forest::forest;
use super::formula::displayed;
use super::proof;
use super::typeset::typeset;
use super::verdict::{badge, class};
use super::words::{capital, sentence, spaced};

/// The tables of its trials: all of them, or a summary and the first seeds'.
const TRIALS: [&str; 3] = ["trials", "summary", "first_trials"];
/// So many settings are shown at once; of more, those that decided.
const SHORT: usize = 24;

/// A claim: in a line with its result, and all of it unfolded.
///
/// # Errors
/// If a formula cannot be read.
pub(super) fn claim(card: &Card<'_>, reruns: &Reruns<'_>) -> Result<Markup, PageError> {
    let (row, claim) = (card.row, card.claim());
    let experiment = &card.tests[0].section.name;
    let formula = |latex: &String| displayed(latex).map_err(|error| error.of(&row.id, experiment));
    let formulas: Vec<Markup> = claim.math.iter().map(formula).collect::<Result<_, _>>()?;
    let mut tests = Vec::new();
    for test in &card.tests {
        tests.push(tested(card, test, reruns)?);
    }
    Ok(html! {
        details.claim id=(row.id) data-verdict=(class(row.verdict)) data-kind=(row.kind) {
            summary {
                span.id { (row.id) }
                h4.statement { (typeset(&claim.statement)) }
                span.outcome {
                    (badge(row.verdict))
                    @if let Some(count) = count(card) { " " span.count { (count) } }
                }
                p.found { (typeset(&sentence(card))) }
            }
            // Where there are scripts, it is text until it is unfolded.
            noscript {
                div.more {
                    @if let Some(details) = row.details() { p { (capital(&spaced(&details))) "." } }
                    @if !row.failing.is_empty() {
                        p { "Often short of the goal: " (spaced(&row.failing)) "." }
                    }
                    @if !formulas.is_empty() {
                        div.formulas data-name={ "Formulas of " (row.id) } {
                            @for formula in formulas { (formula) }
                        }
                    }
                    @for test in tests { (test) }
                    p.place {
                        (capital(&claim.kind.to_string())) ", under \u{201c}" (row.section) "\u{201d}"
                        @if let Some(evidence) = row.evidence { "; evidence: " (evidence) }
                    }
                    p.take {
                        button.link type="button" { "Copy link" }
                        button.cite type="button" { "Cite" }
                        button.zip type="button" { "Data and charts (zip)" }
                    }
                }
            }
        }
    })
}

/// "11 of 18 settings", where there are several.
fn count(card: &Card<'_>) -> Option<String> {
    let row = card.row;
    (row.cells > 1 && !row.verdict.is_slip())
        .then(|| format!("{} of {} settings", row.held, row.observed))
}

/// What an experiment found: what decides, the proofs, and the rest folded.
///
/// # Errors
/// If a formula cannot be read.
fn tested(card: &Card<'_>, test: &Test<'_>, reruns: &Reruns<'_>) -> Result<Markup, PageError> {
    let (name, id) = (&test.section.name, &card.row.id);
    let measured: Vec<&Finding> =
        test.findings.iter().filter(|f| f.evidence != Evidence::Proved).copied().collect();
    let deciding: Vec<&Finding> =
        measured.iter().filter(|f| f.role == Role::Decides).copied().collect();
    let shown = if deciding.len() > SHORT { worst(&deciding) } else { deciding };
    let is_shown = |finding: &Finding| shown.iter().any(|other| std::ptr::eq(*other, finding));
    let rest: Vec<&Finding> = measured.iter().filter(|f| !is_shown(f)).copied().collect();
    let called = |what: &str| format!("{what} of {id} in {name}");
    let again = reruns.button(card, test);
    let is_there = |file: &&str| test.section.tables.iter().any(|(name, _)| name == file);
    let files = TRIALS.into_iter().filter(is_there);
    let charts = test
        .claim
        .charts
        .iter()
        .filter_map(|name| test.section.charts.iter().find(|chart| chart.name == *name));
    Ok(html! {
        div.tested {
            @if card.tests.len() > 1 { h5 { (capital(&spaced(name))) } }
            (proof::all(test.claim)?)
            @if !shown.is_empty() { (forest(&called("What decides"), test, &shown)) }
            @if !rest.is_empty() {
                details {
                    summary { (rest.len()) @if shown.is_empty() { " findings" } @else { " more findings" } }
                    (forest(&called("More findings"), test, &rest))
                }
            }
            @if let Some(again) = again { (again) }
            @for chart in charts {
                p.shown { "Chart: " a href={ "#" (figure::id(name, chart)) } { (typeset(&chart.title)) } }
            }
            p.take {
                a href={ "#" (name) } { (capital(&spaced(name))) ": charts and tables" }
                @if !measured.is_empty() {
                    @for file in ["verdicts"].into_iter().chain(files) {
                        " " a href={ (name) "/" (file) ".csv" } download { (file) ".csv" }
                    }
                }
            }
            p.take {
                code { "cargo run -p experiments --bin " (name) }
                button.copy type="button" { "Copy" }
                " criteria " (hash(test.section, "criteria"))
            }
        }
    })
}

/// The findings with the worst outcome, as many as are shown at once.
fn worst<'a>(findings: &[&'a Finding]) -> Vec<&'a Finding> {
    let worst = findings.iter().map(|finding| finding.outcome).max().unwrap_or(Outcome::Supported);
    let decided = findings.iter().filter(|finding| finding.outcome == worst);
    decided.take(SHORT).copied().collect()
}
