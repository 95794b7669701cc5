//! A chart in the page: drawn for wide and for narrow screens.

use figures::Chart;
use maud::{Markup, PreEscaped, html};

use super::typeset::typeset;
use crate::chart::{ChartError, Layout, svg};
use crate::theme::Theme;

const WIDE: Layout = Layout { width: 720, theme: Theme::Light, captioned: false, inline: true };
const NARROW: Layout = Layout { width: 330, ..WIDE };

/// A chart, drawn for both.
///
/// # Errors
/// If it cannot be drawn.
pub(super) fn picture(chart: &Chart) -> Result<Markup, ChartError> {
    let (wide, narrow) = (svg(chart, WIDE)?, svg(chart, NARROW)?);
    Ok(html! { div.wide { (PreEscaped(wide)) } div.narrow { (PreEscaped(narrow)) } })
}

/// A chart of an experiment, its title and caption as text, and how to take it away.
///
/// # Errors
/// If it cannot be drawn.
pub(super) fn figure(experiment: &str, chart: &Chart) -> Result<Markup, ChartError> {
    let name = &chart.name;
    let picture = picture(chart)?;
    Ok(html! {
        figure id={ (experiment) "-" (name) } {
            h4 { (typeset(&chart.title)) }
            // Where there are scripts, it is text until it is unfolded.
            noscript { (picture) }
            figcaption {
                p { (typeset(&chart.caption)) }
                p.take {
                    a href={ (experiment) "/" (name) ".svg" } download { "SVG" }
                    " PDF, PNG, other sizes: "
                    code { "cargo run -p export -- " (experiment) "/" (name) }
                    button.copy type="button" { "Copy" }
                }
            }
        }
    })
}
