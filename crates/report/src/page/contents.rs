//! What the page is made of: the results of every experiment, and the ledger.

use claims::ledger::Row;
use claims::{ClaimFile, Finding};
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

/// A claim in the page: its row of the ledger, the experiment it stands in, and its anchor there.
#[derive(Clone, Debug)]
pub(super) struct Listed<'a> {
    /// The verdict over all experiments.
    pub(super) row: &'a Row,
    /// This one's name.
    pub(super) section: &'a str,
    /// Where it stands in the page.
    pub(super) anchor: String,
    /// Whether it stands in an earlier experiment, too.
    pub(super) is_again: bool,
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
    /// A table cannot be read.
    #[error(transparent)]
    Table(#[from] PolarsError),
}

/// The first digits of a hash, all of it where one points.
pub(super) fn hash(section: &Section, key: &str) -> Markup {
    let hash = section.hashes.get(key).and_then(toml::Value::as_str).unwrap_or_default();
    html! { code title=(hash) { (hash.get(..12).unwrap_or_default()) } }
}
