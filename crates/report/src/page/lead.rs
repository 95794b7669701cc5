//! The first screen: what this is and how the notes fared, what was found, every claim as a square.

use claims::Verdict;
use figures::Chart;
use maud::{Markup, PreEscaped, html};

use super::contents::{Card, PageError};
use super::typeset::typeset;
use super::verdict::{class, sign};
use crate::chart::{Layout, svg};
use crate::theme::Theme;

/// How a picture of a finding is drawn, before it is made small.
const PICTURE: Layout = Layout { width: 330, theme: Theme::Light, captioned: false, inline: true };

/// Title, what this is, what was found, and every claim.
///
/// # Errors
/// If the picture of a finding cannot be drawn.
pub(super) fn header(cards: &[Card<'_>]) -> Result<Markup, PageError> {
    let mut findings = Vec::new();
    for card in cards.iter().filter(|card| !card.claim().headline.is_empty()) {
        findings.push(finding(card)?);
    }
    Ok(html! {
        header {
            h1 { "Introduction to neural networks: every claim, tested" }
            (lead(cards))
            @if !findings.is_empty() { ul.findings { @for finding in findings { (finding) } } }
            (map(cards))
        }
    })
}

/// How the statements of the notes fared, in a sentence.
fn lead(cards: &[Card<'_>]) -> Markup {
    let notes = || cards.iter().filter(|card| card.is_of_the_notes());
    let count = |verdict| notes().filter(|card| card.row.verdict == verdict).count();
    let slips = notes().filter(|card| card.row.verdict.is_slip()).count();
    html! {
        p.lead {
            "Of " b { (notes().count()) " statements" } " in J. C. Kao's lecture notes, "
            b.supported { (count(Verdict::Supported)) " hold" } ", "
            b.conditional { (count(Verdict::Conditional)) " only in some settings" } ", "
            @if count(Verdict::Refuted) > 0 {
                b.refuted { (count(Verdict::Refuted)) " in none" } ", "
            }
            "and " b.erratum { (slips) " are slips" } "; "
            b.inconclusive { (count(Verdict::Inconclusive)) " stay open" } ", and "
            b.not-testable { (count(Verdict::NotTestable)) " cannot be tested" } ". Criteria were fixed \
             before the runs, and every number can be recomputed, to the bit, on any machine."
        }
    }
}

/// A finding: its headline and a small picture, which lead to its claim.
fn finding(card: &Card<'_>) -> Result<Markup, PageError> {
    let (row, claim) = (card.row, card.claim());
    let charts = &card.tests[0].section.charts;
    let named = |name: &String| {
        let chart = charts.iter().find(|chart| chart.name == *name);
        chart.ok_or_else(|| PageError::Picture {
            id: row.id.clone(),
            name: name.clone(),
            charts: charts.iter().map(|chart| chart.name.as_str()).collect::<Vec<_>>().join(", "),
        })
    };
    let chart = claim.picture.as_ref().map(named).transpose()?;
    // There is room for one panel: the last, to which the others lead.
    let last = |chart: &Chart| {
        let panels = chart.panels.last().cloned().into_iter().collect();
        svg(&Chart { panels, ..chart.clone() }, PICTURE)
    };
    let picture = chart.map(last).transpose()?;
    Ok(html! {
        li { a href={ "#" (row.id) } {
            @if let Some(picture) = picture {
                div.picture aria-hidden="true" { (PreEscaped(picture)) }
            }
            p { span.id { (row.id) } " " (typeset(&claim.headline)) }
        } }
    })
}

/// Every claim as a square in the notes' order: its verdict's colour and sign.
fn map(cards: &[Card<'_>]) -> Markup {
    let there = |verdict: &Verdict| cards.iter().any(|card| card.row.verdict == *verdict);
    html! {
        ol.map aria-label="Every claim, in the notes' order" {
            @for card in cards {
                @let row = card.row;
                li { a class=(class(row.verdict)) href={ "#" (row.id) }
                    title={ (row.id) ", " (row.verdict) ": " (row.statement) }
                    aria-label={ (row.id) " " (row.verdict) } { (sign(row.verdict)) } }
            }
        }
        ul.legend {
            @for verdict in Verdict::ALL.iter().filter(|verdict| there(verdict)) {
                @let count = cards.iter().filter(|card| card.row.verdict == *verdict).count();
                li class=(class(*verdict)) {
                    span.square aria-hidden="true" { (sign(*verdict)) } " " (count) " " (verdict)
                }
            }
        }
    }
}
