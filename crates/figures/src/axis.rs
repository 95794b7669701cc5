//! An axis: a range, ticks that we choose, and their labels.

use claims::criterion::shortest;
use claims::statistics::significant;
use serde::{Deserialize, Serialize};

/// No axis extends beyond this: an infinite one would have no ticks, or too many.
const FURTHEST: f64 = 1e100;
/// No number has a larger power of ten.
const MOST_POWERS: f64 = 400.0;

/// A range with ticks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What is measured, with its unit.
    pub label: String,
    /// From left to right or from bottom to top.
    pub range: (f64, f64),
    /// Places and what is written there.
    pub ticks: Vec<(f64, String)>,
    /// Whether log10 of the value is plotted.
    #[serde(default)]
    pub logarithmic: bool,
    /// Of a vertical axis: whether a unit is as long as one of the horizontal axis, where shapes and
    /// angles are the message.
    #[serde(default)]
    pub equal: bool,
}

impl Axis {
    /// A linear axis with round ticks.
    ///
    /// A range of width 0 is widened to 1; an infinite one ends at `FURTHEST`.
    pub fn linear(label: &str, low: f64, high: f64) -> Self {
        let [low, high] = [low, high].map(|end| end.clamp(-FURTHEST, FURTHEST));
        // Between adjacent floating-point numbers there is no room for ticks.
        let narrowest = 1e-12 * low.abs() + f64::MIN_POSITIVE;
        let (low, high) = if high - low > narrowest {
            (low, high)
        } else {
            let half = if low.abs() > 1e8 { 1e-9 * low.abs() } else { 0.5 };
            (low - half, low + half)
        };
        let step = round_step((high - low) / 5.0);
        let first = (low / step).ceil() as i64;
        let last = (high / step).floor() as i64;
        let ticks = (first..=last).map(|i| {
            let at = i as f64 * step;
            (at, decimal(at, step))
        });
        Self::new(label, (low, high), ticks.collect())
    }

    /// An axis of powers of ten, on which log10 of the value is plotted: `low` and `high` are
    /// exponents.
    pub fn powers_of_ten(label: &str, low: f64, high: f64) -> Self {
        let [low, high] = [low, high].map(|exponent| exponent.clamp(-MOST_POWERS, MOST_POWERS));
        let exponents = low.ceil() as i64..=high.floor() as i64;
        let ticks = exponents.map(|exponent| (exponent as f64, power_of_ten(exponent)));
        Self { logarithmic: true, ..Self::new(label, (low, high), ticks.collect()) }
    }

    /// An axis of the places 0, 1, 2, ..., one for each name.
    pub fn names<S: Into<String>>(label: &str, names: impl IntoIterator<Item = S>) -> Self {
        let names = names.into_iter().enumerate();
        let ticks: Vec<(f64, String)> = names.map(|(i, name)| (i as f64, name.into())).collect();
        Self::new(label, (-0.5, ticks.len() as f64 - 0.5), ticks)
    }

    fn new(label: &str, range: (f64, f64), ticks: Vec<(f64, String)>) -> Self {
        Self { label: label.to_owned(), range, ticks, logarithmic: false, equal: false }
    }

    /// The same axis of powers of ten with these exponents only.
    pub fn with_powers(mut self, exponents: &[i64]) -> Self {
        self.ticks = exponents.iter().map(|&n| (n as f64, power_of_ten(n))).collect();
        self
    }

    /// The same vertical axis with units as long as those of the horizontal one.
    pub fn equal(self) -> Self {
        Self { equal: true, ..self }
    }

    /// The same axis with these ticks only.
    pub fn with_ticks(mut self, ticks: &[f64]) -> Self {
        self.ticks = ticks.iter().map(|&at| (at, format!("{at}"))).collect();
        self
    }

    /// What is written at a tick; nothing between ticks.
    pub fn name(&self, at: f64) -> &str {
        self.ticks.iter().find(|(tick, _)| *tick == at).map_or("", |(_, name)| name)
    }

    /// Whether its ticks are names, not the numbers they stand at.
    pub fn is_named(&self) -> bool {
        let differs = |(at, name): &(f64, String)| name.parse::<f64>().ok() != Some(*at);
        !self.logarithmic && self.ticks.iter().any(differs)
    }

    /// The value at a place, as text; for named ticks, the nearest name.
    pub fn value(&self, at: f64) -> String {
        if self.is_named() {
            let distance = |tick: &(f64, String)| (tick.0 - at).abs();
            let nearest = self.ticks.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
            return nearest.map_or(String::new(), |(_, name)| name.clone());
        }
        let value = if self.logarithmic { libm::exp10(at) } else { at };
        shortest(significant(value, 3))
    }
}

/// 10^n written out, or with an exponent if there would be many zeros.
fn power_of_ten(exponent: i64) -> String {
    match exponent {
        0..=4 => format!("1{}", "0".repeat(exponent as usize)),
        -3..=-1 => format!("0.{}1", "0".repeat(-exponent as usize - 1)),
        _ => format!("1e{exponent}"),
    }
}

/// The nearest of 1, 2, 2.5 and 5 times a power of ten that is not below `step`.
fn round_step(step: f64) -> f64 {
    let mut power = 1.0;
    while power > step {
        power /= 10.0;
    }
    while power * 10.0 <= step {
        power *= 10.0;
    }
    let factors = [1.0, 2.0, 2.5, 5.0, 10.0];
    power * factors.into_iter().find(|factor| factor * power >= step).unwrap_or(10.0)
}

/// `at` with as many decimals as `step` needs; in powers of ten if that is more than six.
fn decimal(at: f64, step: f64) -> String {
    let decimals = (0..=6).find(|&n| {
        let scaled = step * (0..n).fold(1.0, |power, _| power * 10.0);
        scaled.round() != 0.0 && (scaled - scaled.round()).abs() < 1e-6 * scaled.abs()
    });
    // Of the place of a tick that is a multiple of its step, more is rounding.
    let Some(decimals) = decimals else { return shortest(significant(at, 3)) };
    let text = format!("{at:.decimals$}");
    if text.trim_start_matches(['-', '0', '.']).is_empty() {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    }
}
