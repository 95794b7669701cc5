//! Charts one after the other in one SVG, for a lecture: no script, so that any browser plays it.

use std::fmt::Write;

use figures::Chart;

use super::draw::{ChartError, svg};
use super::layout::Layout;

/// The charts, each shown for so many seconds, the last one three times as long; then from the
/// beginning. All should have the same axes.
///
/// # Errors
/// If plotters cannot draw one.
pub fn animated(charts: &[Chart], seconds: f64, layout: Layout) -> Result<String, ChartError> {
    let whole = seconds * (charts.len() + 2) as f64;
    let mut text = String::new();
    for (i, chart) in charts.iter().enumerate() {
        let drawn = svg(chart, layout)?;
        let (head, body) = parts(&drawn);
        if i == 0 {
            text.push_str(head);
        }
        let [from, until] = [i, i + 1].map(|n| n as f64 * seconds / whole);
        // The last one is what is seen where nothing moves: printed, or with animations off.
        let (shown, times, values) = match (i, charts.len() - 1 - i) {
            (_, 0) => ("visible", format!("0;{from:.5}"), "hidden;visible"),
            (0, _) => ("hidden", format!("0;{until:.5}"), "visible;hidden"),
            _ => ("hidden", format!("0;{from:.5};{until:.5}"), "hidden;visible;hidden"),
        };
        let _ = write!(
            text,
            "<g visibility=\"{shown}\"><animate attributeName=\"visibility\" calcMode=\"discrete\" \
             dur=\"{whole:.2}s\" repeatCount=\"indefinite\" keyTimes=\"{times}\" \
             values=\"{values}\"/>\n{body}</g>\n"
        );
    }
    text.push_str("</svg>\n");
    Ok(text)
}

/// Everything before what is drawn, which is the same for all; what is drawn.
fn parts(svg: &str) -> (&str, &str) {
    let drawn = svg.find("<rect").unwrap_or(0);
    let body = &svg[drawn..];
    (&svg[..drawn], body.trim_end().strip_suffix("</svg>").unwrap_or(body))
}
