//! One trial of any cell, as a command line chooses it: where it is, and at which learning rate.

use std::fmt;

use anyhow::{Context, ensure};
use claims::spelling::unknown;
use claims::{Cell, Metrics, Overlay, Phase, Trial};
use experiment::{Configured, Entry, Run};

use crate::catalogue::Catalogue;
use crate::failure::{Attempt, Failure};
use crate::rows::words;
use crate::{artifacts, committed, files, learning_rates};

/// What the command line says of a trial.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen {
    pub(crate) arm: Option<String>,
    pub(crate) data_set: Option<String>,
    /// Factors and levels.
    pub(crate) levels: Vec<(&'static str, Option<i64>)>,
    pub(crate) learning_rate: Option<f64>,
    pub(crate) seed: u64,
}

/// A trial that can be run.
#[derive(Clone, Debug)]
pub(crate) struct Single {
    pub(crate) cell: Cell,
    pub(crate) learning_rate: Option<f64>,
    /// Where the learning rate is from.
    pub(crate) rate_is: String,
    pub(crate) seed: u64,
    /// Whether claim.toml has this cell.
    pub(crate) is_registered: bool,
}

impl Single {
    /// The trial that is meant: what the command line leaves open is the first of claim.toml.
    ///
    /// # Errors
    /// If there is no such arm or data set, it cannot be run there, or no learning rate is known.
    pub(crate) fn of(
        catalogue: &Catalogue,
        entry: &Entry,
        run: &Run<'_>,
        chosen: &Chosen,
    ) -> Result<Self, Failure> {
        let cell = cell(run.configured, chosen).usage()?;
        if !cell.data_set.is_empty() {
            (catalogue.ready)(&cell.data_set).input_output()?;
        }
        run.configured.check_cell(&cell).with_context(|| words(&cell).join(", ")).usage()?;
        let is_registered = run.configured.cells.contains(&cell);
        let (learning_rate, rate_is) = match chosen.learning_rate {
            Some(rate) => (Some(rate), "as given".to_owned()),
            None if !run.configured.needs_rate(&cell.arm) => (None, String::new()),
            None => rate(entry, run, &cell)?,
        };
        Ok(Self { cell, learning_rate, rate_is, seed: chosen.seed, is_registered })
    }

    /// What decides its bits, but for the seed.
    pub(crate) fn at(&self) -> (Phase, &Cell, Option<f64>) {
        (Phase::Confirm, &self.cell, self.learning_rate)
    }

    /// Whether its seed is one that is judged.
    pub(crate) fn is_counted(&self, configured: &Configured) -> bool {
        let seeds = configured.file().seeds(&self.cell, Phase::Confirm) as u64;
        self.is_registered && self.seed < seeds
    }

    /// What the committed tables have of this trial: the file, and what it recorded. None if they have
    /// not this trial, or were made by another configuration.
    pub(crate) fn committed(&self, configured: &Configured) -> Option<(String, Metrics)> {
        let folder = files::workspace().ok()?.join("results").join(configured.name);
        artifacts::are_of(configured, &folder).ok().filter(|is_of| *is_of)?;
        let is_this = |trial: &Trial| {
            configured.cells[trial.cell] == self.cell
                && trial.seed == self.seed
                && (self.learning_rate.is_none() || trial.learning_rate == self.learning_rate)
        };
        ["trials.csv", "first_trials.csv"].iter().find_map(|name| {
            let path = folder.join(name);
            let trials = committed::trials(configured, &path).ok()?;
            Some((files::shown(&path), trials.into_iter().find(is_this)?.metrics))
        })
    }
}

/// "digits, relu, depth 5, seed 7".
impl fmt::Display for Single {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, seed {}", self.cell, self.seed)
    }
}

