//! What the page is made of: the results of every experiment, and the ledger.

use claims::ledger::Row;
use claims::{Claim, ClaimFile, Finding};
use figures::Chart;
use maud::{Markup, html};
use thiserror::Error;

use super::formula::FormulaError;
use crate::chart::ChartError;
use crate::table::{DataFrame, PolarsError};

/// What the page is made of.
#[derive(Debug)]
pub struct Page {
    /// The experiments, in the notes' order.
    pub sections: Vec<Section>,
    /// The ledger.
    pub ledger: Vec<Row>,
    /// The headings under which claims stand, in the notes' order.
    pub headings: Vec<&'static str>,
    /// What runs in the page.
    pub live: Option<Live>,
}

/// What runs in the page: WebAssembly, by gzip.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    /// What runs published trials again.
    pub again: &'static [u8],
    /// What one plays with.
    pub parts: &'static [u8],
    /// The experiments that can be run again.
    pub experiments: &'static [&'static str],
    /// Of these, experiments and beginnings of arms whose trials take too long there.
    pub slow: &'static [(&'static str, &'static str)],
}

/// An experiment and its results.
#[derive(Debug)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Its claim.toml.
    pub file: ClaimFile,
    /// What was found, criterion by criterion.
    pub findings: Vec<Finding>,
    /// Its charts.
    pub charts: Vec<Chart>,
    /// Its tables, by the names of their files.
    pub tables: Vec<(String, DataFrame)>,
    /// Its hashes.toml.
    pub hashes: toml::Table,
    /// Whether it needs data that are fetched.
    pub is_fetched: bool,
}

/// A claim in the page: its row of the ledger, and what every experiment that tests it says.
#[derive(Clone, Debug)]
pub(super) struct Card<'a> {
    /// The verdict over all experiments.
    pub(super) row: &'a Row,
    /// At least one.
    pub(super) tests: Vec<Test<'a>>,
}

/// A claim in one experiment.
#[derive(Clone, Debug)]
pub(super) struct Test<'a> {
    pub(super) section: &'a Section,
    pub(super) claim: &'a Claim,
    pub(super) findings: Vec<&'a Finding>,
}

impl Card<'_> {
    /// As the first experiment has it, which says it in words and formulas.
    pub(super) fn claim(&self) -> &Claim {
        self.tests[0].claim
    }

    /// The heading it stands under; the first, if it has two.
    pub(super) fn heading(&self) -> &str {
        self.row.section.split("; ").next().unwrap_or_default()
    }

    /// Whether it is one of the notes' statements: a claim or a slip.
    pub(super) fn is_of_the_notes(&self) -> bool {
        self.row.id.starts_with(['C', 'E'])
    }
}

/// A page that cannot be made.
#[derive(Debug, Error)]
pub enum PageError {
    /// A chart cannot be drawn.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// A formula in claim.toml is none.
    #[error("claim.toml, math: {0}")]
    Formula(#[from] FormulaError),
    /// A claim stands under no heading.
    #[error("{id}: there is no heading `{heading}`")]
    Heading {
        /// The claim.
        id: String,
        /// What it names.
        heading: String,
    },
    /// A finding's picture is none of its experiment's charts.
    #[error("{id}: picture = \"{name}\" is no chart; there are {charts}")]
    Picture {
        /// The claim.
        id: String,
        /// What it names.
        name: String,
        /// What there is.
        charts: String,
    },
    /// A table cannot be read.
    #[error(transparent)]
    Table(#[from] PolarsError),
}

/// The first digits of a hash, all of it where one points.
pub(super) fn hash(section: &Section, key: &str) -> Markup {
    let hash = section.hashes.get(key).and_then(toml::Value::as_str).unwrap_or_default();
    html! { code title=(hash) { (hash.get(..12).unwrap_or_default()) } }
}
