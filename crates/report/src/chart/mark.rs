//! A mark, drawn in its panel.

use figures::Mark;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::plane::{Error, Plane, font};
use super::words::width;
use crate::theme::{self, INK, MUTED, SCALE, size};

/// Ink for the squares of a heat map, which stay as they are in the dark, as its colours do.
const ON_DARK: RGBColor = RGBColor(254, 254, 254);
const ON_LIGHT: RGBColor = RGBColor(20, 20, 20);

/// Draws one mark; the squares of a heat map with their numbers, if they are `numbered`.
pub(super) fn draw(plane: &mut Plane<'_, '_>, mark: &Mark, numbered: bool) -> Result<(), Error> {
    match mark {
        Mark::Line { series, points, .. } => {
            let style = theme::series(*series).stroke_width(2 * SCALE);
            plane.draw_series(LineSeries::new(points.clone(), style))?;
        }
        Mark::Dashes { series, points, .. } => {
            let style = theme::series(*series).stroke_width(2 * SCALE);
            let (dash, gap) = ((7 * SCALE) as i32, (4 * SCALE) as i32);
            plane.draw_series(DashedLineSeries::new(points.clone(), dash, gap, style))?;
        }
        Mark::Path { series, points } => {
            let colour = series.map_or(MUTED.mix(0.55), |i| theme::series(i).mix(0.9));
            let line = PathElement::new(points.clone(), colour.stroke_width(SCALE));
            plane.draw_series([line])?;
        }
        Mark::Band { series, points } => {
            let low = points.iter().map(|&(x, low, _)| (x, low));
            let high = points.iter().rev().map(|&(x, _, high)| (x, high));
            let outline: Vec<(f64, f64)> = low.chain(high).collect();
            plane.draw_series([Polygon::new(outline, theme::series(*series).mix(0.22))])?;
        }
        Mark::Dots { series, points, .. } => {
            let colour = theme::series(*series);
            plane.draw_series(points.iter().map(|&(x, _, low, high)| {
                PathElement::new(vec![(x, low), (x, high)], colour.stroke_width(SCALE * 3 / 2))
            }))?;
            plane.draw_series(
                points.iter().map(|&(x, y, ..)| Circle::new((x, y), 4 * SCALE, colour.filled())),
            )?;
        }
        Mark::Bars { series, bars, width, .. } => {
            let colour = theme::series(*series).mix(0.8).filled();
            plane.draw_series(bars.iter().map(|&(x, height)| {
                Rectangle::new([(x - width / 2.0, 0.0), (x + width / 2.0, height)], colour)
            }))?;
        }
        Mark::Heat { cells, diverging } => {
            for (x, y, share, text) in cells {
                let corners = [(x - 0.5, y - 0.5), (x + 0.5, y + 0.5)];
                plane.draw_series([Rectangle::new(
                    corners,
                    theme::heat(*share, *diverging).filled(),
                )])?;
                if numbered {
                    let from_light = if *diverging { 2.0 * (share - 0.5).abs() } else { *share };
                    let ink = if from_light > 0.68 { ON_DARK } else { ON_LIGHT };
                    let style = font(size::CELL, ink).pos(Pos::new(HPos::Center, VPos::Center));
                    plane.draw_series([Text::new(text.clone(), (*x, *y), style)])?;
                }
            }
        }
        Mark::Point { series, at, filled, label } => {
            let colour = theme::series(*series);
            let style = if *filled { colour.filled() } else { colour.stroke_width(2 * SCALE) };
            plane.draw_series([Circle::new(*at, 6 * SCALE, style)])?;
            let (shift, side) = beside(plane, *at, label);
            let style = font(size::LABEL, INK).pos(Pos::new(side, VPos::Center));
            let text = EmptyElement::at(*at) + Text::new(label.clone(), (shift, 0), style);
            plane.draw_series([text])?;
        }
        Mark::Note { at, text } => {
            let pixels = plane.plotting_area().get_pixel_range().0;
            let wide = (width(text, size::SMALL) * SCALE) as i32;
            // To the left as far as it must to end inside the panel.
            let past = plane.backend_coord(at).0 + wide - pixels.end;
            let style = font(size::SMALL, MUTED).pos(Pos::new(HPos::Left, VPos::Center));
            let note = EmptyElement::at(*at)
                + Text::new(text.clone(), (-past.clamp(0, i32::MAX), 0), style);
            plane.draw_series([note])?;
        }
    }
    Ok(())
}

/// On which side of a point its name is written, and how far off: towards the middle of the
/// panel, if it has room there.
fn beside(plane: &Plane<'_, '_>, at: (f64, f64), name: &str) -> (i32, HPos) {
    let pixels = plane.plotting_area().get_pixel_range().0;
    let x = plane.backend_coord(&at).0;
    let room = (width(name, size::LABEL) + 12) as i32 * SCALE as i32;
    let left = 2 * x > pixels.start + pixels.end;
    let (fits_left, fits_right) = (x - pixels.start >= room, pixels.end - x >= room);
    let offset = 10 * SCALE as i32;
    let to_the_left = if fits_left == fits_right { left } else { fits_left };
    if to_the_left { (-offset, HPos::Right) } else { (offset, HPos::Left) }
}
