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

/// Nine colours, 3 to 1 and more against paper: Okabe and Ito's, those that are light made darker, a
/// violet and a brown for more, and grey for what has no colour of its own. An activation has the same
/// one in every chart: see [`figures::series`].
pub const SERIES: [RGBColor; 9] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 148, 108),
    RGBColor(184, 84, 143),
    RGBColor(176, 120, 0),
    RGBColor(46, 139, 192),
    RGBColor(120, 94, 240),
    RGBColor(140, 86, 75),
    MUTED,
];

/// The same for words: dark enough to be read on white, 4.5 to 1 and more.
const NAMES: [RGBColor; 9] = [
    RGBColor(0, 104, 166),
    RGBColor(178, 74, 0),
    RGBColor(0, 118, 86),
    RGBColor(162, 72, 124),
    RGBColor(138, 92, 0),
    RGBColor(22, 107, 158),
    RGBColor(98, 70, 222),
    RGBColor(122, 72, 62),
    MUTED,
];

/// What replaces a colour on a dark background.
const DARK: [(RGBColor, &str); 16] = [
    (PAPER, "#15171b"),
    (INK, "#e8eaed"),
    (MUTED, "#a8adb5"),
    (GRID, "#34383f"),
    (SERIES[0], "#3a9bdc"),
    (SERIES[3], "#d77fb4"),
    (SERIES[6], "#9a86f7"),
    (SERIES[7], "#c98b7d"),
    (NAMES[0], "#5bb0ea"),
    (NAMES[1], "#f38a45"),
    (NAMES[2], "#2fc99e"),
    (NAMES[3], "#e3a3c9"),
    (NAMES[4], "#f0b537"),
    (NAMES[5], "#86c9f2"),
    (NAMES[6], "#b3a5fb"),
    (NAMES[7], "#d9a597"),
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

/// The colour of a share from 0 to 1: from nearly paper to deep blue; or, where colours part at 1/2,
/// from deep blue to nearly paper, and on to deep orange.
pub fn heat(share: f64, diverging: bool) -> RGBColor {
    let (depth, deep) = match diverging {
        false => (share, BLUE),
        true if share < 0.5 => (1.0 - 2.0 * share, BLUE),
        true => (2.0 * share - 1.0, ORANGE),
    };
    let blend = |from: u8, to: u8| {
        (f64::from(from) + depth * (f64::from(to) - f64::from(from))).round() as u8
    };
    RGBColor(blend(238, deep.0), blend(244, deep.1), blend(250, deep.2))
}

/// The ends of the colours of heat maps.
const BLUE: RGBColor = RGBColor(8, 64, 129);
const ORANGE: RGBColor = RGBColor(153, 62, 0);

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

#[cfg(test)]
mod tests {
    use plotters::style::RGBColor;

    use super::{DARK, NAMES, PAPER, SERIES, hex};

    /// Relative luminance, by the Web Content Accessibility Guidelines.
    fn luminance(hex: &str) -> f64 {
        let part = |at: usize| {
            let value = u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
            let share = f64::from(value) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn every_mark_stands_out_and_every_word_can_be_read_on_paper_and_in_the_dark() {
        let dark = |colour: RGBColor| {
            let other = DARK.iter().find(|(light, _)| *light == colour);
            other.map_or(hex(colour), |(_, dark)| (*dark).to_owned())
        };
        for (colours, least) in [(&SERIES, 3.0), (&NAMES, 4.5)] {
            for &colour in colours {
                let on_paper = contrast(&hex(colour), &hex(PAPER));
                let in_the_dark = contrast(&dark(colour), &dark(PAPER));
                assert!(on_paper >= least, "{}: {on_paper}", hex(colour));
                assert!(in_the_dark >= least, "{}: {in_the_dark}", hex(colour));
            }
        }
        assert!((contrast("#000000", "#FFFFFF") - 21.0).abs() < 1e-9);
    }
}
