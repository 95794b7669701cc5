//! Forecasts: ratios of steps that were said before the specifications they speak of were run.

use std::collections::BTreeMap;

use claims::Metrics;
use claims::statistics::{mean, median, shown};
use experiment::Trials;
use figures::{Table, column, frame};

use super::choices::{Level, levels};
use super::races::Race;
use super::settings::{Arm, Forecast, Settings};

/// A forecast beside what was found; nothing if there is no such level.
struct Scored<'a> {
    forecast: &'a Forecast,
    found: Level,
    /// The median ratio over all that was explored.
    everywhere: f64,
}

impl Scored<'_> {
    /// ln of the forecast over what was found.
    fn error(&self) -> f64 {
        libm::log(self.forecast.median_ratio / self.found.ratio[0])
    }

    /// ln of the other forecast, that no choice matters, over what was found.
    fn error_without(&self) -> f64 {
        libm::log(self.everywhere / self.found.ratio[0])
    }

    /// Whether the forecast lies within the interval of what was found.
    fn is_within(&self) -> bool {
        let [_, low, high] = self.found.ratio;
        (low..=high).contains(&self.forecast.median_ratio)
    }
}

/// Every forecast, held against the specifications that were not explored.
fn scored<'a>(trials: &'a Trials<'_, Arm, Settings>, races: &[Race<'_>]) -> Vec<Scored<'a>> {
    let (seen, unseen): (Vec<Race<'_>>, Vec<Race<'_>>) =
        races.iter().cloned().partition(|race| race.seed < trials.settings.explored);
    // Many forecasts are of the same two arms.
    let mut of_arms: BTreeMap<&[String; 2], (Vec<Level>, f64)> = BTreeMap::new();
    let scored = |forecast: &'a Forecast| {
        let [first, second] = &forecast.ratio_of;
        let (found, everywhere) = of_arms.entry(&forecast.ratio_of).or_insert_with(|| {
            let logs: Vec<f64> =
                seen.iter().filter_map(|race| race.log_ratio(first, second)).collect();
            (levels(trials, &unseen, [first, second]), libm::exp(median(&logs)))
        });
        let is_it =
            |level: &&Level| level.choice == forecast.choice && level.held_at == forecast.held_at;
        let found = found.iter().find(is_it)?.clone();
        Some(Scored { forecast, found, everywhere: *everywhere })
    };
    trials.settings.forecasts.iter().filter_map(scored).collect()
}

/// How good all of them are, one row; none before the specifications are run.
pub(super) fn metrics(trials: &Trials<'_, Arm, Settings>, races: &[Race<'_>]) -> Vec<Metrics> {
    let scored = scored(trials, races);
    if scored.is_empty() {
        return Vec::new();
    }
    let size = |errors: Vec<f64>| mean(&errors.iter().map(|error| error.abs()).collect::<Vec<_>>());
    let within = scored.iter().filter(|scored| scored.is_within()).count();
    vec![vec![
        ("forecasts_within", within as f64 / scored.len() as f64),
        ("forecast_error", size(scored.iter().map(Scored::error).collect())),
        ("error_without_choices", size(scored.iter().map(Scored::error_without).collect())),
    ]]
}

/// One row a forecast.
pub(super) fn table(
    trials: &Trials<'_, Arm, Settings>,
    races: &[Race<'_>],
) -> anyhow::Result<Table> {
    let rows = scored(trials, races);
    let percent = |row: &Scored<'_>| shown(100.0 * libm::expm1(row.error()));
    Ok(frame(vec![
        column("ratio_of", &rows, |row| row.forecast.ratio_of.join(" / ")),
        column("choice", &rows, |row| row.forecast.choice.clone()),
        column("level", &rows, |row| row.forecast.held_at.clone()),
        column("forecast", &rows, |row| row.forecast.median_ratio),
        column("n", &rows, |row| row.found.n),
        column("found", &rows, |row| shown(row.found.ratio[0])),
        column("low", &rows, |row| shown(row.found.ratio[1])),
        column("high", &rows, |row| shown(row.found.ratio[2])),
        column("per_cent_off", &rows, percent),
        column("within", &rows, Scored::is_within),
    ])?)
}
