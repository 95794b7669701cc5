//! A mark: something drawn in a panel. Every kind of chart is made of these.

use serde::{Deserialize, Serialize};

/// Something drawn.
///
/// A `series` is a place in the theme's list of colours. A chart counts its own: the same arm may
/// have another colour in another chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A line through points, its label at its end.
    Line {
        /// Its colour's place.
        series: usize,
        /// (x, y).
        points: Vec<(f64, f64)>,
        /// Its name, drawn beside its last point.
        label: String,
    },
    /// A dashed line through points, its label at its end; distinguishable from a line without
    /// colour.
    Dashes {
        /// Its colour's place.
        series: usize,
        /// (x, y).
        points: Vec<(f64, f64)>,
        /// Its name, drawn beside its last point.
        label: String,
    },
    /// The area between two lines over the same x: an interval around a line.
    Band {
        /// Its colour's place.
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
        /// Whether 1/2 is the middle, from which the colours part.
        #[serde(default)]
        diverging: bool,
    },
    /// A disc (filled) or ring for a single point.
    Point {
        /// Its colour's place.
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
    /// Leaves out points with a coordinate that is not finite.
    pub(crate) fn retain_finite(&mut self) {
        match self {
            Self::Line { points, .. } | Self::Dashes { points, .. } | Self::Path { points, .. } => {
                points.retain(|(x, y)| [x, y].into_iter().all(|x| x.is_finite()));
            }
            Self::Band { points, .. } => {
                points.retain(|(x, low, high)| [x, low, high].into_iter().all(|x| x.is_finite()));
            }
            Self::Dots { points, .. } => points
                .retain(|(x, y, low, high)| [x, y, low, high].into_iter().all(|x| x.is_finite())),
            Self::Bars { bars, .. } => {
                bars.retain(|(x, height)| [x, height].into_iter().all(|x| x.is_finite()));
            }
            Self::Heat { cells, .. } => {
                cells.retain(|(x, y, share, _)| [x, y, share].into_iter().all(|x| x.is_finite()));
            }
            Self::Point { .. } | Self::Note { .. } => {}
        }
    }

    /// Every coordinate.
    pub(crate) fn coordinates(&mut self) -> Vec<&mut f64> {
        match self {
            Self::Line { points, .. } | Self::Dashes { points, .. } | Self::Path { points, .. } => {
                points.iter_mut().flat_map(|(x, y)| [x, y]).collect()
            }
            Self::Band { points, .. } => {
                points.iter_mut().flat_map(|(x, low, high)| [x, low, high]).collect()
            }
            Self::Dots { points, .. } => {
                points.iter_mut().flat_map(|(x, y, low, high)| [x, y, low, high]).collect()
            }
            Self::Bars { bars, width, .. } => {
                bars.iter_mut().flat_map(|(x, height)| [x, height]).chain([width]).collect()
            }
            Self::Heat { cells, .. } => {
                cells.iter_mut().flat_map(|(x, y, share, _)| [x, y, share]).collect()
            }
            Self::Point { at: (x, y), .. } | Self::Note { at: (x, y), .. } => vec![x, y],
        }
    }

    /// Squares, the darker the larger their share.
    pub fn heat(cells: Vec<(f64, f64, f64, String)>) -> Mark {
        Mark::Heat { cells, diverging: false }
    }

    /// Squares whose colours part at a share of 1/2.
    pub fn diverging(cells: Vec<(f64, f64, f64, String)>) -> Mark {
        Mark::Heat { cells, diverging: true }
    }

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