/// The cell that is meant.
fn cell(configured: &Configured, chosen: &Chosen) -> anyhow::Result<Cell> {
    let file = configured.file();
    let arms = || file.arms.keys().map(String::as_str);
    let arm = match &chosen.arm {
        Some(arm) => arm.clone(),
        None => arms().next().map(str::to_owned).context("claim.toml has no arms")?,
    };
    known("arm", &arm, arms())?;
    let data_sets = || file.trials.data_sets.iter().map(String::as_str);
    let data_set = match &chosen.data_set {
        Some(data_set) => data_set.clone(),
        None => data_sets().next().unwrap_or_default().to_owned(),
    };
    if !data_set.is_empty() {
        known("data set", &data_set, data_sets())?;
    }
    let level = |&(factor, level): &(&str, Option<i64>)| {
        let first = || file.factors.get(factor).and_then(|levels| levels.first().copied());
        let level = level.or_else(first).with_context(|| format!("{factor} has no level"))?;
        Ok((factor.to_owned(), level))
    };
    let levels = chosen.levels.iter().map(level).collect::<anyhow::Result<_>>()?;
    Ok(Cell { data_set, arm, levels })
}

/// Refuses a name that is not there, with what is.
fn known<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> anyhow::Result<()> {
    let names: Vec<&str> = names.collect();
    ensure!(names.contains(&name), unknown(what, name, &names));
    Ok(())
}

/// The learning rate of a cell: the one that the committed tuning has chosen for it; or, with other data or
/// settings, the one that its tuning chooses now; or, at a level that is not tuned, that of the nearest one.
fn rate(entry: &Entry, run: &Run<'_>, cell: &Cell) -> Result<(Option<f64>, String), Failure> {
    let (committed, hash) = committed_rates(entry);
    let is_registered = run.configured.configuration.trials_hash == hash;
    let at = committed.iter().find(|(known, _)| is_registered && known == cell);
    if let Some((_, rate)) = at {
        return Ok((Some(*rate), "chosen by the committed tuning".to_owned()));
    }
    if let Some(index) = run.configured.cells.iter().position(|known| known == cell) {
        let rate = run.tuned_rate(index);
        let rate = rate.with_context(|| needs_rate(cell)).usage()?;
        return Ok((Some(rate), "chosen by a tuning just now".to_owned()));
    }
    let distance = |known: &Cell| -> u64 {
        let levels = known.levels.iter().zip(&cell.levels);
        levels.map(|((_, a), (_, b))| a.abs_diff(*b)).fold(0, u64::saturating_add)
    };
    let alike = committed
        .iter()
        .filter(|(known, _)| (&known.arm, &known.data_set) == (&cell.arm, &cell.data_set));
    let nearest = alike.min_by_key(|(known, _)| distance(known));
    let (known, rate) = nearest.with_context(|| needs_rate(cell)).usage()?;
    let place = claims::Place::of(known);
    Ok((Some(*rate), format!("that of {place}: this level is not in claim.toml")))
}

fn needs_rate(cell: &Cell) -> String {
    format!(
        "no learning rate is tuned for {}; give one with --learning-rate",
        words(cell).join(", ")
    )
}

/// The cells of the committed configuration, with the learning rates chosen for them; and its hash.
fn committed_rates(entry: &Entry) -> (Vec<(Cell, f64)>, String) {
    let read = || -> Option<(Vec<(Cell, f64)>, String)> {
        let configured = Configured::of(entry, &Overlay::default()).ok()?;
        let path = files::workspace().ok()?.join("results").join(entry.name).join("tuning.csv");
        let choices = learning_rates::read(&path, &configured).ok()?;
        let chosen = choices.into_iter().filter(|choice| choice.chosen);
        let of = |choice: claims::tuning::Choice| {
            (configured.cells[choice.cell].clone(), choice.learning_rate)
        };
        Some((chosen.map(of).collect(), configured.configuration.trials_hash.clone()))
    };
    read().unwrap_or_default()
}

/// Whether two trials recorded the same bits, whatever their order; the names of those that differ.
pub(crate) fn differing(ours: &Metrics, theirs: &Metrics) -> Vec<&'static str> {
    let value = |metrics: &Metrics, name: &str| {
        metrics.iter().find(|(known, _)| *known == name).map(|(_, x)| x.to_bits())
    };
    let names = ours.iter().chain(theirs).map(|(name, _)| *name);
    let mut names: Vec<&str> = names.filter(|n| value(ours, n) != value(theirs, n)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn metrics_differ_by_their_bits() {
        let ours = vec![("a", 0.0), ("b", f64::NAN), ("c", 1.0)];
        assert!(differing(&ours, &vec![("c", 1.0), ("b", f64::NAN), ("a", 0.0)]).is_empty());
        assert_eq!(differing(&ours, &vec![("a", -0.0), ("b", f64::NAN)]), ["a", "c"]);
    }
}
