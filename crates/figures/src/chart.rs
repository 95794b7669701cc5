//! A chart as data: panels with axes and marks, a title, and a caption that says what to see.

use claims::statistics::significant;
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::mark::Mark;

/// How many significant digits of a coordinate are kept: finer than any screen.
const KEPT: usize = 6;

/// A figure with a title, a caption that says what to see, and one or more panels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The file's name, without its ending.
    pub name: String,
    /// What is shown.
    pub title: String,
    /// What to see.
    pub caption: String,
    /// Panels, from left to right.
    pub panels: Vec<Panel>,
}

/// Axes and what is drawn between them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// A line above the panel, for charts of several.
    pub title: String,
    /// Horizontal.
    pub x: Axis,
    /// Vertical.
    pub y: Axis,
    /// Drawn in this order.
    pub marks: Vec<Mark>,
}

impl Chart {
    /// The same chart as stored in a file: without more digits than can be seen, and without points
    /// that cannot be drawn, such as the mean of no values.
    pub fn rounded(mut self) -> Self {
        for panel in &mut self.panels {
            panel.marks.iter_mut().for_each(Mark::retain_finite);
            panel.marks.retain_mut(|mark| mark.coordinates().iter().all(|x| x.is_finite()));
        }
        let marks = self.panels.iter_mut().flat_map(|panel| &mut panel.marks);
        for x in marks.flat_map(Mark::coordinates) {
            *x = significant(*x, KEPT);
        }
        self
    }

    /// The same chart, whose caption names the claims that it shows.
    pub fn naming(mut self, claims: &[&str]) -> Self {
        if !claims.is_empty() {
            let noun = if claims.len() == 1 { "Claim" } else { "Claims" };
            self.caption = format!("{} {noun} {}.", self.caption, claims.join(", "));
        }
        self
    }
}
