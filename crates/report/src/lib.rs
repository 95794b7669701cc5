//! Tables and charts, drawn and written: SVG, CSV, the page, a terminal.
//!
//! How findings are shown, and nothing else: nothing is run or judged here, what is shown comes as
//! plain data from [`figures`], and no experiment is known by name. In the order to read it in:
//!
//! | module | idea |
//! |---|---|
//! | [`table`] | tables by polars: CSV written and read, Markdown, LaTeX |
//! | [`terminal`], [`compared`] | findings for reading; those of two runs |
//! | [`theme`] | colours and sizes, one look for every chart |
//! | [`chart`] | charts drawn to SVG by plotters |
//! | [`page`] | the report: every claim, chart and table in one page |
//!
//! What is written is the same bytes on every machine: floats are printed in their shortest exact
//! form, text is measured with one font's widths.

pub mod chart;
pub mod compared;
pub mod page;
pub mod table;
pub mod terminal;
pub mod theme;

pub use chart::{Axis, Chart, Mark, Panel};
pub use page::Page;
