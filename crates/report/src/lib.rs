//! Tables, charts and the page of what was found.
//!
//! How findings are shown, and nothing else: nothing is run or judged here, every reduction of
//! floats is one of [`claims::statistics`], and no experiment is known by name. In the order to
//! read it in:
//!
//! | module | idea |
//! |---|---|
//! | [`table`] | polars tables of trials, summaries, findings and the ledger; CSV |
//! | [`terminal`] | tables for reading |
//! | [`theme`] | colours and sizes, one look for every chart |
//! | [`chart`] | a chart as data: panels, axes, marks; drawn to SVG by plotters |
//! | [`page`] | the report: every claim, chart and table in one page |
//!
//! What is written is the same bytes on every machine: floats are printed in their shortest exact
//! form, text is measured with one font's widths, ticks and contours are computed here.

pub mod chart;
pub mod page;
pub mod table;
pub mod terminal;
pub mod theme;

pub use chart::{Axis, Chart, Mark, Panel};
pub use page::Page;
