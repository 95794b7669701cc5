//! A chart as data: panels with axes and marks. Every kind of chart is made of these.

mod axis;
mod contour;
mod draw;
mod words;

pub use axis::Axis;
pub use contour::contours;

use std::fmt;

/// A figure with a title, a caption that says what to see, and one or more panels.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The file's name, without its ending.
    pub name: String,
    /// What is shown.
    pub title: String,
    /// What to see.
    pub caption: String,
    /// Panels, from left to right, in rows of four at most.
    pub panels: Vec<Panel>,
}

/// Axes and what is drawn between them.
#[derive(Clone, Debug)]
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

/// Something drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A line through points, its label at its end.
    Line {
        /// Its colour.
        series: usize,
        /// (x, y).
        points: Vec<(f64, f64)>,
        /// Its name, drawn beside its last point.
        label: String,
    },
    /// A dashed line through points, its label at its end: what is told from a line without colour.
    Dashes {
        /// Its colour.
        series: usize,
        /// (x, y).
        points: Vec<(f64, f64)>,
        /// Its name, drawn beside its last point.
        label: String,
    },
    /// The area between two lines over the same x: an interval around a line.
    Band {
        /// Its colour.
        series: usize,
        /// (x, low, high).
        points: Vec<(f64, f64, f64)>,
    },
    /// Dots with vertical intervals.
    Dots {
        /// Their colour.
        series: usize,
        /// (x, y, low, high).
        points: Vec<(f64, f64, f64, f64)>,
        /// Their name, drawn beside the last one.
        label: String,
    },
    /// Bars from 0.
    Bars {
        /// Their colour.
        series: usize,
        /// (x, height).
        bars: Vec<(f64, f64)>,
        /// Their width.
        width: f64,
        /// Their name, drawn to the right at the last one's height.
        label: String,
    },
    /// A thin line without a name: a contour, a path, a limit.
    Path {
        /// Its colour; none for the grey of contours.
        series: Option<usize>,
        /// (x, y).
        points: Vec<(f64, f64)>,
    },
    /// Coloured squares around whole numbers, with their values written in them.
    Heat {
        /// (x, y, share of the colour ramp from 0 to 1, text).
        cells: Vec<(f64, f64, f64, String)>,
    },
    /// A disc (filled) or ring for a point that stands for itself.
    Point {
        /// Its colour.
        series: usize,
        /// Where.
        at: (f64, f64),
        /// A disc, not a ring.
        filled: bool,
        /// What is written beside it.
        label: String,
    },
    /// Words.
    Note {
        /// The place of their left end.
        at: (f64, f64),
        /// The words.
        text: String,
    },
}

impl Mark {
    /// A horizontal line from the first to the last of three values at height y, and a disc at the
    /// middle one: a range or an interval in a row of its own.
    pub fn spread(series: usize, y: f64, [low, middle, high]: [f64; 3]) -> [Mark; 2] {
        let (at, label) = ((middle, y), String::new());
        [
            Mark::Path { series: Some(series), points: vec![(low, y), (high, y)] },
            Mark::Point { series, at, filled: true, label },
        ]
    }
}

impl Chart {
    /// The chart as a self-contained SVG file.
    ///
    /// # Errors
    /// If plotters cannot draw it.
    pub fn svg(&self) -> Result<String, ChartError> {
        draw::svg(self).map_err(|source| ChartError { name: self.name.clone(), source })
    }
}

/// A chart that could not be drawn.
#[derive(Debug)]
pub struct ChartError {
    name: String,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chart {}: {}", self.name, self.source)
    }
}

impl std::error::Error for ChartError {}
