//! Where networks end; success by width and rate; what fewer digits cost.

use claims::Cell;
use claims::statistics::{mean, shown};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel, Table, column, frame};

use super::settings::{Arm, Kind, Settings};

/// The outcomes that are counted, and how they are called.
const ENDS: [(&str, &str); 5] = [
    ("solved", "J = 0"),
    ("at_quarter", "1/4"),
    ("at_third", "1/3"),
    ("at_half", "1/2"),
    ("elsewhere", "elsewhere"),
];

/// The mean of a metric over the blocks of a cell; none if there are none.
fn share(results: &Results<'_, Arm, Settings>, cell: usize, metric: &str) -> Option<f64> {
    let values = results.values(cell, metric);
    if values.is_empty() { None } else { Some(mean(&values)) }
}

/// The cells of an arm that have most blocks, which are those that decide.
fn deciding<'a>(results: &'a Results<'_, Arm, Settings>, arm: &'a str) -> Vec<(usize, &'a Cell)> {
    let blocks = |cell: usize| results.values(cell, "solved").len();
    let most = results.cells_of(arm).map(|(cell, _)| blocks(cell)).max().unwrap_or(0);
    let is_deciding = |(cell, _): &(usize, &Cell)| most > 0 && blocks(*cell) == most;
    results.cells_of(arm).filter(is_deciding).collect()
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    match percent {
        0.0 => "0".to_owned(),
        100.0 => "100".to_owned(),
        _ if percent < 0.01 => "<.01".to_owned(),
        // 100 stands for every single one.
        _ if percent > 99.94 => "99.9".to_owned(),
        _ if percent < 9.95 => format!("{percent:.2}"),
        _ => format!("{percent:.1}"),
    }
}

/// In how many of a hundred networks training ends where.
pub(super) fn ends(results: &Results<'_, Arm, Settings>) -> Chart {
    let arms = results.arms.iter().filter(|(_, arm)| arm.kind == Kind::Lanes);
    let rows: Vec<(usize, String)> = arms
        .flat_map(|(name, _)| deciding(results, name))
        .map(|(index, cell)| {
            (index, format!("{}, {} units", cell.arm.replace('_', " "), cell.level("width")))
        })
        .collect();
    let mut cells = Vec::new();
    for (y, (index, _)) in rows.iter().rev().enumerate() {
        for (x, (metric, _)) in ENDS.iter().enumerate() {
            let share = share(results, *index, metric).unwrap_or(f64::NAN);
            cells.push((x as f64, y as f64, share, percent(share)));
        }
    }
    Chart {
        name: "ends".to_owned(),
        title: "Where training on XOR ends, in per cent of all starts".to_owned(),
        caption: "A ReLU network that fails rests at one of three values of J, where a proof says \
                  that the gradient may vanish (N01). For other activations that is no theorem, though \
                  most of their failures are near the same values. ReLU at a learning rate of 0.01, the \
                  others at 0.1."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("at the end", ENDS.map(|(_, name)| name)),
            y: Axis::names("", rows.iter().rev().map(|(_, name)| name.clone())),
            marks: vec![Mark::heat(cells)],
        }],
    }
}

/// The activations whose success is drawn by width and rate.
const DRAWN: [&str; 2] = ["relu", "tanh"];

