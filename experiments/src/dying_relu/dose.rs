//! Dose and response: how long it takes a dead unit to come back, by its slope below 0.

use claims::{Cell, Metrics};
use experiment::Trials;

use super::settings::{Arm, Settings};
use crate::line::slope;

/// The arms of layer 1 that leak, and by how much.
pub(super) const LEAKS: [(&str, f64); 5] = [
    ("leaky_relu_0001", 0.001),
    ("leaky_relu", 0.01),
    ("leaky_relu_005", 0.05),
    ("leaky_relu_01", 0.1),
    ("leaky_relu_025", 0.25),
];

/// Hundredths of the margin of the arms that have one only.
pub(super) const USUAL: i64 = 10;

/// For each seed the slope of the least-squares line through ln(steps to come back) over
/// ln(slope below 0), at the smallest margin, over the leaks at which most units came back within
/// the budget; seeds with fewer than two of them are left out. -1 if a unit moves in proportion to its slope.
pub(super) fn log_slopes(trials: &Trials<'_, Arm, Settings>) -> Vec<Metrics> {
    let smallest = trials.file.factors["hundredths_of_margin"].iter().min().copied();
    let at = |arm: &str, metric: &str| {
        let is_it =
            |(_, cell): &(usize, &Cell)| Some(cell.level("hundredths_of_margin")) == smallest;
        let cell = trials.cells_of(arm).find(is_it);
        cell.map_or(Vec::new(), |(cell, _)| trials.values(cell, metric))
    };
    let leaks: Vec<(f64, Vec<f64>, Vec<f64>)> = LEAKS
        .iter()
        .map(|&(arm, slope)| (libm::log(slope), at(arm, "revival_steps"), at(arm, "came_back")))
        .collect();
    let seeds = leaks.iter().map(|(_, steps, _)| steps.len()).min().unwrap_or(0);
    let of_seed = |seed: usize| -> Option<Metrics> {
        let reached = leaks.iter().filter(|(_, _, reached)| reached[seed] == 1.0);
        let points: Vec<(f64, f64)> =
            reached.map(|(log, steps, _)| (*log, libm::log(steps[seed]))).collect();
        Some(vec![("log_slope", slope(&points)?)])
    };
    (0..seeds).filter_map(of_seed).collect()
}
