//! Charts of the timings of one host.

use std::fs;
use std::path::Path;

use anyhow::Result;
use report::chart::Layout;
use report::{Axis, Chart, Mark, Panel};

use crate::history::{Row, Run};

/// How many of the last runs are drawn.
const DRAWN: usize = 6;

/// A chart for each family of benches: the time of each of the last runs of this host as a share of
/// the first of them.
pub(crate) fn history(rows: &[Row], host: &str) -> Result<()> {
    let mut runs: Vec<&Run> = rows.iter().map(|row| &row.run).collect();
    runs.dedup();
    let runs = &runs[runs.len().saturating_sub(DRAWN)..];
    let families: [(&str, &[&str]); 4] = [
        ("product", &["product"]),
        ("function", &["function"]),
        ("training", &["step", "sweep", "activation_step"]),
        ("setup", &["setup"]),
    ];
    for (family, prefixes) in families {
        let mut benches: Vec<&str> = rows.iter().map(|row| row.bench.as_str()).collect();
        benches.retain(|bench| prefixes.iter().any(|prefix| bench.starts_with(prefix)));
        benches.sort_unstable();
        benches.dedup();
        benches.reverse();
        let at = |run: &Run, bench: &str| {
            rows.iter().find(|row| row.run == *run && row.bench == bench).map(|row| row.seconds[0])
        };
        let mut cells: Vec<(f64, f64, f64, String)> = Vec::new();
        for (y, bench) in benches.iter().enumerate() {
            let first = runs.iter().find_map(|run| at(run, bench));
            for (x, run) in runs.iter().enumerate() {
                let (Some(seconds), Some(first)) = (at(run, bench), first) else { continue };
                let ratio = seconds / first;
                // From half the time to twice the time.
                let share = (ratio.clamp(0.5, 2.0) - 0.5) / 1.5;
                let shown_first = !cells.iter().any(|&(_, row, ..)| row == y as f64);
                let text = if shown_first { readable(seconds) } else { format!("{ratio:.2}") };
                cells.push((x as f64, y as f64, share, text));
            }
        }
        let names = |bench: &&str| {
            let name = bench.strip_prefix(family).unwrap_or(bench);
            name.trim_start_matches(['_', '/']).replace('/', " ")
        };
        write(&Chart {
            name: format!("history_{family}"),
            title: format!("Time of a call, run by run: {family}"),
            caption: format!("{host}. First the median; then its ratio to the first."),
            panels: vec![Panel {
                title: String::new(),
                x: Axis::names("commit", runs.iter().map(|run| run.commit.as_str())),
                y: Axis::names("", benches.iter().map(names)),
                marks: vec![Mark::heat(cells)],
            }],
        })?;
    }
    Ok(())
}

/// The cost of each activation in the host's last run: per element, and of a training step relative
/// to one with ReLU.
pub(crate) fn activation_cost(rows: &[Row], host: &str) -> Result<()> {
    const ELEMENTS: f64 = 65536.0;
    let last = |bench: String| {
        let here = |row: &&Row| row.bench == bench;
        rows.iter().rev().find(here).map(|row| row.seconds)
    };
    let names = ["relu", "leaky_relu", "elu", "softplus", "tanh", "sigmoid"];
    let Some([relu, ..]) = last("activation_step/relu".to_owned()) else { return Ok(()) };
    let panel = |title: &str, name: &str, from: f64, of: &dyn Fn(&str) -> Option<[f64; 3]>| {
        let mut marks = Vec::new();
        let mut most = from;
        for (y, name) in names.iter().rev().enumerate() {
            let Some([median, low, high]) = of(name) else { continue };
            most = if high > most { high } else { most };
            marks.extend(Mark::spread(0, y as f64, [low, median, high]));
        }
        let names = names.iter().rev().map(|name| name.replace('_', " "));
        let x = Axis::linear(name, from, from + 1.08 * (most - from));
        Panel { title: title.to_owned(), x, y: Axis::names("", names), marks }
    };
    let element =
        |name: &str| last(format!("function/{name}")).map(|s| s.map(|s| s / ELEMENTS * 1e9));
    let step = |name: &str| last(format!("activation_step/{name}")).map(|s| s.map(|s| s / relu));
    write(&Chart {
        name: "activation_cost".to_owned(),
        title: "What an activation costs: an element alone, and a whole training step".to_owned(),
        caption: format!(
            "{host}. Left: nanoseconds an element, over 64 Ki of them. Right: the time of a step of \
             the 64-128-10 digits network over that with ReLU. Discs: medians; lines: 95 % intervals."
        ),
        panels: vec![
            panel("an element", "ns", 0.0, &element),
            panel("a step, over one with ReLU", "ratio", 0.9, &step),
        ],
    })
}

/// A time in the unit that suits it.
pub(crate) fn readable(seconds: f64) -> String {
    let units = [(1.0, "s"), (1e-3, "ms"), (1e-6, "us")];
    let unit = units.into_iter().find(|&(unit, _)| seconds >= unit);
    let (unit, name) = unit.unwrap_or((1e-9, "ns"));
    format!("{:.1} {name}", seconds / unit)
}

/// Draws a chart beside the tables it is made of.
pub(crate) fn write(chart: &Chart) -> Result<()> {
    let file = Path::new("results/performance").join(&chart.name).with_extension("svg");
    Ok(fs::write(file, report::chart::svg(chart, Layout::FILE)?)?)
}
