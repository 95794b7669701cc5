//! How large a chart is drawn, and how its panels are laid out.

use crate::theme::Theme;

/// As many panels as still can be read beside each other.
const ABREAST: usize = 4;
/// Heights of a panel: in a single row, under another, and of many.
const TALL: u32 = 350;
const STACKED: u32 = 270;
const LOW: u32 = 210;

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Pixels; the height follows.
    pub width: u32,
    /// The colours.
    pub theme: Theme,
    /// Whether title and caption are drawn with it.
    pub captioned: bool,
    /// Whether it stands in a page: described by a label, since an id must not stand twice, and
    /// its values told where they are pointed at.
    pub inline: bool,
}

/// Panels in rows and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) row_height: u32,
}

impl Layout {
    /// A file of its own, 640 pixels wide.
    pub const FILE: Self = Self { width: 640, theme: Theme::Auto, captioned: true, inline: false };

    /// Where so many panels go: as at 640 pixels, or with fewer abreast where there is less room.
    pub(super) fn grid(self, panels: usize) -> Grid {
        let wide_rows = panels.div_ceil(ABREAST).max(1);
        let abreast = panels.div_ceil(wide_rows).max(1);
        let least_width = Self::FILE.width / abreast as u32;
        let columns = ((self.width / least_width) as usize).clamp(1, abreast);
        let rows = panels.div_ceil(columns);
        let row_height = match (wide_rows, rows) {
            (1, 1) => TALL,
            (1, _) => STACKED,
            _ => LOW,
        };
        Grid { rows, columns, row_height }
    }
}
