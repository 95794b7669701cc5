//! The slips of the notes: what is printed, beside what is right.

use claims::Verdict;
use maud::{Markup, html};

use super::contents::{Card, PageError};
use super::formula::displayed;
use super::table::scrolled;
use super::typeset::typeset;
use super::verdict::badge;

/// How the formulas of a slip begin that say which of the two they are.
const PRINTED: &str = r"\text{printed:";
const CORRECTED: &str = r"\text{corrected:";

/// The slips, a pair each.
///
/// # Errors
/// If a formula cannot be read.
pub(super) fn slips(cards: &[Card<'_>]) -> Result<Markup, PageError> {
    let is_slip = |card: &&Card<'_>| card.row.verdict.is_slip() && card.row.id.starts_with('E');
    let slips: Vec<&Card<'_>> = cards.iter().filter(is_slip).collect();
    let mut rows = Vec::new();
    for card in &slips {
        rows.push(html! {
            tr {
                td { a.id href={ "#" (card.row.id) } { (card.row.id) } " " (badge(card.row.verdict)) }
                td data-label="printed" { (formula(card, PRINTED)?) }
                td data-label="right" { (formula(card, CORRECTED)?) }
            }
        });
    }
    let errata = slips.iter().filter(|card| card.row.verdict == Verdict::Erratum).count();
    let table = html! {
        table.slips {
            thead { tr {
                th scope="col" { "slip" }
                th scope="col" { "printed" }
                th scope="col" { "right" }
            } }
            tbody { @for row in rows { (row) } }
        }
    };
    Ok(html! {
        section #slips aria-labelledby="slips-title" {
            h2 #slips-title { "Slips in the notes" }
            p {
                (errata) " formulas and statements fail as printed, and a correction holds. "
                (slips.len() - errata) " more fail as they are worded, and hold as they are meant."
            }
            details {
                summary { "All " (slips.len()) ", printed and corrected" }
                (scrolled("Slips", &table))
            }
        }
    })
}

/// The formulas that begin so, without the word; of what is printed the statement, where there are
/// none.
fn formula(card: &Card<'_>, beginning: &str) -> Result<Markup, PageError> {
    let formulas = card.claim().math.iter().filter_map(|latex| latex.strip_prefix(beginning));
    // The word may begin a longer text.
    let rest = |rest: &str| match rest.trim_start().strip_prefix('}') {
        Some(formula) => displayed(formula),
        None => displayed(&format!("\\text{{{}", rest.trim_start())),
    };
    let formulas: Vec<Markup> = formulas.map(rest).collect::<Result<_, _>>()?;
    Ok(html! {
        @for formula in &formulas { (formula) }
        @if formulas.is_empty() && beginning == PRINTED { (typeset(&card.row.statement)) }
    })
}
