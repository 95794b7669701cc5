//! The published numbers that a part sets beside its own run: intervals, and what all seeds came to.

use polars_core::prelude::*;
use serde_json::{Value, json};

use super::contents::Section;

/// The numbers of each part whose experiment is in the page.
///
/// # Errors
/// If a table cannot be read.
pub(super) fn compared(sections: &[Section]) -> PolarsResult<Value> {
    let of = |name: &str, table: &str| {
        let section = sections.iter().find(|section| section.name == name)?;
        section.tables.iter().find(|(name, _)| name == table).map(|(_, table)| table)
    };
    Ok(json!({
        "xor": of("xor_relu", "success").map(shares).transpose()?,
        "revived": of("dying_relu", "trials").map(revived).transpose()?,
        "trained": trained(
            of("universal_approximation", "tuning"),
            of("universal_approximation", "trials"),
        )?,
        "specifications": of("activation_atlas", "specifications").map(specifications).transpose()?,
    }))
}

/// Of each network on XOR: arm, width, seeds, and the interval of the share of them that learned it.
fn shares(table: &DataFrame) -> PolarsResult<Vec<Value>> {
    (0..table.height())
        .map(|row| {
            let [width, n] = ["width", "n"].map(|name| number(table, name, row));
            let [low, high] = ["low", "high"].map(|name| number(table, name, row));
            Ok(json!([text(table, "arm", row)?, width?, n?, low?, high?]))
        })
        .collect()
}

/// Of each arm and margin: the share of dead units that came back, seed by seed.
fn revived(table: &DataFrame) -> PolarsResult<Vec<Value>> {
    let mut cells: Vec<(String, f64, Vec<f64>)> = Vec::new();
    for row in 0..table.height() {
        let Some(share) = number(table, "revived", row)? else { continue };
        let arm = text(table, "arm", row)?;
        let margin = number(table, "hundredths_of_margin", row)?.unwrap_or_default();
        match cells.iter_mut().find(|cell| cell.0 == arm && cell.1 == margin) {
            Some((.., shares)) => shares.push(share),
            None => cells.push((arm, margin, vec![share])),
        }
    }
    Ok(cells.into_iter().map(|cell| json!(cell)).collect())
}

/// Of each arm that is trained: its tuned learning rate, and the largest error of each seed at it.
fn trained(tuning: Option<&DataFrame>, trials: Option<&DataFrame>) -> PolarsResult<Vec<Value>> {
    let (Some(tuning), Some(trials)) = (tuning, trials) else { return Ok(Vec::new()) };
    let mut arms = Vec::new();
    for row in 0..tuning.height() {
        if !tuning.column("chosen")?.get(row)?.eq(&AnyValue::Boolean(true)) {
            continue;
        }
        let (arm, rate) = (text(tuning, "arm", row)?, number(tuning, "learning_rate", row)?);
        let mut errors = Vec::new();
        for row in 0..trials.height() {
            if text(trials, "arm", row)? == arm && number(trials, "learning_rate", row)? == rate {
                errors.push(number(trials, "trained_error", row)?);
            }
        }
        arms.push(json!([arm, rate, errors]));
    }
    Ok(arms)
}

/// What was chosen in the specifications of the atlas: choices with their levels, and of each
/// specification the indices of its levels and ln of the three ratios of steps.
fn specifications(table: &DataFrame) -> PolarsResult<Value> {
    const CHOICES: [&str; 7] =
        ["data_set", "depth", "width", "batch_size", "weights", "optimizer", "goal"];
    const RATIOS: [&str; 3] = ["ln_relu_sigmoid", "ln_relu_tanh", "ln_tanh_sigmoid"];
    let mut levels: [Vec<String>; CHOICES.len()] = Default::default();
    let mut rows = Vec::new();
    for row in 0..table.height() {
        let mut cells: Vec<Value> = Vec::new();
        for (name, levels) in CHOICES.iter().zip(&mut levels) {
            let level = text(table, name, row)?;
            let known = levels.iter().position(|other| *other == level);
            cells.push(json!(known.unwrap_or(levels.len())));
            if known.is_none() {
                levels.push(level);
            }
        }
        for name in RATIOS {
            // None where neither got to the goal.
            cells.push(json!(number(table, name, row)?.filter(|ratio| ratio.is_finite())));
        }
        rows.push(cells);
    }
    let choices: Vec<(&str, Vec<String>)> = CHOICES.into_iter().zip(levels).collect();
    Ok(json!({ "choices": choices, "rows": rows }))
}

fn text(table: &DataFrame, column: &str, row: usize) -> PolarsResult<String> {
    Ok(table.column(column)?.get(row)?.str_value().into_owned())
}

fn number(table: &DataFrame, column: &str, row: usize) -> PolarsResult<Option<f64>> {
    Ok(table.column(column)?.get(row)?.extract::<f64>())
}
