//! The report: one page with every claim, self-contained, the same bytes from the same results.
//!
//! | module | idea |
//! |---|---|
//! | `contents` | what it is made of |
//! | `lead` | the first screen: what was found, and every claim as a square |
//! | `notes` | the claims, heading by heading, to be searched and filtered |
//! | `claim` | a claim, from its verdict to the proof |
//! | `words` | criteria and results in plain words |
//! | `forest` | the findings as a table that is a chart |
//! | `again` | published trials, run again in the page |
//! | `parts` | what one plays with |
//! | `compared` | published numbers beside a run of one's own |
//! | `slips` | what is printed, beside what is right |
//! | `section` | an experiment: what it is about, charts, tables, how to run it |
//! | `method` | how it was judged, what was run |
//! | `verdict` | verdicts in their colours and signs |
//! | `figure` | a chart, for wide and narrow screens |
//! | `typeset` | mathematics in words |
//! | `table` | a table, to be sorted and copied |
//! | `formula` | `LaTeX` to `MathML` |
//! | `ascii` | the page without other letters |
//!
//! Everything is there without scripts; `script.js` adds search, filters, sorting and copying. What is
//! folded costs no layout until it is asked for.

mod again;
mod ascii;
mod claim;
mod compared;
mod contents;
mod figure;
mod forest;
mod formula;
mod lead;
mod method;
mod notes;
mod parts;
mod proof;
mod section;
mod slips;
mod table;
mod typeset;
mod verdict;
mod words;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::theme;

use again::Reruns;
use ascii::ascii;
use contents::{Card, Test};
pub use contents::{Live, Page, PageError, Section};
pub use formula::{FormulaError, check as check_formulas};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = concat!(include_str!("script.js"), include_str!("zip.js"));
/// What runs a module, and what asks it.
const WORKER: &str = include_str!("worker.js");
const MODULE: &str = include_str!("module.js");
/// Run before anything is drawn, so that nothing moves: what scripts bring is there from the start, and
/// words are shown once their font is read, and the first screen as a whole.
const BEFORE: &str = "let whole; { const { classList } = document.documentElement; \
    classList.add('scripted'); \
    const fonts = [400, 600].map((weight) => document.fonts.load(`${weight} 1em Inter`)); \
    Promise.all([...fonts, new Promise((done) => { whole = done; })]) \
      .finally(() => classList.add('ready')); }";
/// A font's family, weight and file.
type Font = (&'static str, u16, &'static [u8]);
/// Of words: there from the start, so that nothing moves.
const WORDS: [Font; 2] = [
    ("Inter", 400, include_bytes!("../../fonts/inter-regular.woff2")),
    ("Inter", 600, include_bytes!("../../fonts/inter-semibold.woff2")),
];
/// Of formulas, which the first screen has none of: it does not wait for them.
const FORMULAS: [Font; 1] =
    [("STIX Two Math", 400, include_bytes!("../../fonts/stix-two-math.woff2"))];
/// The parts of the page that one can go to, by their ids.
const PARTS: [(&str, &str); 6] = [
    ("try", "Try it"),
    ("claims", "Claims"),
    ("slips", "Slips"),
    ("experiments", "Experiments"),
    ("method", "Method"),
    ("runs", "Runs"),
];

impl Page {
    /// The page, whole.
    ///
    /// # Errors
    /// If a chart cannot be drawn, or a formula or table not be read, or a claim stands under no
    /// heading.
    pub fn html(&self) -> Result<String, PageError> {
        let cards = self.cards()?;
        let reruns = Reruns::of(self.live.as_ref(), &self.sections)?;
        let try_it = if self.live.is_some() { parts::parts(&self.sections)? } else { None };
        let is_alive = try_it.is_some();
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { "Introduction to neural networks: every claim, tested" }
                    link rel="icon" href="data:,";
                    style { (PreEscaped(faces(&WORDS))) (PreEscaped(STYLE)) (PreEscaped(theme::dark_rules())) }
                    script { (PreEscaped(BEFORE)) }
                }
                body {
                    a.skip href="#claims" { "Skip to the claims" }
                    (lead::header(&cards)?)
                    (nav(is_alive))
                    script { "whole();" }
                    main {
                        (try_it.unwrap_or_default())
                        (notes::claims(&self.headings, &cards, &reruns)?)
                        (slips::slips(&cards)?)
                        section #experiments aria-labelledby="experiments-title" {
                            h2 #experiments-title { "The experiments" }
                            p {
                                "What each is about, its charts and tables, and the command that \
                                 runs it."
                            }
                            @for section in &self.sections {
                                (section::section(section, &cards)?)
                            }
                        }
                        (method::method(&cards))
                        (method::runs(&self.sections))
                    }
                    style { (PreEscaped(faces(&FORMULAS))) }
                    script { (PreEscaped(SCRIPT)) }
                    @if let Some(live) = &self.live {
                        script #worker type="text/plain" { (PreEscaped(WORKER)) }
                        script { (PreEscaped(MODULE)) }
                        (reruns.scripts())
                        @if is_alive { (parts::scripts(live, &self.sections)?) }
                    }
                }
            }
        };
        Ok(ascii(&page.into_string()))
    }

    /// The claims of the ledger in the order of the headings, as the experiments have them.
    fn cards(&self) -> Result<Vec<Card<'_>>, PageError> {
        let mut cards = Vec::new();
        for row in &self.ledger {
            let tests: Vec<Test<'_>> = self
                .sections
                .iter()
                .filter_map(|section| {
                    let claim = section.file.claims.iter().find(|claim| claim.id == row.id)?;
                    let findings = section.findings.iter().filter(|f| f.id == row.id).collect();
                    Some(Test { section, claim, findings })
                })
                .collect();
            if tests.is_empty() {
                continue;
            }
            let card = Card { row, tests };
            let place = self.headings.iter().position(|heading| *heading == card.heading());
            let place = place.ok_or_else(|| PageError::Heading {
                id: row.id.clone(),
                heading: card.heading().to_owned(),
            })?;
            cards.push((place, card));
        }
        // The ledger's order stays within a heading.
        cards.sort_by_key(|(place, _)| *place);
        Ok(cards.into_iter().map(|(_, card)| card).collect())
    }
}

/// Where one can go.
fn nav(try_it: bool) -> Markup {
    html! {
        nav aria-label="Parts of the page" {
            @for (id, name) in PARTS.iter().filter(|(id, _)| try_it || *id != "try") {
                a href={ "#" (id) } { (name) }
            }
        }
    }
}

/// Fonts as the style sheet names them.
fn faces(fonts: &[Font]) -> String {
    let face = |(family, weight, bytes): &Font| {
        format!(
            "@font-face{{font-family:\"{family}\";font-weight:{weight};\
             src:url(data:font/woff2;base64,{}) format(\"woff2\")}}\n",
            STANDARD.encode(bytes)
        )
    };
    fonts.iter().map(face).collect()
}
