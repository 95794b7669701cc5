//! From a chart to SVG, by plotters.

use std::fmt;

use figures::{Chart, Panel};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::key::{self, Key};
use super::layout::Layout;
use super::plane::{Area, Error, Plane, Ticked, font};
use super::terse::{FAMILY, terse};
use super::words::{escape, width, wrap};
use super::{label, mark, plane, values};
use crate::theme::{self, GRID, INK, MUTED, PAPER, SCALE, Theme, size};

/// Between lines of the caption, and of the title.
const LINE: u32 = 18;
const TITLE_LINE: u32 = 22;
/// Left of title and caption, and right of them.
const MARGIN: u32 = 16;

/// A chart that could not be drawn.
#[derive(Debug)]
pub struct ChartError {
    name: String,
    source: Error,
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chart {}: {}", self.name, self.source)
    }
}

impl std::error::Error for ChartError {}

/// The chart as an SVG image: scaled, described, in its theme.
///
/// # Errors
/// If plotters cannot draw it.
pub fn svg(chart: &Chart, layout: Layout) -> Result<String, ChartError> {
    whole(chart, layout).map_err(|source| ChartError { name: chart.name.clone(), source })
}

fn whole(chart: &Chart, layout: Layout) -> Result<String, Error> {
    let lines = |text: &str, size| {
        let limit = layout.width - 2 * MARGIN;
        if layout.captioned { wrap(text, limit, size) } else { Vec::new() }
    };
    let (title, caption) = (lines(&chart.title, size::TITLE), lines(&chart.caption, size::SMALL));
    let head = if title.is_empty() { 0 } else { 14 + TITLE_LINE * title.len() as u32 };
    let foot = if caption.is_empty() { 4 } else { 14 + LINE * caption.len() as u32 };
    let grid = layout.grid(chart.panels.len());
    let panels = grid.row_height * grid.rows as u32;
    let height = head + panels + foot;
    let mut drawn = String::new();
    let mut hover = String::new();
    {
        let backend = SVGBackend::with_string(&mut drawn, (layout.width * SCALE, height * SCALE));
        let root = backend.into_drawing_area();
        root.fill(&PAPER)?;
        for (i, line) in title.iter().enumerate() {
            let style = font(size::TITLE, INK).pos(Pos::new(HPos::Left, VPos::Top));
            put(&root, line, (MARGIN, 12 + TITLE_LINE * i as u32), style)?;
        }
        for (i, line) in caption.iter().enumerate() {
            let style = font(size::SMALL, MUTED).pos(Pos::new(HPos::Left, VPos::Top));
            put(&root, line, (MARGIN, head + panels + 4 + LINE * i as u32), style)?;
        }
        let (_, below) = root.split_vertically(head * SCALE);
        let (below, _) = below.split_vertically(panels * SCALE);
        let areas = below.split_evenly((grid.rows, grid.columns));
        for (area, panel) in areas.iter().zip(&chart.panels) {
            let plane = draw_panel(area, panel)?;
            if layout.inline {
                hover.push_str(&values::of(&plane, panel));
            }
        }
        root.present()?;
    }
    let body = drawn.split_once('>').map_or("", |(_, body)| body);
    let body = body.strip_suffix("</svg>\n").or(body.strip_suffix("</svg>")).unwrap_or(body);
    let body = terse(body);
    Ok(layout.theme.recolour(format!("{}{body}{hover}</svg>\n", opening(chart, layout, height))))
}

/// The element that holds the image, with what it shows in words for who cannot see it.
fn opening(chart: &Chart, layout: Layout, height: u32) -> String {
    let (width, drawn_width, drawn_height) = (layout.width, layout.width * SCALE, height * SCALE);
    let (name, about) = (escape(&chart.title), escape(&chart.caption));
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {drawn_width} {drawn_height}\" role=\"img\"{FAMILY}"
    );
    if layout.inline {
        return format!("{svg} aria-label=\"{name}. {about}\">");
    }
    let style = match layout.theme {
        Theme::Auto => format!("<style>{}</style>", theme::dark_rules()),
        _ => String::new(),
    };
    let id = escape(&chart.name);
    format!(
        "{svg} aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{name}</title>\n<desc id=\"{id}-desc\">{about}</desc>\n{style}"
    )
}

fn put(area: &Area<'_>, text: &str, at: (u32, u32), style: TextStyle<'_>) -> Result<(), Error> {
    let at = ((at.0 * SCALE) as i32, (at.1 * SCALE) as i32);
    Ok(area.draw(&Text::new(text.to_owned(), at, style))?)
}

fn draw_panel<'a, 'b>(area: &'a Area<'b>, panel: &Panel) -> Result<Plane<'a, 'b>, Error> {
    let ends = label::ends(panel);
    // At least half of what is written below the right end.
    let last = panel.x.ticks.last().map_or(0, |(_, name)| width(name, size::SMALL) / 2);
    let beside = ends.iter().map(|end| width(&end.name, size::LABEL) + 12).max();
    let beside = beside.unwrap_or(12).max(last + 2);
    let ticks = panel.y.ticks.iter().map(|(_, name)| width(name, size::SMALL)).max().unwrap_or(0);
    let y_area = ticks + if panel.y.label.is_empty() { 14 } else { 36 };
    let wide = area.dim_in_pixel().0 / SCALE;
    let room = wide.saturating_sub(16 + beside + y_area);
    let below = label::Below::of(&panel.x, room, wide);
    let key = Key::of(panel, room);
    let title = if panel.title.is_empty() { 12 } else { 30 };
    let above = title + key.as_ref().map_or(0, |_| key::HEIGHT);
    let high = (area.dim_in_pixel().1 / SCALE).saturating_sub(8 + above + below.height());
    let (x, y) = plane::ranges(panel, (room, high));
    let mut plane: Plane<'_, '_> = ChartBuilder::on(area)
        .margin(8 * SCALE)
        .margin_right(beside * SCALE)
        .margin_top(above * SCALE)
        .x_label_area_size(below.height() * SCALE)
        .y_label_area_size(y_area * SCALE)
        .build_cartesian_2d(Ticked::of(&panel.x, x), Ticked::of(&panel.y, y))?;
    if !panel.title.is_empty() {
        let style = font(size::LABEL, INK).pos(Pos::new(HPos::Center, VPos::Top));
        put(area, &panel.title, (area.dim_in_pixel().0 / SCALE / 2, 6), style)?;
    }
    plane
        .configure_mesh()
        .set_all_tick_mark_size(5 * SCALE)
        .x_labels(panel.x.ticks.len())
        .y_labels(panel.y.ticks.len())
        .bold_line_style(GRID.stroke_width(SCALE))
        .light_line_style(TRANSPARENT)
        .axis_style(MUTED.stroke_width(SCALE))
        .y_label_style(font(size::SMALL, INK))
        .axis_desc_style(font(size::LABEL, INK))
        .y_desc(&panel.y.label)
        // Written below, where they can be turned or left out.
        .x_label_formatter(&|_| String::new())
        .y_label_formatter(&|at| panel.y.name(*at).to_owned())
        .draw()?;
    below.draw(&plane, area)?;
    // Where one number has no room, none is written: the colours say them all.
    let numbered = key.is_none();
    if let Some(key) = key {
        key.draw(area, (y_area + 8, title))?;
    }
    for mark in &panel.marks {
        mark::draw(&mut plane, mark, numbered)?;
    }
    label::draw_ends(&plane, area, ends)?;
    Ok(plane)
}
