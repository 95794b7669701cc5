//! The population of settings: the factor between two arms, and what it varies with.

use claims::Metrics;
use claims::statistics::{Population, Posterior, Unit, population, shown};
use figures::{Table, column, frame};
use rayon::prelude::*;

use super::races::{Race, stream};

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

/// A quantity of the model: its metrics, the mean first, then the ends; how a table calls it.
struct Quantity {
    metrics: [&'static str; 3],
    words: &'static str,
    of: fn(&Population) -> Posterior,
}

const QUANTITIES: [Quantity; 6] = [
    Quantity {
        metrics: ["effect", "effect_low", "effect_high"],
        words: "ln ratio of steps, mean of data sets",
        of: |found| found.effect,
    },
    Quantity {
        metrics: ["next_agrees", "next_agrees_low", "next_agrees_high"],
        words: "probability that the next data set's mean is below 0",
        of: |found| found.next_is_below,
    },
    Quantity {
        metrics: ["between_data_sets", "between_data_sets_low", "between_data_sets_high"],
        words: "deviation between data sets",
        of: |found| found.between_groups,
    },
    Quantity {
        metrics: [
            "between_specifications",
            "between_specifications_low",
            "between_specifications_high",
        ],
        words: "deviation between specifications of a data set",
        of: |found| found.between_units,
    },
    Quantity {
        metrics: ["between_runs", "between_runs_low", "between_runs_high"],
        words: "deviation between runs that the arms share",
        of: |found| found.between_runs,
    },
    Quantity {
        metrics: ["residual", "residual_low", "residual_high"],
        words: "deviation that is left",
        of: |found| found.residual,
    },
];

/// The share of the budget that the table looks at beside the whole: what would have been found if
/// runs had been given up earlier.
const LESS: f64 = 0.25;

impl Contrast {
    /// What the model says of all races in which both arms ran, had the budget been this share of
    /// what it was: metrics, one row.
    fn fitted(&self, races: &[Race<'_>], share: f64) -> Vec<Metrics> {
        let unit = |race: &Race<'_>| race.unit(self.arms, share);
        let units: Vec<Unit> = races.iter().filter_map(unit).collect();
        let random = &mut stream(&format!("population, {}, {share}", self.name));
        let metrics = |found: Population| {
            let of = |quantity: &Quantity| {
                let Posterior { mean, low, high } = (quantity.of)(&found);
                quantity.metrics.into_iter().zip([mean, low, high])
            };
            QUANTITIES.iter().flat_map(of).collect()
        };
        population(&units, random).map(metrics).into_iter().collect()
    }
}

/// What the model says of every contrast, by name.
pub(super) fn metrics(races: &[Race<'_>]) -> Vec<(&'static str, Vec<Metrics>)> {
    CONTRASTS.par_iter().map(|contrast| (contrast.name, contrast.fitted(races, 1.0))).collect()
}

/// One row a contrast, budget and quantity; `whole` has what [`metrics`] gave.
pub(super) fn table(
    races: &[Race<'_>],
    whole: &[(&'static str, Vec<Metrics>)],
) -> anyhow::Result<Table> {
    let less: Vec<Vec<Metrics>> =
        CONTRASTS.par_iter().map(|contrast| contrast.fitted(races, LESS)).collect();
    let mut rows: Vec<(&str, f64, &str, [f64; 3])> = Vec::new();
    for (contrast, less) in CONTRASTS.iter().zip(&less) {
        let whole = whole.iter().find(|(name, _)| *name == contrast.name);
        let whole = whole.and_then(|(_, rows)| rows.first());
        for (share, found) in [(1.0, whole), (LESS, less.first())] {
            let Some(found) = found else { continue };
            let value = |name| {
                let metric = found.iter().find(|(known, _)| *known == name);
                metric.map_or(f64::NAN, |(_, value)| *value)
            };
            let row = |quantity: &Quantity| {
                (contrast.name, share, quantity.words, quantity.metrics.map(value))
            };
            rows.extend(QUANTITIES.iter().map(row));
        }
    }
    Ok(frame(vec![
        column("contrast", &rows, |row| row.0),
        column("share_of_budget", &rows, |row| row.1),
        column("quantity", &rows, |row| row.2),
        column("mean", &rows, |row| shown(row.3[0])),
        column("low", &rows, |row| shown(row.3[1])),
        column("high", &rows, |row| shown(row.3[2])),
    ])?)
}
