//! How wide a figure is, in print or on a slide.

use std::str::FromStr;

use report::chart::Layout;
use report::theme::Theme;

/// Millimetres an inch, and pixels and points an inch.
const INCH: f32 = 25.4;
const PIXELS: f32 = 96.0;
const POINTS: f32 = 72.0;
/// Letters of 14 pixels, shrunk to what papers use: 8.4 points.
const SHRUNK: f32 = 0.8;
/// A slide's letters are twice as large.
const ENLARGED: f32 = 1.5;

/// A width in millimetres, and how large letters are in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    millimetres: f32,
    /// Of the pixels as drawn.
    scale: f32,
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (millimetres, scale) = match text {
            "single" => (85.0, SHRUNK),
            "double" => (178.0, SHRUNK),
            "slide" => (254.0, ENLARGED),
            _ => (text.trim_end_matches("mm").trim().parse().unwrap_or(f32::NAN), SHRUNK),
        };
        if (50.0..=1000.0).contains(&millimetres) {
            Ok(Self { millimetres, scale })
        } else {
            Err("give single, double, slide, or 50 to 1000 millimetres".to_owned())
        }
    }
}

impl Size {
    /// How a chart is laid out to be this wide when it is scaled.
    pub(crate) fn layout(self, theme: Theme, captioned: bool) -> Layout {
        let width = (self.millimetres / INCH * PIXELS / self.scale).round() as u32;
        Layout { width, theme, captioned, inline: false }
    }

    /// As an SVG attribute.
    pub(crate) fn millimetres(self) -> f32 {
        self.millimetres
    }

    /// The width in points.
    pub(crate) fn points(self) -> f32 {
        self.millimetres / INCH * POINTS
    }

    /// The width in dots, at so many an inch.
    pub(crate) fn dots(self, dpi: u16) -> f32 {
        (self.millimetres / INCH * f32::from(dpi)).round()
    }
}
