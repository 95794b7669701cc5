//! Where a panel is drawn: an area of the image, a plane with our ticks, letters of our font.

use std::ops::Range;

use figures::Axis;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::Pos;

use crate::theme::SCALE;

pub(super) type Error = Box<dyn std::error::Error + Send + Sync>;
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Plane<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Ticked, Ticked>>;

/// The report's font, or what comes nearest to it.
pub(super) fn font(size: u32, colour: RGBColor) -> TextStyle<'static> {
    TextStyle {
        // plotters writes 1 / 1.24 of the size it is given.
        font: ("Inter, Helvetica, Arial, sans-serif", f64::from(size * SCALE) * 1.24).into_font(),
        color: colour.to_backend_color(),
        pos: Pos::default(),
    }
}

/// A linear range whose ticks are ours.
#[derive(Clone)]
pub(super) struct Ticked {
    linear: RangedCoordf64,
    ticks: Vec<f64>,
}

impl From<&Axis> for Ticked {
    fn from(axis: &Axis) -> Self {
        let ticks = axis.ticks.iter().map(|(at, _)| *at).collect();
        Self { linear: (axis.range.0..axis.range.1).into(), ticks }
    }
}

impl Ranged for Ticked {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.linear.map(value, limit)
    }
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }
    fn range(&self) -> Range<f64> {
        self.linear.range()
    }
}
