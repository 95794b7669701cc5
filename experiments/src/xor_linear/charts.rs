//! The fitted plane beside the targets; the descent over the contours of J.

use claims::{Phase, Streams};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel, contours};

use super::fit::{INPUTS, TARGETS, cost, descend};
use super::settings::{Arm, Settings};

/// How many descents are drawn.
const PATHS: u64 = 6;
/// How far the drawn rectangle reaches in w1 and in w2: wide enough for circles to look round.
const REACH: (f64, f64) = (7.0, 4.0);

/// The value of the best plane at the four points, beside their targets.
pub(super) fn fitted_plane() -> Chart {
    let names = INPUTS.map(|[x1, x2]| format!("({x1}, {x2})"));
    let mut marks = Vec::new();
    for (i, target) in TARGETS.into_iter().enumerate() {
        let x = i as f64;
        marks.push(Mark::Path { series: None, points: vec![(x, target), (x, 0.5)] });
    }
    let dots = |y: fn(usize) -> f64| (0..4).map(|i| (i as f64, y(i), y(i), y(i))).collect();
    marks.push(Mark::Dots { series: 1, points: dots(|i| TARGETS[i]), label: "target".to_owned() });
    marks.push(Mark::Dots { series: 0, points: dots(|_| 0.5), label: "best fit".to_owned() });
    Chart {
        name: "fitted_plane".to_owned(),
        title: "The best linear fit to XOR says 1/2 for every input".to_owned(),
        caption: "The exact least-squares solution is w = (0, 0), b = 1/2. Each of the four \
                  residuals is 1/2, so J = 1/2."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("input (x1, x2)", names),
            y: Axis::linear("value", -0.1, 1.1).with_ticks(&[0.0, 0.5, 1.0]),
            marks,
        }],
    }
}

/// Paths of gradient descent in (w1, w2), over the contours of J with b at its best.
pub(super) fn descent_paths(results: &Results<'_, Arm, Settings>) -> Chart {
    // dJ/db = 0 at b = 1/2 - (w1 + w2) / 2.
    let best = |w1: f64, w2: f64| cost([w1, w2, 0.5 - 0.5 * (w1 + w2)]);
    let (x, y) = ((-REACH.0, REACH.0), (-REACH.1, REACH.1));
    let mut marks = Vec::new();
    for level in [0.6, 1.0, 2.0, 4.0, 7.0] {
        for segment in contours(best, x, y, 64, level) {
            marks.push(Mark::Path { series: None, points: segment.to_vec() });
        }
    }
    for seed in 0..PATHS {
        let streams = Streams::new("xor_linear", Phase::Confirm, "", seed);
        let path = descend(&streams, results.settings, results.simd);
        let shown = path.iter().take(60).map(|[w1, w2, _]| (*w1, *w2));
        marks.push(Mark::Path { series: Some(0), points: shown.collect() });
        let [w1, w2, _] = path[0];
        let at = (w1, w2);
        marks.push(Mark::Point { series: 0, at, filled: false, label: String::new() });
    }
    let optimum = Mark::Point { series: 1, at: (0.0, 0.0), filled: true, label: String::new() };
    marks.push(optimum);
    Chart {
        name: "descent_paths".to_owned(),
        title: "Gradient descent finds w = (0, 0) from every start".to_owned(),
        caption: format!(
            "The first {PATHS} of the starts (rings) and their paths to the optimum (disc), over the \
             contours J = 0.6, 1, 2, 4, 7 in (w1, w2) with b eliminated. The paths move in b too, so they need not \
             cross the contours at right angles."
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("w1", x.0, x.1),
            y: Axis::linear("w2", y.0, y.1).equal(),
            marks,
        }],
    }
}
