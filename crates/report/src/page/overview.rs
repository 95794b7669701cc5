//! The first screens of the page: what this is, every claim in a line, the slips, what was run.

use std::collections::BTreeSet;

use claims::ledger::Row;
use claims::{Phase, Verdict};
use maud::{Markup, html};

use super::claim::{badge, class};
use super::contents::{Listed, Section, hash};
use super::table::scrolled;

/// The claims of the ledger, each at every place where it stands.
type Rows<'a> = [Listed<'a>];

/// Title, what this is, and how the claims fared.
pub(super) fn header(rows: &Rows<'_>) -> Markup {
    let ids: BTreeSet<&str> = rows.iter().map(|listed| listed.row.id.as_str()).collect();
    let of = |kinds: &[char]| ids.iter().filter(|id| id.starts_with(kinds)).count();
    html! {
        header {
            h1 { "Introduction to neural networks: every claim, tested" }
            p.lead {
                "Lecture notes by J. C. Kao (UCLA) make " (of(&['C', 'E'])) " statements that can be \
                 checked, or of which it can be said why not. Each became a claim with a criterion \
                 fixed before the run, seeded trials, and a verdict. Where the notes are wrong, or \
                 right only sometimes, it says so here."
            }
            (bar(rows))
            details {
                summary { "How to read this" }
                (guide(of(&['P']), of(&['S']), rows.len() - ids.len()))
            }
        }
    }
}

/// The words that the page uses.
fn guide(published: usize, ours: usize, again: usize) -> Markup {
    html! {
        p {
            "A claim begins with C, a slip in the notes with E. Beside them stand " (published) " \
             published numbers (P) and " (ours) " statements about our own statistics (S). " (again)
            " claims are tested on MNIST and Fashion-MNIST, too; a claim has one verdict over all."
        }
        dl {
            dt { (badge(Verdict::Supported)) }
            dd { "Every criterion holds, with its whole 95 % interval or exactly, in two thirds or more \
                  of the settings observed, and nothing speaks against it in any other." }
            dt { (badge(Verdict::Conditional)) }
            dd { "It holds in some settings and not in others: the first line says where." }
            dt { (badge(Verdict::Refuted)) }
            dd { "It holds in no setting, and in some the difference is negligible, reversed, or the \
                  whole interval lies on the other side." }
            dt { (badge(Verdict::Inconclusive)) }
            dd { "Too little was observed, or the intervals have the limit in them, or so many criteria \
                  are judged at once that one may have come out by chance (p, after Holm's \
                  correction, above 0.05)." }
            dt { (badge(Verdict::Erratum)) }
            dd { "What the notes print fails, and the corrected form holds." }
            dt { (badge(Verdict::Imprecise)) }
            dd { "What the notes print fails as it is worded, and is right as we read it." }
            dt { (badge(Verdict::NotTestable)) }
            dd { "No computation could tell; the reason is given." }
        }
        p {
            "A criterion is given as it was registered: a statistic of what the trials of an arm \
             recorded, or of the differences between two arms, seed by seed, and a number. n is how \
             many trials or pairs. In \u{201c}against the limit\u{201d} the bar is the interval and \
             the shaded region is where the criterion holds. ln(a/b) = \u{2212}0.1 means that a \
             takes nine tenths of what b takes."
        }
    }
}

/// The shares of the verdicts as a bar.
fn bar(rows: &Rows<'_>) -> Markup {
    let counts = Verdict::ALL.map(|verdict| (verdict, count(rows, verdict)));
    html! {
        div.bar aria-hidden="true" {
            @for (verdict, count) in counts {
                @if count > 0 {
                    span class=(class(verdict)) style={ "flex-grow:" (count) } {}
                }
            }
        }
        ul.counts {
            @for (verdict, count) in counts {
                @if count > 0 { li { b { (count) } " " (badge(verdict)) } }
            }
        }
    }
}

/// Each claim once.
fn first<'a>(rows: &'a Rows<'a>) -> impl Iterator<Item = &'a Listed<'a>> {
    rows.iter().filter(|listed| !listed.is_again)
}

fn count(rows: &Rows<'_>, verdict: Verdict) -> usize {
    first(rows).filter(|listed| listed.row.verdict == verdict).count()
}

/// Every claim in a line, in the notes' order, with what searches and filters them.
pub(super) fn claims(sections: &[Section], rows: &Rows<'_>) -> Markup {
    html! {
        section #claims aria-labelledby="claims-title" {
            h2 #claims-title { "The claims" }
            (filters(rows))
            @for section in sections {
                @let of_section: Vec<_> =
                    first(rows).filter(|listed| listed.section == section.name).collect();
                @if !of_section.is_empty() { div.group {
                    h3 { a href={ "#" (section.name) } { (section.file.title) } }
                    ul.claims {
                        @for Listed { row, anchor, .. } in of_section {
                            li data-verdict=(class(row.verdict)) data-kind=(row.kind)
                                data-section=(row.section) data-more=(section.file.title) {
                                a href={ "#" (anchor) } {
                                    span.id { (row.id) }
                                    span.words { (row.statement) }
                                    (badge(row.verdict))
                                }
                            }
                        }
                    }
                } }
            }
        }
    }
}

/// Search and filters, shown by the script that makes them work.
fn filters(rows: &Rows<'_>) -> Markup {
    let mut headings: Vec<&str> = Vec::new();
    for heading in first(rows).flat_map(|listed| listed.row.section.split("; ")) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    let kinds: BTreeSet<&str> = first(rows).map(|listed| listed.row.kind.as_str()).collect();
    html! {
        form #filters role="search" hidden {
            label.search { span { "Search" }
                input type="search" name="words" autocomplete="off" placeholder="C35, softplus, ... (press /)";
            }
            label { span { "Heading" } select name="section" {
                option value="" { "all headings" }
                @for heading in headings { option value=(heading) { (heading) } }
            } }
            label { span { "Kind" } select name="kind" {
                option value="" { "all kinds" }
                @for kind in kinds { option value=(kind) { (kind) } }
            } }
            fieldset {
                legend { "Verdict" }
                @for verdict in Verdict::ALL {
                    @let count = count(rows, verdict);
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

/// The slips of the notes, a line each.
pub(super) fn errata(rows: &Rows<'_>) -> Markup {
    let is_slip = |row: &Row| {
        matches!(row.verdict, Verdict::Erratum | Verdict::Imprecise) && row.id.starts_with('E')
    };
    let slips: Vec<_> = first(rows).filter(|listed| is_slip(listed.row)).collect();
    html! {
        section #slips aria-labelledby="slips-title" {
            h2 #slips-title { "Slips in the notes" }
            p {
                (slips.len()) " formulas and statements fail as printed; a correction holds on the \
                 same domain. Where the notes are right as they mean it, they are called imprecise."
            }
            ul.claims {
                @for Listed { row, anchor, .. } in slips {
                    li { a href={ "#" (anchor) } {
                        span.id { (row.id) }
                        span.words { (row.statement) }
                        span.place { (row.section) }
                    } }
                }
            }
        }
    }
}

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
                th scope="col" { "arms" }
                th scope="col" { "cells" }
                th scope="col" { "tuning trials" }
                th scope="col" { "trials" }
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
            (scrolled("What was run", &table))
        }
    }
}
