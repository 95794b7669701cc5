//! Words around a panel: names beside the ends of lines, and what is written at the ticks below.

use figures::{Axis, Mark, Panel};
use plotters::prelude::*;
use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::plane::{Area, Error, Plane, font};
use super::words::{width, wrap};
use crate::theme::{self, INK, SCALE, size};

/// Between the baselines of names below each other.
const GAP: i32 = 17 * SCALE as i32;

/// A name beside the end of its mark.
pub(super) struct End {
    height: f64,
    pub(super) name: String,
    colour: RGBColor,
}

/// The names drawn to the right of a panel.
pub(super) fn ends(panel: &Panel) -> Vec<End> {
    let end = |mark: &Mark| {
        let (height, label, series) = match mark {
            Mark::Line { series, points, label } | Mark::Dashes { series, points, label } => {
                (points.last()?.1, label, *series)
            }
            Mark::Dots { series, points, label } => (points.last()?.1, label, *series),
            Mark::Bars { series, bars, label, .. } => (bars.last()?.1, label, *series),
            _ => return None,
        };
        let colour = theme::name(series);
        (!label.is_empty()).then(|| End { height, name: label.clone(), colour })
    };
    panel.marks.iter().filter_map(end).collect()
}

/// Writes the names beside the ends of their marks, moved apart where they would overlap.
pub(super) fn draw_ends(
    plane: &Plane<'_, '_>,
    area: &Area<'_>,
    mut ends: Vec<End>,
) -> Result<(), Error> {
    let pixels = plane.plotting_area().get_pixel_range();
    let (left, top) = area.get_base_pixel();
    ends.sort_by(|a, b| b.height.total_cmp(&a.height));
    let x = plane.plotting_area().get_x_range().end;
    let height = |end: &End| plane.backend_coord(&(x, end.height)).1;
    let mut heights: Vec<i32> =
        ends.iter().map(|end| height(end).clamp(pixels.1.start, pixels.1.end)).collect();
    // Down from the top, then up from the bottom: in order, a line apart and inside the panel.
    for i in 1..heights.len() {
        heights[i] = heights[i].max(heights[i - 1] + GAP);
    }
    let mut lowest = pixels.1.end;
    for height in heights.iter_mut().rev() {
        *height = (*height).min(lowest);
        lowest = *height - GAP;
    }
    for (end, height) in ends.into_iter().zip(heights) {
        let at = (pixels.0.end - left + (6 * SCALE) as i32, height - top);
        let style = font(size::LABEL, end.colour).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(end.name, at, style))?;
    }
    Ok(())
}

/// What is written below a panel: at every tick, at every n-th, or turned, as there is room; and
/// what the axis measures, in as many lines as it takes.
pub(super) struct Below {
    ticks: Vec<(f64, String)>,
    is_turned: bool,
    label: Vec<String>,
}

impl Below {
    /// For an axis of `room` pixels, in a panel of `wide`.
    pub(super) fn of(axis: &Axis, room: u32, wide: u32) -> Self {
        let scale = f64::from(room) / (axis.range.1 - axis.range.0);
        let fits = |every: usize| {
            let kept: Vec<&(f64, String)> = axis.ticks.iter().step_by(every).collect();
            kept.windows(2).all(|pair| {
                let wide = width(&pair[0].1, size::SMALL) + width(&pair[1].1, size::SMALL);
                (pair[1].0 - pair[0].0).abs() * scale >= f64::from(wide) / 2.0 + 4.0
            })
        };
        let is_number = |(_, name): &(f64, String)| name.parse::<f64>().is_ok();
        let is_turned = !fits(1) && !axis.ticks.iter().all(is_number);
        let every =
            if is_turned { 1 } else { (1..=axis.ticks.len()).find(|&n| fits(n)).unwrap_or(1) };
        let ticks = axis.ticks.iter().step_by(every).cloned().collect();
        Self { ticks, is_turned, label: wrap(&axis.label, wide - 8, size::LABEL) }
    }

    /// Pixels of the names at the ticks.
    fn names(&self) -> u32 {
        let longest = self.ticks.iter().map(|(_, name)| width(name, size::SMALL)).max();
        if self.is_turned { longest.unwrap_or(0) + 12 } else { 28 }
    }

    /// Pixels.
    pub(super) fn height(&self) -> u32 {
        self.names() + 18 * self.label.len() as u32
    }

    pub(super) fn draw(&self, plane: &Plane<'_, '_>, area: &Area<'_>) -> Result<(), Error> {
        let pixels = plane.plotting_area().get_pixel_range();
        let (left, top) = area.get_base_pixel();
        let bottom = pixels.1.end - top;
        let y = plane.plotting_area().get_y_range().start;
        let (position, transform) = if self.is_turned {
            (Pos::new(HPos::Right, VPos::Center), FontTransform::Rotate270)
        } else {
            (Pos::new(HPos::Center, VPos::Top), FontTransform::None)
        };
        for (at, name) in &self.ticks {
            let x = plane.backend_coord(&(*at, y)).0;
            let mut style = font(size::SMALL, INK).pos(position);
            style.font = style.font.transform(transform.clone());
            let at = (x - left, bottom + (8 * SCALE) as i32);
            area.draw(&Text::new(name.clone(), at, style))?;
        }
        let centre = i32::midpoint(pixels.0.start, pixels.0.end) - left;
        for (line, words) in self.label.iter().enumerate() {
            // Below the middle of the axis, or as near to it as the panel's ends allow.
            let half = ((width(words, size::LABEL) / 2 + 2) * SCALE) as i32;
            let most = (area.dim_in_pixel().0 as i32 - half).max(half);
            let height = bottom + ((self.names() + 18 * line as u32) * SCALE) as i32;
            let style = font(size::LABEL, INK).pos(Pos::new(HPos::Center, VPos::Top));
            area.draw(&Text::new(words.clone(), (centre.clamp(half, most), height), style))?;
        }
        Ok(())
    }
}
