//! How it was judged, in the page's own words; and what was run.

use claims::{Phase, Verdict};
use maud::{Markup, html};

use super::contents::{Card, Section, hash};
use super::table::scrolled;
use super::verdict::badge;

/// What each verdict says.
fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => {
            "Every criterion holds, with its whole 95 % interval or exactly, in two thirds or more of \
             the settings observed, and nothing speaks against it in any other."
        }
        Verdict::Conditional => "It holds in some settings and not in others; it is said where.",
        Verdict::Refuted => {
            "It holds in no setting, and in some the difference is negligible, reversed, or the whole \
             interval lies on the other side."
        }
        Verdict::Inconclusive => {
            "Too little was observed, or the intervals have the limit in them, or so many criteria are \
             judged at once that one may have come out by chance (p, after Holm's correction, above \
             0.05)."
        }
        Verdict::Erratum => "What the notes print fails, and the corrected form holds.",
        Verdict::Imprecise => {
            "What the notes print fails as it is worded, and is right as we read it."
        }
        Verdict::NotTestable => "No computation could tell; the reason is given.",
    }
}

/// Verdicts and words.
pub(super) fn method(cards: &[Card<'_>]) -> Markup {
    let of = |letter: char| cards.iter().filter(|card| card.row.id.starts_with(letter)).count();
    html! {
        section #method aria-labelledby="method-title" {
            h2 #method-title { "How it was judged" }
            p {
                "Each statement became a claim with a criterion, committed before the run that it \
                 judges: a statistic, and a number. Statements about all numbers are proved; others \
                 are tried on seeds that nobody chose, after tuning on others. C is a claim of the \
                 notes and E a slip in them; beside them stand " (of('P')) " published numbers (P), "
                (of('N')) " findings beyond the notes (N) and " (of('S')) " statements about our own \
                 statistics (S)."
            }
            dl.verdicts {
                @for verdict in Verdict::ALL { dt { (badge(verdict)) } dd { (meaning(verdict)) } }
            }
            dl.glossary {
                @for (word, said) in GLOSSARY { dt { (word) } dd { (said) } }
            }
        }
    }
}

/// Words that the page uses.
const GLOSSARY: [(&str, &str); 9] = [
    (
        "setting",
        "A data set at one level of every factor, such as a depth. A verdict counts settings.",
    ),
    (
        "arm",
        "What is compared: an activation, a cost, an initialisation. Arms are paired, seed by seed.",
    ),
    (
        "value and 95 % interval",
        "The bar is the interval, the mark in it the value. The line is the limit that was fixed \
         beforehand; the criterion holds on the shaded side of it. All settings of a criterion share \
         a scale.",
    ),
    ("1.4\u{00d7}", "A ratio of two arms: the first takes 1.4 times what the second takes."),
    ("n", "How many runs or pairs of runs; of a proof, how many parts it has."),
    (
        "p",
        "The chance of such a result at the limit itself, corrected for all criteria of an experiment (Holm).",
    ),
    ("control", "A criterion that must hold for anything to count as observed."),
    (
        "reversed, negligible",
        "The whole interval shows the effect the other way, or one nearer to 0 than claimed.",
    ),
    (
        "censored",
        "A run that did not reach its goal within the budget: its time is at least the budget.",
    ),
];

/// What was run: how much of it, and the hashes that say it was this.
pub(super) fn runs(sections: &[Section]) -> Markup {
    let rows = sections.iter().map(|section| {
        let file = &section.file;
        let cells = file.cells();
        let trials: usize = cells.iter().map(|cell| file.seeds(cell, Phase::Confirm)).sum();
        html! {
            tr {
                td { a href={ "#" (section.name) } { (section.name) } }
                td.number { (file.arms.len()) }
                td.number { (cells.len()) }
                td.number { (file.pilots()) }
                td.number { (trials) }
                td { (hash(section, "trials_configuration")) }
                td { (hash(section, "trials_table")) }
            }
        }
    });
    let table = html! {
        table.sortable {
            thead { tr {
                th scope="col" { "experiment" }
                th.number scope="col" { "arms" }
                th.number scope="col" { "cells" }
                th.number scope="col" { "tuning trials" }
                th.number scope="col" { "trials" }
                th scope="col" { "configuration" }
                th scope="col" { "table of trials" }
            } }
            tbody { @for row in rows { (row) } }
        }
    };
    html! {
        section #runs aria-labelledby="runs-title" {
            h2 #runs-title { "What was run" }
            p {
                "A cell is an arm at one level of every factor and on one data set. The hashes are \
                 blake3, of what decides the trials and of the table they make: the same on any \
                 machine, any number of threads, any vector width. "
                code { "cargo run -p experiments --bin reproduce -- --check" }
                " recomputes it all and compares."
            }
            details {
                summary { (sections.len()) " experiments, with their hashes" }
                (scrolled("What was run", &table))
            }
        }
    }
}
