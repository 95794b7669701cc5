//! What the colours of a heat map mean, where its squares have no room for their numbers.

use figures::{Mark, Panel};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::plane::{Area, Error, font};
use super::words::width;
use crate::theme::{self, INK, SCALE, size};

/// Pixels that a key takes above its panel.
pub(super) const HEIGHT: u32 = 24;
/// Squares of a key, and their side in pixels.
const SQUARES: u32 = 5;
const SIDE: u32 = 14;

/// A square of a heat map: x, y, share, text.
type Cell = (f64, f64, f64, String);

/// The numbers at the ends of the colours.
pub(super) struct Key {
    /// Share and number.
    ends: [(f64, String); 2],
    diverging: bool,
}

impl Key {
    /// For a panel of `room` pixels, if a number of its squares has no room.
    pub(super) fn of(panel: &Panel, room: u32) -> Option<Self> {
        let square = f64::from(room) / (panel.x.range.1 - panel.x.range.0);
        let mut heats = panel.marks.iter().filter_map(|mark| match mark {
            Mark::Heat { cells, diverging } => Some((cells, *diverging)),
            _ => None,
        });
        let (cells, diverging) = heats.next()?;
        let is_number = |cell: &&Cell| cell.3.starts_with(|letter: char| letter.is_ascii_digit());
        let cells: Vec<&Cell> = cells.iter().filter(is_number).collect();
        let is_tight = cells.iter().any(|(.., text)| f64::from(width(text, size::CELL)) >= square);
        let by_share = |a: &&&Cell, b: &&&Cell| a.2.total_cmp(&b.2);
        let (low, high) = (cells.iter().min_by(by_share)?, cells.iter().max_by(by_share)?);
        let ends = [low, high].map(|cell| (cell.2, cell.3.clone()));
        is_tight.then_some(Self { ends, diverging })
    }

    /// Draws it with its left end there, below the title.
    pub(super) fn draw(&self, area: &Area<'_>, (left, top): (u32, u32)) -> Result<(), Error> {
        let [(from, low), (to, high)] = &self.ends;
        let middle = top + SIDE / 2;
        let mut x = left;
        let put = |text: &str, x: u32| -> Result<(), Error> {
            let style = font(size::SMALL, INK).pos(Pos::new(HPos::Left, VPos::Center));
            let at = ((x * SCALE) as i32, (middle * SCALE) as i32);
            Ok(area.draw(&Text::new(text.to_owned(), at, style))?)
        };
        put(low, x)?;
        x += width(low, size::SMALL) + 6;
        let squares = x;
        put(high, x + SQUARES * SIDE + 6)?;
        for square in 0..SQUARES {
            let corner = |x: u32, y: u32| ((x * SCALE) as i32, (y * SCALE) as i32);
            let x = squares + square * SIDE;
            let share = from + (to - from) * f64::from(square) / f64::from(SQUARES - 1);
            let colour = theme::heat(share, self.diverging).filled();
            area.draw(&Rectangle::new([corner(x, top), corner(x + SIDE, top + SIDE)], colour))?;
        }
        Ok(())
    }
}
