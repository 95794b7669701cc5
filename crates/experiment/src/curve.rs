//! One training as a chart: J, the gradient in each layer, and units that are dead or saturated.

use claims::statistics::{max, mean, min};
use figures::{Axis, Chart, Mark, Panel};

use crate::measured::{Measured, Units};

/// If the last step has so many times the number of the first after 0, most happens too early to be seen
/// on a linear axis.
const LONG: usize = 100;
/// An axis with more powers of ten names every fourth of them.
const MANY_POWERS: i64 = 8;

/// The chart of these frames, named after what was trained.
pub fn chart(frames: &[Measured], trained: &str) -> Chart {
    let steps = Steps::of(frames);
    let log = |x: f64| (x > 0.0 && x.is_finite()).then(|| libm::log10(x));
    let layers = frames.first().map_or(0, |frame| frame.gradients.len());
    let loss = vec![steps.points(|frame| log(frame.loss))];
    let gradients: Vec<_> =
        (0..layers).map(|k| steps.points(|frame| log(frame.gradients[k]))).collect();
    let names: Vec<String> = (1..=layers).map(|k| format!("layer {k}")).collect();
    let mut panels = vec![
        steps.powers("J", loss, &[String::new()]),
        steps.powers("norm of the gradient", gradients, &names),
    ];
    // Over all hidden layers; the table has each.
    let over_all = |frame: &Measured, share: fn(&Units) -> Option<f64>| {
        let shares: Vec<f64> = frame.units.iter().filter_map(share).collect();
        (!shares.is_empty()).then(|| mean(&shares))
    };
    let dead = steps.points(|frame| over_all(frame, |units| units.dead));
    let saturated = steps.points(|frame| over_all(frame, |units| units.saturated));
    if !dead.is_empty() {
        let marks = vec![
            Mark::Line { series: 0, points: dead, label: "dead".to_owned() },
            Mark::Dashes { series: 1, points: saturated, label: "saturated".to_owned() },
        ];
        let y = Axis::linear("", 0.0, 1.02).with_ticks(&[0.0, 0.5, 1.0]);
        panels.push(Panel { title: "share of units".to_owned(), x: steps.axis(), y, marks });
    }
    Chart {
        name: "training".to_owned(),
        title: format!("One training of {trained}"),
        caption: "J over the training set; the norm of its gradient in the parameters of each layer; \
                  the share of units whose slope is 0 at every example (dead, lines), and of pairs of \
                  a unit and an example with less than 1 % of the unit's slope (saturated, dashes)."
            .to_owned(),
        panels,
    }
}

/// The horizontal axis: steps, or their logarithms.
struct Steps<'a> {
    frames: &'a [Measured],
    first: usize,
    last: usize,
}

impl<'a> Steps<'a> {
    fn of(frames: &'a [Measured]) -> Self {
        let first = frames.iter().map(|frame| frame.step).find(|&step| step > 0).unwrap_or(1);
        Self { frames, first, last: frames.last().map_or(1, |frame| frame.step) }
    }

    fn is_logarithmic(&self) -> bool {
        self.last >= LONG * self.first
    }

    fn points(&self, of: impl Fn(&Measured) -> Option<f64>) -> Vec<(f64, f64)> {
        let place = |step: usize| match (step, self.is_logarithmic()) {
            (0, true) => None,
            (step, true) => Some(libm::log10(step as f64)),
            (step, false) => Some(step as f64),
        };
        let point = |frame: &Measured| Some((place(frame.step)?, of(frame)?));
        self.frames.iter().filter_map(point).collect()
    }

    fn axis(&self) -> Axis {
        let (first, last) = (self.first as f64, self.last as f64);
        if self.is_logarithmic() {
            return Axis::powers_of_ten("step", libm::log10(first), libm::log10(last));
        }
        Axis::linear("step", 0.0, last)
    }

    /// Lines on a vertical axis of powers of ten.
    fn powers(&self, title: &str, lines: Vec<Vec<(f64, f64)>>, names: &[String]) -> Panel {
        let heights: Vec<f64> = lines.iter().flatten().map(|&(_, y)| y).collect();
        let (low, high) = (min(&heights).floor(), max(&heights).ceil());
        let (low, high) = if low < high { (low, high) } else { (-1.0, 1.0) };
        let mut y = Axis::powers_of_ten("", low, high);
        if (high - low) as i64 > MANY_POWERS {
            let exponents = (low as i64..=high as i64).filter(|exponent| exponent % 4 == 0);
            y = y.with_powers(&exponents.collect::<Vec<_>>());
        }
        let lines = lines.into_iter().zip(names).enumerate();
        let marks = lines
            .map(|(series, (points, name))| Mark::Line { series, points, label: name.clone() })
            .collect();
        Panel { title: title.to_owned(), x: self.axis(), y, marks }
    }
}
