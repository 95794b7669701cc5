//! The hidden space of the printed solution; success by width; where failures rest.

use experiment::Results;
use figures::series::of_activation;
use figures::{Axis, Chart, Mark, Panel};
use mlp::{Activation, Simd};

use super::network::printed_network;
use super::settings::{Arm, Settings};
use super::training::PLATEAUS;
use crate::xor_linear::{INPUTS, TARGETS};

/// The four points before and after the hidden layer of the printed solution.
pub(super) fn hidden_space(activation: Activation, simd: Simd) -> Chart {
    let (network, mut workspace) = printed_network(activation, simd);
    workspace.logits(&network, INPUTS.as_flattened());
    let hidden = workspace.hidden(&network, 0, INPUTS.len());
    let point = |at: (f64, f64), target: f64, label: &str| Mark::Point {
        series: usize::from(target == 1.0),
        at,
        filled: target == 1.0,
        label: label.to_owned(),
    };
    let mut before = Vec::new();
    let mut after = vec![Mark::Path { series: None, points: vec![(0.1, -0.2), (2.3, 0.9)] }];
    for (([x1, x2], h), t) in INPUTS.iter().zip(hidden.chunks_exact(2)).zip(TARGETS) {
        before.push(point((*x1, *x2), t, &format!("XOR = {t}")));
        // (0, 1) and (1, 0) fall on one point: one name for both.
        let label = match (*x1, *x2) {
            (0.0, 1.0) => String::new(),
            (1.0, 0.0) => "both ones".to_owned(),
            (x1, x2) => format!("({x1}, {x2})"),
        };
        after.push(point((h[0], h[1]), t, &label));
    }
    let note = |x, y, text: &str| Mark::Note { at: (x, y), text: text.to_owned() };
    after.push(note(0.35, 0.62, "h1 - 2 h2 = 1/2"));
    let panel = |title: &str, x: (&str, f64), y: (&str, f64), marks| Panel {
        title: title.to_owned(),
        x: Axis::linear(x.0, -0.3, x.1).with_ticks(&[0.0, 1.0, 2.0][..x.1.ceil() as usize]),
        y: Axis::linear(y.0, -0.3, y.1).with_ticks(&[0.0, 1.0]),
        marks,
    };
    Chart {
        name: "hidden_space".to_owned(),
        title: "The hidden layer moves the four points to where a line divides them".to_owned(),
        caption: "The inputs, which no line divides into XOR = 1 (discs) and XOR = 0 (rings); \
                  the same points after the hidden layer of the printed solution, with the \
                  line that its output layer draws."
            .to_owned(),
        panels: vec![
            panel("inputs", ("x1", 1.3), ("x2", 1.3), before),
            panel("after the hidden layer", ("h1", 2.4), ("h2", 1.3), after),
        ],
    }
}

/// The arms whose curves are drawn; the table and the grid have all of them.
const CURVES: [&str; 3] = ["relu", "leaky_relu", "tanh"];

/// The probability of success by hidden width, with intervals.
pub(super) fn success_by_width(results: &Results<'_, Arm, Settings>) -> Chart {
    let mut marks = Vec::new();
    for arm in CURVES {
        let series = of_activation(arm);
        let mut band = Vec::new();
        let mut line = Vec::new();
        for (index, cell) in results.cells_of(arm) {
            let width = cell.level("width") as f64;
            let solved = results.rate(index, "solved");
            band.push((width, solved.low, solved.high));
            line.push((width, solved.rate));
        }
        marks.push(Mark::Band { series, points: band });
        marks.push(Mark::Line { series, points: line, label: arm.replace('_', " ") });
    }
    let widths: Vec<f64> = results.file.factors["width"].iter().map(|&w| w as f64).collect();
    let (low, high) = (claims::statistics::min(&widths), claims::statistics::max(&widths));
    Chart {
        name: "success_by_width".to_owned(),
        title: "Wider networks learn XOR more often".to_owned(),
        caption: format!(
            "The share of random starts from which gradient descent on 2-H-1 networks brings J \
             below {} within {} steps; bands are 95 % Clopper-Pearson intervals. Learning rates \
             are tuned for each activation and width.",
            results.settings.goal, results.settings.steps
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("hidden width H", low, high)
                .with_ticks(&[2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0]),
            y: Axis::linear("share solved", 0.0, 1.02).with_ticks(&[0.0, 0.25, 0.5, 0.75, 1.0]),
            marks,
        }],
    }
}

