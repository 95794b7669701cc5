//! The population of settings: the factor between two arms, and what it varies with.

use claims::statistics::{Population, Posterior, Unit, population, shown};
use claims::{Metrics, Phase, Streams};
use figures::{Table, column, frame};

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

impl Contrast {
    /// What the model says of all races in which both arms ran.
    pub(super) fn population(&self, races: &[Race<'_>]) -> Option<Population> {
        let [first, second] = self.arms;
        let units: Vec<Unit> = races.iter().filter_map(|race| race.unit(first, second)).collect();
        let streams = Streams::new("activation_atlas", Phase::Confirm, "", 0);
        population(&units, &mut streams.stream(&format!("population, {}", self.name)))
    }

    /// The same as metrics.
    pub(super) fn metrics(&self, races: &[Race<'_>]) -> Vec<Metrics> {
        let metrics = |found: Population| {
            let Population { effect, between_groups, between_units, residual, .. } = found;
            vec![
                ("effect", effect.mean),
                ("effect_low", effect.low),
                ("effect_high", effect.high),
                ("next_agrees", found.next_is_below),
                ("between_data_sets", between_groups.mean),
                ("between_data_sets_low", between_groups.low),
                ("between_data_sets_high", between_groups.high),
                ("between_specifications", between_units.mean),
                ("between_runs", residual.mean),
            ]
        };
        self.population(races).map(metrics).into_iter().collect()
    }
}

/// One row a contrast and quantity of the model.
pub(super) fn table(races: &[Race<'_>]) -> anyhow::Result<Table> {
    let mut rows: Vec<(&str, &str, Posterior)> = Vec::new();
    for contrast in &CONTRASTS {
        let Some(found) = contrast.population(races) else { continue };
        let Population { effect, between_groups, between_units, residual, .. } = found;
        let p = found.next_is_below;
        let next = Posterior { mean: p, low: f64::NAN, high: f64::NAN };
        rows.extend([
            (contrast.name, "ln ratio of steps, mean of all data sets", effect),
            (contrast.name, "probability that the next data set's mean is below 0", next),
            (contrast.name, "deviation between data sets", between_groups),
            (contrast.name, "deviation between specifications of a data set", between_units),
            (contrast.name, "deviation between runs of an arm", residual),
        ]);
    }
    Ok(frame(vec![
        column("contrast", &rows, |row| row.0),
        column("quantity", &rows, |row| row.1),
        column("mean", &rows, |row| shown(row.2.mean)),
        column("low", &rows, |row| shown(row.2.low)),
        column("high", &rows, |row| shown(row.2.high)),
    ])?)
}
