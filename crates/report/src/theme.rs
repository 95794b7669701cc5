//! One look for every chart: colours and sizes, on paper, on a screen, in the dark.

use plotters::style::RGBColor;

/// Background.
pub const PAPER: RGBColor = RGBColor(255, 255, 255);
/// Text and axes.
pub const INK: RGBColor = RGBColor(27, 29, 33);
/// Text of lesser weight.
pub const MUTED: RGBColor = RGBColor(92, 97, 105);
/// Grid lines.
pub const GRID: RGBColor = RGBColor(228, 230, 233);

/// Okabe and Ito's colours, which stay apart for colour-blind readers; yellow and black are left
/// out, since one vanishes on white and the other on black.
pub const SERIES: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
];

/// The same for words: dark enough to be read on white, 4.5 to 1 and more.
const NAMES: [RGBColor; 6] = [
    RGBColor(0, 104, 166),
    RGBColor(178, 74, 0),
    RGBColor(0, 118, 86),
    RGBColor(162, 72, 124),
    RGBColor(138, 92, 0),
    RGBColor(22, 107, 158),
];

/// What replaces a colour on a dark background.
const DARK: [(RGBColor, &str); 11] = [
    (PAPER, "#15171b"),
    (INK, "#e8eaed"),
    (MUTED, "#a8adb5"),
    (GRID, "#34383f"),
    (SERIES[0], "#3a9bdc"),
    (NAMES[0], "#5bb0ea"),
    (NAMES[1], "#f38a45"),
    (NAMES[2], "#2fc99e"),
    (NAMES[3], "#e3a3c9"),
    (NAMES[4], "#f0b537"),
    (NAMES[5], "#86c9f2"),
];

/// What replaces a colour in print: black text, and stronger grid lines, which ink makes thin.
const PRINT: [(RGBColor, &str); 3] = [(INK, "#000000"), (MUTED, "#333333"), (GRID, "#d9d9d9")];

/// Drawn so many times larger than shown, since plotters rounds coordinates to whole numbers.
pub const SCALE: u32 = 4;

/// Font sizes in pixels of the chart as shown.
pub mod size {
    /// The title.
    pub const TITLE: u32 = 17;
    /// Axis names, labels, panel titles.
    pub const LABEL: u32 = 14;
    /// Ticks and the caption.
    pub const SMALL: u32 = 13;
    /// Numbers in the squares of a heat map.
    pub const CELL: u32 = 11;
}

/// Where a chart is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// In a file of its own: light, and dark for readers who prefer it.
    Auto,
    /// On a light background, or in a page whose style has [`dark_rules`].
    Light,
    /// On a dark background.
    Dark,
    /// On paper.
    Print,
}

impl Theme {
    /// A chart drawn in the light colours, in those of this theme.
    pub(crate) fn recolour(self, mut svg: String) -> String {
        let colours: &[(RGBColor, &str)] = match self {
            Self::Auto | Self::Light => &[],
            Self::Dark => &DARK,
            Self::Print => &PRINT,
        };
        for (light, other) in colours {
            svg = svg.replace(&format!("\"{}\"", hex(*light)), &format!("\"{other}\""));
        }
        svg
    }
}

/// The colour of series i.
pub fn series(i: usize) -> RGBColor {
    SERIES[i % SERIES.len()]
}

/// The colour of the name of series i.
pub fn name(i: usize) -> RGBColor {
    NAMES[i % NAMES.len()]
}

/// The colour of a share from 0 to 1: from nearly paper to deep blue.
pub fn ramp(share: f64) -> RGBColor {
    let blend = |from: u8, to: u8| {
        (f64::from(from) + share * (f64::from(to) - f64::from(from))).round() as u8
    };
    RGBColor(blend(238, 8), blend(244, 64), blend(250, 129))
}

/// As an SVG attribute writes it.
pub fn hex(colour: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2)
}

/// Style rules that turn a chart dark where the reader prefers it.
pub fn dark_rules() -> String {
    let rules = DARK.iter().map(|(light, dark)| {
        let light = hex(*light);
        format!("[fill=\"{light}\"]{{fill:{dark}}}[stroke=\"{light}\"]{{stroke:{dark}}}")
    });
    format!("@media screen and (prefers-color-scheme:dark){{{}}}", rules.collect::<String>())
}
