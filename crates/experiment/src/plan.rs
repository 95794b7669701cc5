//! The size of a run, without running it.

use std::fmt;

use claims::{Phase, tuning};

use crate::configured::Configured;

/// The size of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The experiment.
    pub name: &'static str,
    /// The title of claim.toml.
    pub title: String,
    /// How many claims.
    pub claims: usize,
    /// How many cells have seeds.
    pub cells: usize,
    /// How many learning rates are tried, if no grid grows.
    pub rates: usize,
    /// How many trials tune, if no grid grows.
    pub pilots: usize,
    /// How many trials judge, if tuning leaves no doubt about any rate.
    pub trials: usize,
}

impl Plan {
    /// The plan of an experiment.
    pub fn of(configured: &Configured) -> Self {
        let (file, cells) = (configured.file(), &configured.cells);
        let count = |phase| cells.iter().map(|cell| file.seeds(cell, phase)).sum();
        let tuning = file.tuning.as_ref();
        let pilots = |cell| {
            tuning.map_or(0, |tuning| tuning::most_pilots(tuning, file.seeds(cell, Phase::Pilot)))
        };
        Self {
            name: configured.name,
            title: file.title.clone(),
            claims: file.claims.len(),
            cells: cells.iter().filter(|cell| file.seeds(cell, Phase::Confirm) > 0).count(),
            rates: tuning.map_or(0, |tuning| tuning.learning_rates.rates().len()),
            pilots: cells.iter().map(pilots).sum(),
            trials: count(Phase::Confirm),
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, title, claims, cells, rates, pilots, trials } = self;
        writeln!(f, "{name}: {title}")?;
        writeln!(f, "  claims        {claims}")?;
        writeln!(f, "  cells         {cells}")?;
        writeln!(f, "  pilot trials  {pilots} ({rates} learning rates)")?;
        writeln!(f, "  trials        {trials}")
    }
}
