//! The six slips that are best seen.

use claims::Formula;
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::networks;
use super::settings::{Arm, Settings};
use crate::unit::Unit;

/// One figure each.
pub(super) fn all(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
    let printed_and_corrected = PAIRS.iter().filter_map(|pair| pair.chart(results));
    printed_and_corrected.chain([saturation(results), first_activity(results)]).collect()
}

/// A formula as printed beside the corrected one.
struct Pair {
    arm: &'static str,
    name: &'static str,
    title: &'static str,
    caption: &'static str,
    variable: &'static str,
    window: (f64, f64),
    /// What the other variables are.
    at: &'static [(&'static str, f64)],
    height: (f64, f64),
    label: &'static str,
}

const PAIRS: [Pair; 4] = [
    Pair {
        arm: "E01",
        name: "tanh",
        title: "2 sigmoid(x) - 1 is not tanh(x): half as steep at 0",
        caption: "Dashed: as a title of the notes prints it, which is tanh(x/2). Solid: 2 sigmoid(2x) \
                  - 1, which is tanh(x). They are furthest apart, by 0.3003, at x = 1.061.",
        variable: "x",
        window: (-4.0, 4.0),
        at: &[],
        height: (-1.1, 1.1),
        label: "f(x)",
    },
    Pair {
        arm: "E02",
        name: "squared_error_slope",
        title: "The derivative of the squared error is printed twice too large",
        caption: "For one example with y = 1 and cost (1 - sigmoid(z))^2 / 2. Dashed: the derivative as \
                  printed, with a factor 2. Solid: without it, as central differences have it.",
        variable: "z",
        window: (-8.0, 8.0),
        at: &[],
        height: (-0.32, 0.03),
        label: "dJ/dz",
    },
    Pair {
        arm: "E03",
        name: "elu",
        title: "ELU as printed follows the exponential on both sides",
        caption: "a = 1. Dashed: max(a (e^x - 1), x), as printed. Solid: ELU. For x > 0 the exponential \
                  is the larger of the two.",
        variable: "x",
        window: (-3.0, 2.0),
        at: &[("a", 1.0)],
        height: (-1.2, 6.6),
        label: "f(x)",
    },
    Pair {
        arm: "E04",
        name: "leaky_relu",
        title: "With a > 1, max(a x, x) swaps the sides of a leaky ReLU",
        caption: "a = 2. Dashed: max(a x, x), as printed. Solid: max(0, x) + a min(0, x). For a <= 1 \
                  they are the same.",
        variable: "x",
        window: (-2.0, 2.0),
        at: &[("a", 2.0)],
        height: (-4.2, 4.2),
        label: "f(x)",
    },
];

impl Pair {
    fn chart(&self, results: &Results<'_, Arm, Settings>) -> Option<Chart> {
        let Arm::Formula(slip) = results.arms.get(self.arm)? else { return None };
        let (low, high) = self.window;
        let points = |formula: &Formula| -> Vec<(f64, f64)> {
            let x = (0..=320).map(|i| low + (high - low) * f64::from(i) / 320.0);
            let value = |x: f64| formula.value(&[self.at, &[(self.variable, x)]].concat());
            x.map(|x| (x, value(x)))
                .filter(|(_, y)| *y <= self.height.1 && *y >= self.height.0)
                .collect()
        };
        let marks = vec![
            Mark::Line {
                series: 0,
                points: points(&slip.corrected),
                label: "corrected".to_owned(),
            },
            Mark::Dashes { series: 1, points: points(&slip.printed), label: "printed".to_owned() },
        ];
        Some(Chart {
            name: self.name.to_owned(),
            title: self.title.to_owned(),
            caption: self.caption.to_owned(),
            panels: vec![Panel {
                title: String::new(),
                x: Axis::linear(self.variable, low, high),
                y: Axis::linear(self.label, self.height.0, self.height.1),
                marks,
            }],
        })
    }
}

/// The sigmoid's slope far out, on a logarithmic axis, until it is exactly 0.
fn saturation(results: &Results<'_, Arm, Settings>) -> Chart {
    use mlp::Activation;
    let simd = results.simd;
    let mut double = Unit::<f64>::new(Activation::Sigmoid {}, simd);
    let mut single = Unit::<f32>::new(Activation::Sigmoid {}, simd);
    let grid = (-480..=480).map(|i| f64::from(i) / 4.0);
    let end =
        |series, at, name: &str| Mark::Point { series, at, filled: true, label: name.to_owned() };
    let log = |x: f64, slope: f64| (slope > 0.0).then(|| (x, libm::log10(slope)));
    let of_double = grid.clone().filter_map(|x| log(x, double.slope(x))).collect();
    let of_single = grid.filter_map(|x| log(x, single.slope(x))).collect();
    Chart {
        name: "saturation".to_owned(),
        title: "A saturated sigmoid's slope is tiny, but 0 only where the numbers end".to_owned(),
        caption: "The slope as training computes it, in double (solid) and single (dashed) precision. \
                  A line ends where the slope becomes exactly 0: at 37.43 and 17.33 above 0, where the \
                  sigmoid rounds to 1; at 745.1 (beyond the axis) and 104.0 below."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("x", -120.0, 120.0),
            y: Axis::powers_of_ten("slope of the sigmoid", -54.0, 1.0)
                .with_powers(&[-50, -40, -30, -20, -10, 0]),
            marks: vec![
                Mark::Line { series: 0, points: of_double, label: String::new() },
                Mark::Dashes { series: 1, points: of_single, label: String::new() },
                end(0, (37.25, -16.18), "f64"),
                end(1, (17.25, -7.49), "f32"),
                end(1, (-103.75, -45.06), "f32"),
            ],
        }],
    }
}

/// How many units are active at first, against their bias.
fn first_activity(results: &Results<'_, Arm, Settings>) -> Chart {
    let share = |bias: f64| 0.5 * libm::erfc(-bias / 2.0);
    let predicted = (0..=100).map(|i| f64::from(i) / 25.0).map(|b| (b, share(b))).collect();
    let streams = claims::Streams::new("errata", claims::Phase::Confirm, "", 0);
    let biases = [0.0, 0.1, 0.5, 1.0, 2.0, 3.0, 4.0];
    let measured = biases.map(|bias| {
        let active = networks::active_units((1000, 1000), bias, &streams, results.simd);
        (bias, active, active, active)
    });
    Chart {
        name: "first_activity".to_owned(),
        title: "A slightly positive bias leaves nearly half of the units inactive".to_owned(),
        caption: "The share of 1000 ReLU units that are active on a random input, with He's \
                  initialisation and a common bias b: predicted, Phi(b / sqrt 2), and one draw of the \
                  units. At b = 0.1 it is 52.8 %; E16 has the mean over seeds."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("bias b", 0.0, 4.1),
            y: Axis::linear("share of active units", 0.0, 1.02)
                .with_ticks(&[0.0, 0.25, 0.5, 0.75, 1.0]),
            marks: vec![
                Mark::Line { series: 0, points: predicted, label: "predicted".to_owned() },
                Mark::Dots { series: 1, points: measured.to_vec(), label: "one draw".to_owned() },
            ],
        }],
    }
}
