//! A figure for each function, and all of them on one sheet.

use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::function::functions;
use super::settings::{Arm, Function, Settings};

/// One figure a function, and the overview.
pub(super) fn all(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
    let functions = functions(results);
    let mut charts: Vec<Chart> = functions.iter().map(|(name, f)| figure(name, f)).collect();
    let panels = functions.iter().map(|(_, f)| Panel {
        title: f.title.split(':').next().unwrap_or_default().to_owned(),
        ..panel(f, ["", ""], ["x", ""])
    });
    charts.push(Chart {
        name: "overview".to_owned(),
        title: "The activation functions of the notes and their slopes".to_owned(),
        caption: "Solid: the function. Dashed: its derivative.".to_owned(),
        panels: panels.collect(),
    });
    charts
}

/// How a formula with a condition is read.
const CONDITION: &str = " where(c, a, b) is a if c holds, else b.";

fn figure(name: &str, function: &Function) -> Chart {
    Chart {
        name: name.to_owned(),
        title: function.title.clone(),
        caption: format!(
            "Solid: f(x) = {}. Dashed: its derivative f'(x) = {}.{}",
            function.formula,
            function.derivative,
            if function.derivative.to_string().contains("where") { CONDITION } else { "" },
        ),
        panels: vec![panel(
            function,
            ["f(x)", "f'(x)"],
            ["x, the pre-activation", "f(x) and f'(x)"],
        )],
    }
}

fn panel(function: &Function, [value, slope]: [&str; 2], [x, y]: [&str; 2]) -> Panel {
    let [low, high] = function.window;
    let grid =
        |from: f64, to: f64| (0..=200).map(move |i| from + (to - from) * f64::from(i) / 200.0);
    let values: Vec<(f64, f64)> = grid(low, high).map(|x| (x, function.formula.at(x))).collect();
    // A derivative that jumps is drawn in pieces, each just short of the jump.
    let mut ends = vec![low];
    ends.extend(&function.kinks);
    ends.push(high);
    let short = 1e-9;
    let mut marks = Vec::new();
    for (i, pair) in ends.windows(2).enumerate() {
        let piece = grid(pair[0] + short, pair[1] - short);
        let points = piece.map(|x| (x, function.derivative.at(x))).collect();
        let last = i + 2 == ends.len();
        let label = if last { slope } else { "" }.to_owned();
        marks.push(Mark::Dashes { series: 1, points, label });
    }
    let all = marks.iter().flat_map(|mark| match mark {
        Mark::Dashes { points, .. } => points.clone(),
        _ => Vec::new(),
    });
    let heights: Vec<f64> = all.chain(values.iter().copied()).map(|(_, y)| y).collect();
    let (bottom, top) = (claims::statistics::min(&heights), claims::statistics::max(&heights));
    marks.insert(0, Mark::Line { series: 0, points: values, label: value.to_owned() });
    let margin = 0.06 * (top - bottom);
    Panel {
        title: String::new(),
        x: Axis::linear(x, low, high),
        y: Axis::linear(y, bottom - margin, top + margin),
        marks,
    }
}