/// The share that learns XOR, by width and rate, a panel an activation.
pub(super) fn success(results: &Results<'_, Arm, Settings>) -> Chart {
    let is_run = |factor: &str, level: i64| {
        let lanes = results.arms.iter().filter(|(_, arm)| arm.kind == Kind::Lanes);
        let mut cells = lanes.flat_map(|(name, _)| results.cells_of(name));
        cells.any(|(index, cell)| {
            cell.level(factor) == level && share(results, index, "solved").is_some()
        })
    };
    let levels = |factor: &str| -> Vec<i64> {
        let all = results.file.factors[factor].iter().copied();
        all.filter(|&level| is_run(factor, level)).collect()
    };
    let (widths, rates) = (levels("width"), levels("thousandths_of_rate"));
    let panel = |(name, _): (&String, &Arm)| {
        let cell = |(index, cell): (usize, &Cell)| {
            let x = widths.iter().position(|&width| width == cell.level("width"))?;
            let rate = cell.level("thousandths_of_rate");
            let y = rates.iter().position(|&known| known == rate)?;
            let share = share(results, index, "solved")?;
            // Rounded down: 100 stands for every single one.
            Some((x as f64, y as f64, share, format!("{}", (100.0 * share).floor())))
        };
        Panel {
            title: name.replace('_', " "),
            x: Axis::names("hidden width", widths.iter().map(ToString::to_string)),
            y: Axis::names(
                "learning rate",
                rates.iter().map(|&rate| format!("{}", rate as f64 / 1000.0)),
            ),
            marks: vec![Mark::heat(results.cells_of(name).filter_map(cell).collect())],
        }
    };
    let arms = results.arms.iter().filter(|(name, _)| DRAWN.contains(&name.as_str()));
    Chart {
        name: "success".to_owned(),
        title: "Networks that learn XOR, in per cent, by width and learning rate".to_owned(),
        caption:
            "Rounded down, so that 100 stands for every one of them. A wider network fails less \
                  often, until the rate is so large that it diverges. The table `ends` has all four \
                  activations."
                .to_owned(),
        panels: arms.map(panel).collect(),
    }
}

/// The share that fails, by format.
pub(super) fn formats(results: &Results<'_, Arm, Settings>) -> Chart {
    let arms = results.arms.iter().filter(|(_, arm)| matches!(arm.kind, Kind::Rounded(_)));
    let names: Vec<&String> = arms.map(|(name, _)| name).collect();
    let widths = &results.file.factors["width"];
    let is_run = |width: i64| {
        let mut cells = names.iter().flat_map(|name| results.cells_of(name));
        cells.any(|(cell, at)| {
            at.level("width") == width && share(results, cell, "failed").is_some()
        })
    };
    let widths: Vec<i64> = widths.iter().copied().filter(|&width| is_run(width)).collect();
    let mut cells = Vec::new();
    for (y, name) in names.iter().rev().enumerate() {
        for (index, cell) in results.cells_of(name) {
            let Some(x) = widths.iter().position(|&width| width == cell.level("width")) else {
                continue;
            };
            let Some(failed) = share(results, index, "failed") else { continue };
            cells.push((x as f64, y as f64, failed, percent(failed)));
        }
    }
    Chart {
        name: "formats".to_owned(),
        title: "Networks that fail, in per cent, by the format of their numbers".to_owned(),
        caption: "The same starts, every operation rounded. With few digits a step may be lost in \
                  rounding, and training stops where the gradient does not vanish."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("hidden width", widths.iter().map(ToString::to_string)),
            y: Axis::names("", names.iter().rev().map(|name| name.replace('_', " "))),
            marks: vec![Mark::heat(cells)],
        }],
    }
}

/// One row a cell: how many blocks, and the share of each end.
pub(super) fn table(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Table> {
    let cells = results.cells.iter().enumerate();
    let rows: Vec<(usize, &Cell)> =
        cells.filter(|(index, _)| !results.values(*index, "solved").is_empty()).collect();
    let of = |index: usize, metric: &str| share(results, index, metric).map_or(f64::NAN, shown);
    let mut columns = vec![
        column("arm", &rows, |(_, cell)| cell.arm.clone()),
        column("width", &rows, |(_, cell)| cell.level("width")),
        column("learning_rate", &rows, |(_, cell)| {
            cell.level("thousandths_of_rate") as f64 / 1000.0
        }),
        column("blocks", &rows, |(index, _)| results.values(*index, "solved").len()),
    ];
    for (metric, _) in ENDS {
        columns.push(column(metric, &rows, |(index, _)| of(*index, metric)));
    }
    columns.push(column("median_steps", &rows, |(index, _)| of(*index, "median_steps")));
    Ok(frame(columns)?)
}
