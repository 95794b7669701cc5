//! The population of settings: the factor between two arms, and what it varies with.

use claims::statistics::{Population, Posterior, Unit, population, shown};
use claims::{Metrics, Phase, Streams};
use figures::{Table, column, frame};
use rayon::prelude::*;

use super::races::Race;

/// Two arms, and what their comparison is called.
pub(super) struct Contrast {
    pub(super) name: &'static str,
    pub(super) arms: [&'static str; 2],
}

/// What the notes compare, and an arm with itself, tuned twice.
pub(super) const CONTRASTS: [Contrast; 4] = [
    Contrast { name: "relu_against_sigmoid", arms: ["relu", "sigmoid"] },
    Contrast { name: "relu_against_tanh", arms: ["relu", "tanh"] },
    Contrast { name: "tanh_against_sigmoid", arms: ["tanh", "sigmoid"] },
    Contrast { name: "relu_against_itself", arms: ["relu_again", "relu"] },
];

/// Shares of the budget: what would be found if runs had been given up earlier.
const BUDGETS: [f64; 2] = [1.0, 0.25];

impl Contrast {
    /// What the model says of all races in which both arms ran.
    pub(super) fn population(&self, races: &[Race<'_>], share: f64) -> Option<Population> {
        let unit = |race: &Race<'_>| race.unit(self.arms, share);
        let units: Vec<Unit> = races.iter().filter_map(unit).collect();
        let streams = Streams::new("activation_atlas", Phase::Confirm, "", 0);
        population(&units, &mut streams.stream(&format!("population, {}, {share}", self.name)))
    }

    /// The same as metrics.
    pub(super) fn metrics(&self, races: &[Race<'_>]) -> Vec<Metrics> {
        let metrics = |found: Population| {
            let Population { effect, between_groups, between_units, next_is_below, .. } = found;
            vec![
                ("effect", effect.mean),
                ("effect_low", effect.low),
                ("effect_high", effect.high),
                ("next_agrees", next_is_below.mean),
                ("next_agrees_low", next_is_below.low),
                ("next_agrees_high", next_is_below.high),
                ("between_data_sets", between_groups.mean),
                ("between_data_sets_low", between_groups.low),
                ("between_data_sets_high", between_groups.high),
                ("between_specifications", between_units.mean),
            ]
        };
        self.population(races, 1.0).map(metrics).into_iter().collect()
    }
}

/// One row a contrast, budget and quantity of the model.
pub(super) fn table(races: &[Race<'_>]) -> anyhow::Result<Table> {
    let fits: Vec<(&Contrast, f64)> =
        CONTRASTS.iter().flat_map(|contrast| BUDGETS.map(|share| (contrast, share))).collect();
    let fitted: Vec<Option<Population>> =
        fits.par_iter().map(|(contrast, share)| contrast.population(races, *share)).collect();
    let mut rows: Vec<(&str, f64, &str, Posterior)> = Vec::new();
    for ((contrast, share), found) in fits.into_iter().zip(fitted) {
        if let Some(found) = found {
            let quantities = [
                ("ln ratio of steps, mean of data sets", found.effect),
                ("probability that the next data set's mean is below 0", found.next_is_below),
                ("deviation between data sets", found.between_groups),
                ("deviation between specifications of a data set", found.between_units),
                ("deviation between runs that the arms share", found.between_runs),
                ("deviation that is left", found.residual),
            ];
            rows.extend(
                quantities.map(|(quantity, found)| (contrast.name, share, quantity, found)),
            );
        }
    }
    Ok(frame(vec![
        column("contrast", &rows, |row| row.0),
        column("share_of_budget", &rows, |row| row.1),
        column("quantity", &rows, |row| row.2),
        column("mean", &rows, |row| shown(row.3.mean)),
        column("low", &rows, |row| shown(row.3.low)),
        column("high", &rows, |row| shown(row.3.high)),
    ])?)
}
