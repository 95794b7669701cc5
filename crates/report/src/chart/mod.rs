//! Charts, drawn to SVG by plotters and kept in files; what they are made of is in [`figures`].
//!
//! | module | idea |
//! |---|---|
//! | `layout` | how large a chart is, how its panels stand |
//! | `words` | how wide words are; lines of them |
//! | `plane` | where a panel is drawn |
//! | `mark`, `label`, `values` | what is drawn there; words around it; what a point says |
//! | `key` | what colours mean where there is no room for numbers |
//! | `draw` | all of it, in one image |
//! | `animated` | several, one after the other |
//! | `terse` | its text, shortened |
//! | `file` | charts as JSON |

mod animated;
mod draw;
mod file;
mod key;
mod label;
mod layout;
mod mark;
mod plane;
mod terse;
mod values;
mod words;

pub use animated::animated;
pub use draw::{ChartError, svg};
pub use figures::{Axis, Chart, Mark, Panel, contours};
pub use file::{json, read};
pub use layout::Layout;
