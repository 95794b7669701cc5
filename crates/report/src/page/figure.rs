//! A chart in the page: drawn for wide and for narrow screens.

use figures::Chart;
use maud::{Markup, PreEscaped, html};

use super::typeset::{linked, typeset};
use crate::chart::{ChartError, Layout, svg};
use crate::theme::Theme;

const WIDE: Layout = Layout { width: 720, theme: Theme::Light, captioned: false, inline: true };
const NARROW: Layout = Layout { width: 330, ..WIDE };

/// What a chart is called in the page.
pub(super) fn id(experiment: &str, chart: &Chart) -> String {
    format!("{experiment}-{}", chart.name)
}

/// A chart, drawn for both.
fn picture(experiment: &str, chart: &Chart) -> Result<Markup, ChartError> {
    both(|layout, kind| {
        let id = id(experiment, chart);
        Ok(svg(chart, layout)?.replacen("<svg", &format!("<svg id=\"{id}-{kind}\""), 1))
    })
}

/// A chart shown once more, by reference: it stands elsewhere in the page.
///
/// # Errors
/// If it cannot be drawn.
pub(super) fn still(experiment: &str, chart: &Chart) -> Result<Markup, ChartError> {
    both(|layout, kind| {
        let drawn = svg(chart, layout)?;
        let opening = drawn.split_once('>').map_or("", |(opening, _)| opening);
        let id = id(experiment, chart);
        Ok(format!("{opening}><use href=\"#{id}-{kind}\" width=\"100%\" height=\"100%\"/></svg>"))
    })
}

fn both(
    drawn: impl Fn(Layout, &'static str) -> Result<String, ChartError>,
) -> Result<Markup, ChartError> {
    let (wide, narrow) = (drawn(WIDE, "wide")?, drawn(NARROW, "narrow")?);
    Ok(html! { div.wide { (PreEscaped(wide)) } div.narrow { (PreEscaped(narrow)) } })
}

/// A chart of an experiment, its title and caption as text, and how to take it away.
///
/// # Errors
/// If it cannot be drawn.
pub(super) fn figure(experiment: &str, chart: &Chart) -> Result<Markup, ChartError> {
    let name = &chart.name;
    let picture = picture(experiment, chart)?;
    let has_values = picture.0.contains("<title>");
    Ok(html! {
        figure id=(id(experiment, chart)) {
            h4 { (typeset(&chart.title)) }
            // Where there are scripts, it is text until it is unfolded.
            noscript { (picture) }
            figcaption {
                p { (linked(typeset(&chart.caption))) }
                p.take {
                    a href={ (experiment) "/" (name) ".svg" } download { "SVG" }
                    " PDF, PNG, other sizes: "
                    code { "cargo run -p export -- " (experiment) "/" (name) }
                    button.copy type="button" { "Copy" }
                    @if has_values { button.values type="button" aria-expanded="false" { "Values" } }
                }
            }
        }
    })
}