/// The same for every activation and width, in per cent.
pub(super) fn success_grid(results: &Results<'_, Arm, Settings>) -> Chart {
    let widths = &results.file.factors["width"];
    let arms: Vec<&String> = results.arms.keys().filter(|arm| *arm != "printed").collect();
    let mut cells = Vec::new();
    for (y, arm) in arms.iter().rev().enumerate() {
        for (x, (index, _)) in results.cells_of(arm).enumerate() {
            let share = results.rate(index, "solved").rate;
            // Rounded down: 100 stands for every single run.
            let text = format!("{}", (share * 100.0).floor());
            cells.push((x as f64, y as f64, share, text));
        }
    }
    Chart {
        name: "success_grid".to_owned(),
        title: "Runs that learn XOR, in per cent, by activation and hidden width".to_owned(),
        caption: "Rounded down, so that 100 stands for every run. Piecewise linear units with a \
                  dead or nearly dead side fail often in narrow networks; smooth ones and maxout \
                  seldom do."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("hidden width H", widths.iter().map(ToString::to_string)),
            y: Axis::names("", arms.iter().rev().map(|arm| arm.replace('_', " "))),
            marks: vec![Mark::heat(cells)],
        }],
    }
}

/// The final J of failed runs in narrow networks, ReLU beside leaky ReLU and tanh.
pub(super) fn failures(results: &Results<'_, Arm, Settings>) -> Chart {
    const BINS: usize = 56;
    const MOST: f64 = 0.56;
    let mut diverged = 0_u32;
    let panels: Vec<Panel> = CURVES
        .into_iter()
        .enumerate()
        .map(|(series, arm)| {
            let mut counts = [0_u32; BINS];
            let (mut failed, mut trials) = (0_u32, 0_usize);
            for (index, cell) in results.cells_of(arm) {
                if cell.level("width") > 4 {
                    continue;
                }
                let solved = results.values(index, "solved");
                trials += solved.len();
                for (solved, loss) in solved.into_iter().zip(results.values(index, "loss")) {
                    if !loss.is_finite() {
                        diverged += 1;
                    } else if solved == 0.0 {
                        failed += 1;
                        let bin = (loss / MOST * BINS as f64) as usize;
                        counts[bin.min(BINS - 1)] += 1;
                    }
                }
            }
            let width = MOST / BINS as f64;
            let share =
                |count: u32| f64::from(count) / f64::from(if failed == 0 { 1 } else { failed });
            let bars = counts.iter().enumerate();
            let bars: Vec<(f64, f64)> =
                bars.map(|(i, &count)| ((i as f64 + 0.5) * width, share(count))).collect();
            let mut marks: Vec<Mark> = PLATEAUS
                .iter()
                .map(|&plateau| Mark::Path {
                    series: None,
                    points: vec![(plateau, 0.0), (plateau, 1.0)],
                })
                .collect();
            marks.push(Mark::Bars { series, bars, width, label: String::new() });
            let ticks = [(0.0, "0"), (0.25, "1/4"), (1.0 / 3.0, "1/3"), (0.5, "1/2")];
            let mut x = Axis::linear("final J", 0.0, MOST);
            x.ticks = ticks.map(|(at, name)| (at, name.to_owned())).to_vec();
            // One axis serves all three panels.
            let ticks: &[f64] = if series == 0 { &[0.0, 0.5, 1.0] } else { &[] };
            let y = Axis::linear("", 0.0, 1.0).with_ticks(ticks);
            let title = format!("{}: {failed} of {trials}", arm.replace('_', " "));
            Panel { title, x, y, marks }
        })
        .collect();
    Chart {
        name: "failures".to_owned(),
        title: "Where failed runs come to rest".to_owned(),
        caption: format!(
            "The final J of the runs that did not solve XOR at widths 2 to 4, as shares of \
             those runs, whose number stands above; {diverged} that diverged are left out. Lines mark J = 1/4, 1/3 and 1/2, where a \
             ReLU network can be stuck with two, three or all four points at their mean."
        ),
        panels,
    }
}
