//! From a chart to SVG, by plotters.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::words::{WIDE, escape, width, wrap};
use super::{Axis, Chart, Mark, Panel};
use crate::theme::{self, GRID, INK, MUTED, PAPER, SCALE, size};

type Error = Box<dyn std::error::Error + Send + Sync>;
type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Plane<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Ticked, Ticked>>;

/// Pixels as shown.
const WIDTH: u32 = 640;
const PANEL: u32 = 350;
/// Of several rows.
const LOW_PANEL: u32 = 210;
const LINE: u32 = 18;
/// As many panels as still can be read beside each other.
const ABREAST: usize = 4;
/// Draws `chart` and wraps it for reading: scaled, described, dark where wanted.
pub(super) fn svg(chart: &Chart) -> Result<String, Error> {
    let caption = wrap(&chart.caption, WIDTH - 32, size::SMALL);
    let title = wrap(&chart.title, WIDTH - 32, size::TITLE);
    let head = 14 + 22 * title.len() as u32;
    let foot = 14 + LINE * caption.len() as u32;
    let rows = chart.panels.len().div_ceil(ABREAST);
    let columns = chart.panels.len().div_ceil(rows.max(1));
    let panels = if rows > 1 { LOW_PANEL * rows as u32 } else { PANEL };
    let height = head + panels + foot;
    let mut drawn = String::new();
    {
        let backend = SVGBackend::with_string(&mut drawn, (WIDTH * SCALE, height * SCALE));
        let root = backend.into_drawing_area();
        root.fill(&PAPER)?;
        for (i, line) in title.iter().enumerate() {
            let at = (16, 12 + 22 * i as u32);
            write(&root, line, at, font(size::TITLE, INK).pos(Pos::new(HPos::Left, VPos::Top)))?;
        }
        for (i, line) in caption.iter().enumerate() {
            let at = (16, head + panels + 4 + LINE * i as u32);
            write(&root, line, at, font(size::SMALL, MUTED).pos(Pos::new(HPos::Left, VPos::Top)))?;
        }
        let (_, below) = root.split_vertically(head * SCALE);
        let (panels, _) = below.split_vertically(panels * SCALE);
        for (area, panel) in panels.split_evenly((rows, columns)).iter().zip(&chart.panels) {
            draw_panel(area, panel)?;
        }
        root.present()?;
    }
    let body = drawn.split_once('>').map_or("", |(_, body)| body);
    let (id, name, about) = (&chart.name, escape(&chart.title), escape(&chart.caption));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{name}</title>\n<desc id=\"{id}-desc\">{about}</desc>\n\
         <style>{}</style>{body}",
        WIDTH * SCALE,
        height * SCALE,
        theme::dark_style(),
    ))
}

fn font(size: u32, colour: RGBColor) -> TextStyle<'static> {
    TextStyle {
        // plotters writes 1 / 1.24 of the size it is given.
        font: ("sans-serif", f64::from(size * SCALE) * 1.24).into_font(),
        color: colour.to_backend_color(),
        pos: Pos::default(),
    }
}

fn write(area: &Area<'_>, text: &str, at: (u32, u32), style: TextStyle<'_>) -> Result<(), Error> {
    let at = ((at.0 * SCALE) as i32, (at.1 * SCALE) as i32);
    Ok(area.draw(&Text::new(text.to_owned(), at, style))?)
}

/// A linear range whose ticks are ours.
#[derive(Clone)]
struct Ticked {
    linear: RangedCoordf64,
    ticks: Vec<f64>,
}

impl From<&Axis> for Ticked {
    fn from(axis: &Axis) -> Self {
        let ticks = axis.ticks.iter().map(|(at, _)| *at).collect();
        Self { linear: (axis.range.0..axis.range.1).into(), ticks }
    }
}

impl Ranged for Ticked {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.linear.map(value, limit)
    }
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }
    fn range(&self) -> Range<f64> {
        self.linear.range()
    }
}

/// What is written at a tick.
fn tick_label(axis: &Axis, at: f64) -> String {
    axis.ticks.iter().find(|(tick, _)| *tick == at).map_or(String::new(), |(_, name)| name.clone())
}

