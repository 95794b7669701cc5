//! What a point says when it is pointed at: a title in an invisible disc above it.

use std::fmt::Write;

use figures::{Mark, Panel};

use super::plane::Plane;
use super::words::escape;
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
            // Not x: dots and bars may stand beside it, so as not to hide each other.
            Mark::Dots { points, label, .. } => {
                for &(x, y, low, high) in points {
                    let [value, low, high] = [y, low, high].map(|y| panel.y.value(y));
                    disc((x, y), &named(label, &format!("{value}, from {low} to {high}")));
                }
            }
            Mark::Bars { bars, label, .. } => {
                for &(x, height) in bars {
                    disc((x, height), &named(label, &panel.y.value(height)));
                }
            }
            Mark::Heat { cells, .. } => {
                for (x, y, _, text) in cells {
                    let place = format!("{}, {}", panel.y.value(*y), panel.x.value(*x));
                    disc((*x, *y), &named(&place, text));
                }
            }
            Mark::Point { at: (x, y), label, .. } => {
                let [x_text, y_text] = [panel.x.value(*x), panel.y.value(*y)];
                let text = if panel.y.is_named() {
                    named(&y_text, &x_text)
                } else {
                    named(label, &format!("{x_text}, {y_text}"))
                };
                disc((*x, *y), &text);
            }
            _ => {}
        }
    }
    discs
}

fn named(name: &str, value: &str) -> String {
    if name.is_empty() { value.to_owned() } else { format!("{name}: {value}") }
}
