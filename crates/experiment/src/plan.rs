//! The size of a run, without running it.

use std::fmt;

use claims::Phase;

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
        let seeds = |cell| file.seeds(cell, Phase::Confirm);
        Self {
            name: configured.name,
            title: file.title.clone(),
            claims: file.claims.len(),
            cells: cells.iter().filter(|cell| seeds(cell) > 0).count(),
            rates: file.tuning.as_ref().map_or(0, |tuning| tuning.learning_rates.rates().len()),
            pilots: file.pilots(),
            trials: cells.iter().map(seeds).sum(),
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
