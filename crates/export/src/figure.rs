//! A chart as SVG with its font, as PNG, as PDF.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use krilla::Document;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use report::chart::{self, Chart, Layout};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use ttf_parser::Face;

use crate::size::Size;

/// Inter, Latin letters, under the SIL Open Font License (fonts/LICENSE).
const FONT: &[u8] = include_bytes!("../fonts/inter-regular.ttf");

/// The chart as an SVG file of this width, with the font inside.
pub(crate) fn svg(chart: &Chart, layout: Layout, size: Size) -> Result<String> {
    let drawn = chart::svg(chart, layout)?;
    let height = drawn.split("height=\"").nth(1).and_then(|rest| rest.split('"').next());
    let height: f32 = height.and_then(|height| height.parse().ok()).context("an SVG's height")?;
    let (wide, scale) = (size.millimetres(), size.millimetres() / layout.width as f32);
    let (old, new) = (
        format!("width=\"{}\" height=\"{height}\"", layout.width),
        format!("width=\"{wide}mm\" height=\"{:.2}mm\"", height * scale),
    );
    let face = format!(
        "<style>@font-face{{font-family:Inter;src:url(data:font/ttf;base64,{})}}</style>",
        STANDARD.encode(FONT)
    );
    let sized = drawn.replacen(&old, &new, 1);
    let (opening, body) = sized.split_once('>').context("an SVG's first element")?;
    Ok(format!("{opening}>{face}{body}"))
}

/// The SVG read again, its font the bundled one on every machine.
fn tree(svg: &str) -> Result<Tree> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    let options =
        Options { font_family: "Inter".to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    Tree::from_str(svg, &options).context("the chart's SVG")
}

/// The letters of a chart's SVG that the bundled font does not have.
pub(crate) fn missing(svg: &str) -> Result<BTreeSet<char>> {
    let font = Face::parse(FONT, 0).context("the bundled font")?;
    let is_text = |piece: &&str| !piece.starts_with("style");
    let texts = svg.split('<').filter(is_text).filter_map(|piece| piece.split_once('>'));
    let letters = texts.flat_map(|(_, text)| text.chars()).filter(|c| !c.is_whitespace());
    Ok(letters.filter(|&letter| font.glyph_index(letter).is_none()).collect())
}

/// The chart in pixels.
pub(crate) fn png(svg: &str, size: Size, dpi: u16) -> Result<Vec<u8>> {
    let tree = tree(svg)?;
    let scale = size.dots(dpi) / tree.size().width();
    let [wide, high] = [tree.size().width(), tree.size().height()].map(|x| (x * scale).round());
    let mut pixels = Pixmap::new(wide as u32, high as u32).context("a picture without pixels")?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().context("PNG")
}

/// The chart as a page of vectors, its letters embedded as a font.
pub(crate) fn pdf(svg: &str, size: Size) -> Result<Vec<u8>> {
    let tree = tree(svg)?;
    let (wide, ratio) = (size.points(), tree.size().height() / tree.size().width());
    let mut document = Document::new();
    let settings = PageSettings::from_wh(wide, wide * ratio).context("a page of no size")?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let whole = krilla::geom::Size::from_wh(wide, wide * ratio).context("a page of no size")?;
    surface.draw_svg(&tree, whole, SvgSettings::default()).context("the chart's SVG")?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| anyhow::anyhow!("PDF: {error:?}"))
}
