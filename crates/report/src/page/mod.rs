//! The report: one page with every claim, self-contained, the same bytes from the same results.
//!
//! | module | idea |
//! |---|---|
//! | `contents` | what it is made of |
//! | `overview` | every claim in a line, to be searched and filtered; what was run |
//! | `section` | an experiment |
//! | `claim` | a claim: statement, formulas, criteria and findings |
//! | `figure` | a chart, for wide and narrow screens |
//! | `table` | a table, to be sorted and copied |
//! | `formula` | `LaTeX` to `MathML` |
//!
//! Everything is there without scripts; `script.js` adds search, filters, sorting and copying.

mod claim;
mod contents;
mod figure;
mod formula;
mod overview;
mod proof;
mod section;
mod table;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, PreEscaped, html};

use crate::theme;

use contents::Listed;
pub use contents::{Page, PageError, Section};
pub use formula::FormulaError;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
const FONTS: [(&str, u16, &[u8]); 3] = [
    ("Inter", 400, include_bytes!("../../fonts/inter-regular.woff2")),
    ("Inter", 600, include_bytes!("../../fonts/inter-semibold.woff2")),
    ("STIX Two Math", 400, include_bytes!("../../fonts/stix-two-math.woff2")),
];

impl Page {
    /// The page, whole.
    ///
    /// # Errors
    /// If a chart cannot be drawn, or a formula or table not be read.
    pub fn html(&self) -> Result<String, PageError> {
        let rows = self.rows();
        let mut sections = Vec::new();
        for section in &self.sections {
            let of_section = rows.iter().filter(|listed| listed.section == section.name);
            sections.push(section::section(section, &of_section.cloned().collect::<Vec<_>>())?);
        }
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { "Introduction to neural networks: every claim, tested" }
                    link rel="icon" href="data:,";
                    style { (PreEscaped(style())) }
                }
                body {
                    a.skip href="#claims" { "Skip to the claims" }
                    (overview::header(&rows))
                    main {
                        (overview::claims(&self.sections, &rows))
                        (overview::errata(&rows))
                        @for section in sections { (section) }
                        (overview::runs(&self.sections))
                    }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        Ok(page.into_string())
    }

    /// The ledger's rows in the order of the sections, each with its place in the page.
    fn rows(&self) -> Vec<Listed<'_>> {
        let mut rows: Vec<Listed<'_>> = Vec::new();
        for section in &self.sections {
            for claim in &section.file.claims {
                let Some(row) = self.ledger.iter().find(|row| row.id == claim.id) else { continue };
                let is_again = rows.iter().any(|other| other.row.id == row.id);
                let anchor = claim::anchor(&row.id, &section.name, is_again);
                rows.push(Listed { row, section: &section.name, anchor, is_again });
            }
        }
        rows
    }
}

/// The style sheet, with fonts and the charts' dark colours.
fn style() -> String {
    let faces = FONTS.map(|(family, weight, bytes)| {
        format!(
            "@font-face{{font-family:\"{family}\";font-weight:{weight};\
             src:url(data:font/woff2;base64,{}) format(\"woff2\")}}\n",
            STANDARD.encode(bytes)
        )
    });
    format!("{}{STYLE}{}", faces.concat(), theme::dark_rules())
}