fn draw_panel(area: &Area<'_>, panel: &Panel) -> Result<(), Error> {
    let labels = labels(panel);
    let beside = labels.iter().map(|(_, text, _)| width(text, size::LABEL, WIDE) + 12).max();
    let ticks =
        panel.y.ticks.iter().map(|(_, name)| width(name, size::SMALL, WIDE)).max().unwrap_or(0);
    let mut plane: Plane<'_, '_> = ChartBuilder::on(area)
        .margin(8 * SCALE)
        .margin_right(beside.unwrap_or(12) * SCALE)
        .margin_top(if panel.title.is_empty() { 8 } else { 30 } * SCALE)
        .x_label_area_size(46 * SCALE)
        .y_label_area_size((ticks + if panel.y.label.is_empty() { 14 } else { 36 }) * SCALE)
        .build_cartesian_2d(Ticked::from(&panel.x), Ticked::from(&panel.y))?;
    if !panel.title.is_empty() {
        let style = font(size::LABEL, INK).pos(Pos::new(HPos::Center, VPos::Top));
        write(area, &panel.title, (area.dim_in_pixel().0 / SCALE / 2, 6), style)?;
    }
    plane
        .configure_mesh()
        .set_all_tick_mark_size(5 * SCALE)
        .x_labels(panel.x.ticks.len())
        .y_labels(panel.y.ticks.len())
        .bold_line_style(GRID.stroke_width(SCALE))
        .light_line_style(TRANSPARENT)
        .axis_style(MUTED.stroke_width(SCALE))
        .x_label_style(font(size::SMALL, INK))
        .y_label_style(font(size::SMALL, INK))
        .axis_desc_style(font(size::LABEL, INK))
        .x_desc(&panel.x.label)
        .y_desc(&panel.y.label)
        .x_label_formatter(&|at| tick_label(&panel.x, *at))
        .y_label_formatter(&|at| tick_label(&panel.y, *at))
        .draw()?;
    for mark in &panel.marks {
        draw_mark(&mut plane, panel, mark)?;
    }
    draw_labels(&plane, area, labels)
}

fn draw_mark(plane: &mut Plane<'_, '_>, panel: &Panel, mark: &Mark) -> Result<(), Error> {
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
        Mark::Heat { cells } => {
            for (x, y, share, text) in cells {
                let corners = [(x - 0.5, y - 0.5), (x + 0.5, y + 0.5)];
                plane.draw_series([Rectangle::new(corners, theme::ramp(*share).filled())])?;
                // Not the theme's ink and paper, which turn dark: the square does not.
                let ink =
                    if *share > 0.55 { RGBColor(254, 254, 254) } else { RGBColor(20, 20, 20) };
                let style = font(size::CELL, ink).pos(Pos::new(HPos::Center, VPos::Center));
                plane.draw_series([Text::new(text.clone(), (*x, *y), style)])?;
            }
        }
        Mark::Point { series, at, filled, label } => {
            let colour = theme::series(*series);
            let style = if *filled { colour.filled() } else { colour.stroke_width(2 * SCALE) };
            plane.draw_series([Circle::new(*at, 6 * SCALE, style)])?;
            let right = at.0 > 0.5 * panel.x.range.0 + 0.5 * panel.x.range.1;
            let (side, offset) = if right { (HPos::Right, -10) } else { (HPos::Left, 10) };
            let style = font(size::LABEL, INK).pos(Pos::new(side, VPos::Center));
            let shift = (offset * SCALE as i32, 0);
            let text = EmptyElement::at(*at) + Text::new(label.clone(), shift, style);
            plane.draw_series([text])?;
        }
        Mark::Note { at, text } => {
            let style = font(size::SMALL, MUTED).pos(Pos::new(HPos::Left, VPos::Center));
            plane.draw_series([Text::new(text.clone(), *at, style)])?;
        }
    }
    Ok(())
}

/// The names drawn to the right of a panel: where the mark ends, the name, the colour.
fn labels(panel: &Panel) -> Vec<(f64, String, RGBColor)> {
    let name = |mark: &Mark| {
        let (end, label, series) = match mark {
            Mark::Line { series, points, label } | Mark::Dashes { series, points, label } => {
                (points.last()?.1, label, *series)
            }
            Mark::Dots { series, points, label } => (points.last()?.1, label, *series),
            Mark::Bars { series, bars, label, .. } => (bars.last()?.1, label, *series),
            _ => return None,
        };
        (!label.is_empty()).then(|| (end, label.clone(), theme::series(series)))
    };
    panel.marks.iter().filter_map(name).collect()
}

/// Writes the names beside the ends of their marks, moved apart where they would overlap.
fn draw_labels(
    plane: &Plane<'_, '_>,
    area: &Area<'_>,
    mut labels: Vec<(f64, String, RGBColor)>,
) -> Result<(), Error> {
    let pixels = plane.plotting_area().get_pixel_range();
    let (left, top) = area.get_base_pixel();
    labels.sort_by(|a, b| b.0.total_cmp(&a.0));
    let x = plane.plotting_area().get_x_range().end;
    let gap = (17 * SCALE) as i32;
    let mut heights: Vec<i32> = labels
        .iter()
        .map(|(y, ..)| plane.backend_coord(&(x, *y)).1.clamp(pixels.1.start, pixels.1.end))
        .collect();
    // Down from the top, then up from the bottom: in order, a line apart and inside the panel.
    for i in 1..heights.len() {
        heights[i] = heights[i].max(heights[i - 1] + gap);
    }
    let mut lowest = pixels.1.end;
    for height in heights.iter_mut().rev() {
        *height = (*height).min(lowest);
        lowest = *height - gap;
    }
    for ((_, text, colour), height) in labels.into_iter().zip(heights) {
        let at = (pixels.0.end - left + (6 * SCALE) as i32, height - top);
        let style = font(size::LABEL, colour).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(text, at, style.transform(FontTransform::None)))?;
    }
    Ok(())
}
