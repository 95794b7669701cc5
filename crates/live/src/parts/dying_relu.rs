//! The part on dead units: for which examples each unit of a layer is active, epoch by epoch.

use claims::{Cell, Phase, Streams};
use experiment::Experiment as _;
use experiments::data::digits;
use experiments::dying_relu::{Arm, Experiment, Settings, revival};
use mlp::{Activation, Simd};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::named;

/// So many examples of each class are shown.
const SHOWN: usize = 10;
const CLASSES: usize = 10;

/// A run of the digits whose first units are dead at the start.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    settings: Settings,
    activation: Activation,
    layer: usize,
    hundredths_of_margin: i64,
    seed: u64,
}

/// What a published trial records, and what is seen on the way: the step, J, for how many examples each
/// unit is active, and for which of those shown, class by class: a letter each, unit by unit.
///
/// # Errors
/// If there can be no such run.
pub(super) fn answered(request: Request) -> Result<Value, String> {
    let Request { settings, activation, layer, hundredths_of_margin, seed } = request;
    let levels = vec![("hundredths_of_margin".to_owned(), hundredths_of_margin)];
    let cell = Cell { data_set: String::new(), arm: String::new(), levels };
    if layer == 0 {
        return Err("layers count from 1".to_owned());
    }
    Experiment::check(&Arm::Revival { activation, layer }, &settings, &cell)
        .map_err(|error| format!("{error:#}"))?;
    let streams = Streams::new("dying_relu", Phase::Confirm, "", seed);
    let margin = hundredths_of_margin as f64 / 100.0;
    let data = &digits().train;
    let shown: Vec<usize> = (0..CLASSES)
        .flat_map(|class| {
            let of_class = move |row: &usize| data.target.row(*row)[class] == 1.0;
            (0..data.input.rows()).filter(of_class).take(SHOWN)
        })
        .collect();
    let mut epochs = Vec::new();
    let drawn = (&settings, &streams);
    let metrics =
        revival(activation, (layer, margin), drawn, Simd::fastest(), |step, hidden, trainer| {
            let units = hidden.len() / data.input.rows();
            let is_active = |unit: usize, row: usize| hidden[row * units + unit] > 0.0;
            let count = |unit| (0..data.input.rows()).filter(|&row| is_active(unit, row)).count();
            let active: Vec<usize> = (0..units).map(count).collect();
            let map: String = (0..units)
                .flat_map(|unit| shown.iter().map(move |&row| (unit, row)))
                .map(|(unit, row)| if is_active(unit, row) { '1' } else { '0' })
                .collect();
            let loss = trainer.loss(data);
            epochs.push(json!({ "step": step, "loss": loss, "active": active, "map": map }));
        });
    Ok(json!({ "metrics": named(metrics), "examples": data.input.rows(), "epochs": epochs }))
}
