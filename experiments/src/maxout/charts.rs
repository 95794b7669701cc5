//! x^2 by a few pieces; the error against their number.

use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};
use mlp::Simd;

use super::settings::{Arm, Settings};
use super::square::{error, predicted, values};

/// x^2 and the maxout units of 2, 3 and 5 pieces that are nearest to it.
pub(super) fn pieces(simd: Simd) -> Chart {
    let panel = |k: usize| Panel {
        title: format!("{k} pieces"),
        x: Axis::linear("x", -1.0, 1.0).with_ticks(&[-1.0, 0.0, 1.0]),
        y: Axis::linear("output", -0.2, 1.05).with_ticks(&[0.0, 0.5, 1.0]),
        marks: vec![
            Mark::Line {
                series: 5,
                points: values(1, 201, simd).into_iter().map(|(x, _)| (x, x * x)).collect(),
                label: String::new(),
            },
            Mark::Dashes { series: 1, points: values(k, 601, simd), label: String::new() },
        ],
    };
    Chart {
        name: "pieces".to_owned(),
        title: "One maxout unit draws x^2 with as many straight pieces as it has".to_owned(),
        caption:
            "Solid: x^2. Dashed: the nearest maxout unit of k pieces, which is off by 1/(2 k^2) at \
                  most: below at its corners and at the ends, above in the middle of each piece."
                .to_owned(),
        panels: [2, 3, 5].map(panel).to_vec(),
    }
}

/// The largest error on x^2 against the number of pieces, with the predicted law.
pub(super) fn errors(results: &Results<'_, Arm, Settings>) -> Chart {
    let (arms, settings, simd) = (results.arms, results.settings, &results.simd);
    let counts = match arms.get("square") {
        Some(Arm::Square { pieces }) => &pieces[..],
        _ => &[],
    };
    let log = |k: usize, error: f64| (libm::log10(k as f64), libm::log10(error));
    let dots = counts.iter().map(|&k| {
        let (x, y) = log(k, error(k, settings.points, *simd));
        (x, y, y, y)
    });
    let law = counts.iter().map(|&k| log(k, predicted(k)));
    Chart {
        name: "errors".to_owned(),
        title: "Twice the pieces leave a quarter of the error".to_owned(),
        caption:
            "The largest error of one maxout unit on x^2 over [-1, 1] (dots) and 1/(2 k^2) (line)."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::powers_of_ten("pieces k", -0.05, 1.6),
            y: Axis::powers_of_ten("largest error", -3.6, 0.0),
            marks: vec![
                Mark::Line { series: 0, points: law.collect(), label: "predicted".to_owned() },
                Mark::Dots { series: 1, points: dots.collect(), label: "measured".to_owned() },
            ],
        }],
    }
}
