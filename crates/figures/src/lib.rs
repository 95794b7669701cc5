//! Charts and tables of findings, as plain data: nothing is drawn or written here.
//!
//! An experiment returns each [`Chart`] and [`Table`] as data; the crate `report` draws and writes
//! them. Programs that only compute claims, even in a browser, thus need neither plotters nor
//! polars. In reading order:
//!
//! | module | idea |
//! |---|---|
//! | [`table`] | named columns of texts, whole numbers or floats, and the hash of their values |
//! | [`trials`] | tables of trials: each of them, their summary, their tuning, their seeds |
//! | [`found`] | tables of findings, and the ledger |
//! | [`proved`] | the table of proofs |
//! | [`axis`] | a range with ticks |
//! | [`series`] | one colour for each activation |
//! | [`mark`] | what is drawn in a panel: lines, dots, bars, squares, words |
//! | [`chart`] | panels with a title and a caption |
//! | [`contour`] | contour lines of a function |
//! | [`side_by_side`] | two runs: what each found, as a table and as charts |

pub mod axis;
pub mod chart;
pub mod contour;
pub mod found;
pub mod mark;
pub mod proved;
pub mod series;
pub mod side_by_side;
pub mod table;
pub mod trials;

pub use axis::Axis;
pub use chart::{Chart, Panel};
pub use contour::contours;
pub use mark::Mark;
pub use table::{Column, Table, TableError, column, frame};
