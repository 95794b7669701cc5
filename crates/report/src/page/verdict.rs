//! Verdicts in their colours, each with a sign of its own, so that none is told by colour alone.

use claims::{Outcome, Verdict};
use maud::{Markup, html};

/// A verdict as the style sheet calls it.
pub(super) fn class(verdict: Verdict) -> String {
    verdict.to_string().replace(' ', "-")
}

/// Its sign.
pub(super) fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "\u{2713}",
        Verdict::Conditional => "\u{25d0}",
        Verdict::Erratum => "!",
        Verdict::Imprecise => "\u{2248}",
        Verdict::NotTestable => "\u{2013}",
        Verdict::Inconclusive => "?",
        Verdict::Refuted => "\u{2717}",
    }
}

/// A verdict in its colour.
pub(super) fn badge(verdict: Verdict) -> Markup {
    html! {
        span class={ "verdict " (class(verdict)) } {
            span aria-hidden="true" { (sign(verdict)) " " } (verdict)
        }
    }
}

/// What a criterion comes to, in the colour of the verdict that it alone would give.
pub(super) fn outcome(outcome: Outcome) -> Markup {
    html! { span class={ "verdict " (class(outcome.into())) } { (outcome) } }
}
