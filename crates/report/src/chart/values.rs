//! What a point says when it is pointed at: a title in an invisible disc above it.

use std::fmt::Write;

use super::draw::Plane;
use super::words::escape;
use super::{Mark, Panel};
use crate::theme::SCALE;

/// How near is near enough, in pixels.
const REACH: u32 = 8;

/// The discs of a panel's dots, bars, squares and points.
pub(super) fn of(plane: &Plane<'_, '_>, panel: &Panel) -> String {
    let mut discs = String::new();
    let mut disc = |at: (f64, f64), text: &str| {
        let (x, y) = plane.backend_coord(&at);
        let (radius, text) = (REACH * SCALE, escape(text));
        // Writing into a string cannot fail.
        let _ = write!(
            discs,
            "<circle class=\"value\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"><title>{text}</title></circle>"
        );
    };
    for mark in &panel.marks {
        match mark {
            Mark::Dots { points, label, .. } => {
                for &(x, y, low, high) in points {
                    let [x_text, y_text] = [panel.x.value(x), panel.y.value(y)];
                    let [low, high] = [low, high].map(|end| panel.y.value(end));
                    disc((x, y), &format!("{label} {x_text}: {y_text}, from {low} to {high}"));
                }
            }
            Mark::Bars { bars, label, .. } => {
                for &(x, height) in bars {
                    let text = format!("{label} {}: {}", panel.x.value(x), panel.y.value(height));
                    disc((x, height), &text);
                }
            }
            Mark::Heat { cells } => {
                for (x, y, _, text) in cells {
                    let place = format!("{}, {}", panel.y.value(*y), panel.x.value(*x));
                    disc((*x, *y), &format!("{place}: {text}"));
                }
            }
            Mark::Point { at, label, .. } => {
                let place = format!("{}, {}", panel.x.value(at.0), panel.y.value(at.1));
                disc(*at, &format!("{label} {place}"));
            }
            _ => {}
        }
    }
    discs
}
