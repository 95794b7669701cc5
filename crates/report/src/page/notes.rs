//! The claims, heading by heading in the notes' order, with what searches and filters them.

use std::collections::BTreeSet;

use claims::Verdict;
use maud::{Markup, html};

use super::again::Reruns;
use super::claim::claim;
use super::contents::{Card, PageError};
use super::verdict::class;

/// Every claim under its heading.
///
/// # Errors
/// If a formula cannot be read.
pub(super) fn claims(
    headings: &[&str],
    cards: &[Card<'_>],
    reruns: &Reruns<'_>,
) -> Result<Markup, PageError> {
    let mut groups = Vec::new();
    for (i, heading) in headings.iter().enumerate() {
        let here: Vec<Markup> = cards
            .iter()
            .filter(|card| card.heading() == *heading)
            .map(|card| claim(card, reruns))
            .collect::<Result<_, _>>()?;
        if !here.is_empty() {
            groups.push((i, heading, here));
        }
    }
    Ok(html! {
        section #claims aria-labelledby="claims-title" {
            h2 #claims-title { "The claims, in the notes' order" }
            (filters(headings, cards))
            @for (i, heading, here) in groups {
                div.group id={ "heading-" (i) } {
                    h3 { (heading) }
                    @for claim in here { (claim) }
                }
            }
        }
    })
}

/// Search and filters, shown where scripts make them work.
fn filters(headings: &[&str], cards: &[Card<'_>]) -> Markup {
    let there = |heading: &&&str| cards.iter().any(|card| card.heading() == **heading);
    let kinds: BTreeSet<&str> = cards.iter().map(|card| card.row.kind.as_str()).collect();
    html! {
        form #filters role="search" {
            label.search { span { "Search" }
                input type="search" name="words" autocomplete="off" placeholder="C35, softplus, ... (press /)";
            }
            label { span { "Heading" } select name="heading" {
                option value="" { "all headings" }
                @for heading in headings.iter().filter(there) { option value=(heading) { (heading) } }
            } }
            label { span { "Kind" } select name="kind" {
                option value="" { "all kinds" }
                @for kind in kinds { option value=(kind) { (kind) } }
            } }
            fieldset {
                legend { "Verdict" }
                @for verdict in Verdict::ALL {
                    @let count = cards.iter().filter(|card| card.row.verdict == verdict).count();
                    @if count > 0 {
                        label class={ "chip " (class(verdict)) } {
                            input type="checkbox" name="verdict" value=(class(verdict)) checked;
                            " " (verdict) " " (count)
                        }
                    }
                }
            }
            p #found role="status" {}
        }
    }
}
