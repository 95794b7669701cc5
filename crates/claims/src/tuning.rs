//! Tuning: each cell's learning rate, chosen on pilot seeds from a shared grid.

use crate::claim::{Goal, Tuning};
use crate::criterion::Statistic;
use crate::statistics::{interquartile_mean, max, mean, median, min};
use crate::trial::Trial;

/// The result of the pilot trials of one cell at one learning rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Index into the list of cells.
    pub cell: usize,
    /// The rate.
    pub learning_rate: f64,
    /// The tuning statistic over the pilot seeds.
    pub value: f64,
    /// How many pilot trials.
    pub n: u64,
    /// Whether the confirmation runs at this rate.
    pub chosen: bool,
}

/// One choice for each cell and rate; the best rate of each cell is chosen, the smaller of equals.
///
/// A rate with a NaN among its values ranks below all rates without; a cell that is left out has no
/// choice. `cells` is the number of cells, `pilots` are the trials of the pilot phase.
pub fn choose(tuning: &Tuning, cells: usize, pilots: &[Trial]) -> Vec<Choice> {
    let mut choices = Vec::new();
    for cell in 0..cells {
        let mut of_cell: Vec<Choice> = tuning
            .learning_rates
            .iter()
            .map(|&learning_rate| {
                let here = |trial: &&Trial| {
                    trial.cell == cell && trial.learning_rate == Some(learning_rate)
                };
                let values: Vec<f64> = pilots
                    .iter()
                    .filter(here)
                    .filter_map(|trial| trial.metric(&tuning.metric))
                    .collect();
                let value = reduce(tuning.statistic, &values);
                let n = values.len() as u64;
                Choice { cell, learning_rate, value, n, chosen: false }
            })
            .collect();
        if !pilots.iter().any(|trial| trial.cell == cell) {
            continue;
        }
        let mut best = 0;
        for (i, choice) in of_cell.iter().enumerate() {
            let better = match tuning.goal {
                Goal::Minimize => choice.value < of_cell[best].value,
                Goal::Maximize => choice.value > of_cell[best].value,
            };
            if better || (of_cell[best].value.is_nan() && !choice.value.is_nan()) {
                best = i;
            }
        }
        of_cell[best].chosen = true;
        choices.extend(of_cell);
    }
    choices
}

/// The statistic; NaN if any value is.
fn reduce(statistic: Statistic, values: &[f64]) -> f64 {
    if values.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    match statistic {
        Statistic::Min => min(values),
        Statistic::Max => max(values),
        Statistic::Mean | Statistic::Rate => mean(values),
        Statistic::Median => median(values),
        Statistic::InterquartileMean => interquartile_mean(values),
    }
}
