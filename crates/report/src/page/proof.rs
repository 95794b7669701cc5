//! The statements that a claim rests on: each with its proof, in lines that can be repeated on paper.

use claims::{Claim, Theorem};
use maud::{Markup, html};
use proofs::Answer;

use super::contents::PageError;
use super::formula::displayed;

/// So many lines are shown at once; more are folded.
const SHORT: usize = 6;

/// All statements of a claim.
///
/// # Errors
/// If a formula cannot be read.
pub(super) fn all(claim: &Claim) -> Result<Markup, PageError> {
    let theorems = claim.all_criteria().filter_map(|(printed, criterion)| {
        Some((printed, criterion.role.prefix(), criterion.proof.as_ref()?))
    });
    let mut proofs = Vec::new();
    for (i, (printed, role, theorem)) in theorems.enumerate() {
        let name = format!("Proof {} of {}", i + 1, claim.id);
        proofs.push(one(&name, printed, role, theorem)?);
    }
    Ok(html! {
        @if !proofs.is_empty() {
            ul.proofs { @for proof in proofs { li { (proof) } } }
        }
    })
}

fn one(name: &str, printed: bool, role: &str, theorem: &Theorem) -> Result<Markup, PageError> {
    let answer = theorem.answer();
    let class = match answer {
        Answer::Proved(_) => "supported",
        Answer::Disproved(_) => "refuted",
        Answer::Undecided => "inconclusive",
    };
    let lines: Vec<Markup> =
        theorem.explained().iter().map(|latex| displayed(latex)).collect::<Result<_, _>>()?;
    let method = theorem.method();
    Ok(html! {
        p {
            @if printed { "as printed: " }
            (role) code { (theorem) } " "
            span class={ "verdict " (class) } { (answer) }
            @if !method.is_empty() { " by " (method) }
            @if lines.is_empty() && theorem.size() > 1 { ", in " (theorem.size()) " parts" }
        }
        @if lines.len() > SHORT {
            details {
                summary { "The proof, " (lines.len()) " lines" }
                div.formulas data-name=(name) { @for line in &lines { (line) } }
            }
        } @else if !lines.is_empty() {
            div.formulas data-name=(name) { @for line in &lines { (line) } }
        }
    })
}
