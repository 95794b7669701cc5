//! Where a panel is drawn: an area of the image, a plane with our ticks, letters of our font.

use std::ops::Range;

use figures::{Axis, Panel};
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

impl Ticked {
    /// An axis, drawn over this range.
    pub(super) fn of(axis: &Axis, (low, high): (f64, f64)) -> Self {
        let ticks = axis.ticks.iter().map(|(at, _)| *at).collect();
        Self { linear: (low..high).into(), ticks }
    }
}

/// The ranges of a panel of so many pixels: those of its axes, the one that has room to spare widened
/// where units are to be as long on both.
pub(super) fn ranges(panel: &Panel, (wide, high): (u32, u32)) -> ((f64, f64), (f64, f64)) {
    let (x, y) = (panel.x.range, panel.y.range);
    if !panel.y.equal || wide == 0 || high == 0 {
        return (x, y);
    }
    let length = |(low, high): (f64, f64)| high - low;
    let unit = |range, pixels: u32| length(range) / f64::from(pixels);
    let (of_x, of_y) = (unit(x, wide), unit(y, high));
    let coarser = if of_x > of_y { of_x } else { of_y };
    let widened = |range: (f64, f64), pixels: u32| {
        let more = (coarser * f64::from(pixels) - length(range)) / 2.0;
        (range.0 - more, range.1 + more)
    };
    (widened(x, wide), widened(y, high))
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

#[cfg(test)]
mod tests {
    use figures::{Axis, Panel};

    use super::ranges;

    #[test]
    fn units_are_as_long_on_both_axes_where_that_is_the_message() {
        let y = Axis::linear("y", -1.0, 1.0);
        let panel =
            |y| Panel { title: String::new(), x: Axis::linear("x", -1.0, 1.0), y, marks: vec![] };
        let square = panel(y.clone().equal());
        assert_eq!(ranges(&square, (200, 100)), ((-2.0, 2.0), (-1.0, 1.0)));
        assert_eq!(ranges(&square, (100, 300)), ((-1.0, 1.0), (-3.0, 3.0)));
        assert_eq!(ranges(&panel(y), (200, 100)), ((-1.0, 1.0), (-1.0, 1.0)));
    }
}
