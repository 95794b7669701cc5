//! What is to be run: claim.toml and the command line, checked against what the experiment knows.

use anyhow::{Context, anyhow};
use claims::configuration::nearest;
use claims::overlay::Overlay;
use claims::{ClaimFile, Configuration, Phase};

use crate::command_line::{Changes, Options};
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::run::Entry;

/// The configuration of a run.
///
/// # Errors
/// If claim.toml or the command line gets something wrong.
pub(crate) fn configuration<E: Experiment>(
    entry: &Entry,
    options: &Options,
    changes: &Changes,
) -> Result<Configuration<E::Arm, E::Settings>, Failure> {
    let overlay = Overlay {
        quick: options.quick,
        seeds: changes.seeds.map(|seeds| seeds as usize),
        set: changes.set.clone(),
    };
    let (text, origin) = match (&changes.text, &changes.config) {
        (Some(text), _) => (text.clone(), "claim.toml".to_owned()),
        (None, None) => (entry.claim.to_owned(), format!("{}/claim.toml", entry.name)),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("--config {}", path.display()))
                .map_err(Failure::Usage)?;
            (text, path.display().to_string())
        }
    };
    let read = Configuration::read(&text, &origin, &overlay).map_err(Failure::usage)?;
    check_names::<E>(entry, &read.file)?;
    for cell in &read.file.cells() {
        E::check(&read.file.arms[&cell.arm], &read.file.settings, cell)
            .with_context(|| {
                format!("claim.toml of {}: arm {} {:?}", entry.name, cell.arm, cell.levels)
            })
            .map_err(Failure::Usage)?;
    }
    check_rates::<E>(entry, &read.file)?;
    Ok(read)
}

/// Every arm that is run and needs a learning rate has its rate tuned.
fn check_rates<E: Experiment>(
    entry: &Entry,
    file: &ClaimFile<E::Arm, E::Settings>,
) -> Result<(), Failure> {
    for cell in &file.cells() {
        let is_run = file.seeds(cell, Phase::Confirm) > 0;
        let is_tuned = file.seeds(cell, Phase::Pilot) > 0;
        if is_run && !is_tuned && E::needs_rate(&file.arms[&cell.arm]) {
            return Err(Failure::Usage(anyhow!(
                "claim.toml of {}: arm {} needs a learning rate: name it in [tuning] arms",
                entry.name,
                cell.arm
            )));
        }
    }
    Ok(())
}

/// The metrics and factors that claim.toml names are those that the experiment knows.
fn check_names<E: Experiment>(
    entry: &Entry,
    file: &ClaimFile<E::Arm, E::Settings>,
) -> Result<(), Failure> {
    let criteria = file.claims.iter().flat_map(|claim| claim.printed.iter().chain(&claim.criteria));
    let metrics = criteria.map(|c| &c.metric).chain(file.tuning.iter().map(|t| &t.metric));
    for metric in metrics {
        if !E::METRICS.contains(&metric.as_str()) {
            let nearest = nearest(metric, E::METRICS.iter().copied());
            let help = nearest.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            let known = E::METRICS.join(", ");
            let name = entry.name;
            return Err(Failure::Usage(anyhow!(
                "claim.toml of {name}: no metric `{metric}` among {known}{help}"
            )));
        }
    }
    if !file.factors.keys().eq(E::FACTORS) {
        let found: Vec<&String> = file.factors.keys().collect();
        let (name, wanted) = (entry.name, E::FACTORS);
        return Err(Failure::Usage(anyhow!(
            "claim.toml of {name}: [factors] has {found:?}, wanted {wanted:?}"
        )));
    }
    if !file.across.iter().eq(E::ACROSS) {
        let (name, found, wanted) = (entry.name, &file.across, E::ACROSS);
        return Err(Failure::Usage(anyhow!(
            "claim.toml of {name}: across = {found:?}, wanted {wanted:?}"
        )));
    }
    if file.tuning.is_some() != E::TUNED {
        let remedy = if E::TUNED { "is missing; give it" } else { "is not used; leave it out" };
        return Err(Failure::Usage(anyhow!("claim.toml of {}: [tuning] {remedy}", entry.name)));
    }
    Ok(())
}
