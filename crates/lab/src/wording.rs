//! What a claim says in words, checked before a run and not by the page after it: its id, the heading under
//! which it stands, its formulas.

use anyhow::{Context, bail, ensure};
use claims::Claim;
use claims::spelling::nearest;
use report::page;

use crate::catalogue::Catalogue;

/// What the first letter of an id says.
const KINDS: [(char, &str); 5] = [
    ('C', "a claim"),
    ('E', "a slip in the notes"),
    ('P', "a published number"),
    ('N', "a finding beyond the notes"),
    ('S', "a statement about our own statistics"),
];

/// Checks the claims of an experiment.
///
/// # Errors
/// Names the first claim that the ledger or the page could not take, and what to do.
pub(crate) fn check(catalogue: &Catalogue, claims: &[Claim]) -> anyhow::Result<()> {
    claims.iter().try_for_each(|claim| one(catalogue, claim).with_context(|| claim.id.clone()))
}

fn one(catalogue: &Catalogue, claim: &Claim) -> anyhow::Result<()> {
    let Claim { id, section, math, .. } = claim;
    let mut letters = id.chars();
    let is_known = letters.next().is_some_and(|first| KINDS.iter().any(|(kind, _)| *kind == first));
    let digits = letters.as_str();
    let is_number = digits.len() >= 2 && digits.chars().all(|c| c.is_ascii_digit());
    let kinds: Vec<String> = KINDS.iter().map(|(kind, what)| format!("{kind} ({what})")).collect();
    ensure!(is_known && is_number, "give an id of a letter and two digits: {}", kinds.join(", "));
    // It may stand under several.
    let is_unknown = |heading: &&str| !catalogue.headings.contains(heading);
    if let Some(heading) = section.split("; ").find(is_unknown) {
        let meant = nearest(heading, catalogue.headings.iter().copied());
        let meant = meant.map_or(String::new(), |heading| format!("; did you mean `{heading}`?"));
        bail!("section: `{heading}` is no heading of experiments/src/notes.rs{meant}");
    }
    page::check_formulas(math).context("math")
}
