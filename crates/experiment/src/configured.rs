//! What is to be run: claim.toml with its overlay, checked against the facts the experiment
//! declares.

use std::fmt;

use anyhow::{Context, anyhow, bail, ensure};
use claims::overlay::Overlay;
use claims::spelling::unknown;
use claims::{Cell, Claim, ClaimFile, Configuration, Phase};

use crate::entry::Entry;
use crate::parametrised::{Facts, Parametrised};

/// An experiment that can be run.
pub struct Configured {
    /// Its name.
    pub name: &'static str,
    /// What it declares about itself.
    pub facts: Facts,
    /// What claim.toml says, and its hashes.
    pub configuration: Configuration,
    /// Every cell, in the file's order.
    pub cells: Vec<Cell>,
    pub(crate) parametrised: Box<dyn Parametrised>,
}

impl Configured {
    /// The experiment configured by its own claim.toml with `overlay` applied.
    ///
    /// # Errors
    /// If the configuration is invalid, with the place in the file and the remedy.
    pub fn of(entry: &Entry, overlay: &Overlay) -> anyhow::Result<Self> {
        Self::read(entry, entry.claim, &format!("{}/claim.toml", entry.name), overlay)
    }

    /// Reads `text`, a claim.toml for the experiment `entry`; `origin` names it in errors.
    ///
    /// # Errors
    /// If the configuration is invalid, with the place in the file and the remedy.
    pub fn read(
        entry: &Entry,
        text: &str,
        origin: &str,
        overlay: &Overlay,
    ) -> anyhow::Result<Self> {
        let accepts = |text: &str| (entry.read)(text).map(|_| ());
        let configuration = Configuration::read(text, origin, overlay, &accepts)?;
        let parametrised = (entry.read)(&configuration.text)?;
        let (name, facts, cells) = (entry.name, entry.facts, configuration.file.cells());
        let configured = Self { name, facts, configuration, cells, parametrised };
        configured.check().with_context(|| format!("claim.toml of {name}"))?;
        Ok(configured)
    }

    /// What claim.toml says.
    pub fn file(&self) -> &ClaimFile {
        &self.configuration.file
    }

    /// Rejects a cell, of the configuration or not, that cannot be run.
    ///
    /// # Errors
    /// Says what is wrong and the remedy.
    pub fn check_cell(&self, cell: &Cell) -> anyhow::Result<()> {
        self.parametrised.check(cell)
    }

    /// Whether an arm is trained at a learning rate that tuning gives.
    pub fn needs_rate(&self, arm: &str) -> bool {
        self.parametrised.needs_rate(arm)
    }

    /// Whether a cell's learning rate is tuned.
    pub fn is_tuned(&self, cell: &Cell) -> bool {
        self.file().seeds(cell, Phase::Pilot) > 0
    }

    fn check(&self) -> anyhow::Result<()> {
        self.check_names()?;
        for cell in &self.cells {
            let arm = || format!("arm {} {:?}", cell.arm, cell.levels);
            self.parametrised.check(cell).with_context(arm)?;
        }
        self.check_rates()
    }

    /// Checks that metrics, factors and names across arms are those that the experiment declares.
    fn check_names(&self) -> anyhow::Result<()> {
        let Facts { metrics, factors, across, is_tuned, .. } = self.facts;
        let file = self.file();
        let criteria = file.claims.iter().flat_map(Claim::all_criteria).map(|(_, c)| c);
        let criteria = criteria
            .filter(|criterion| criterion.proof.is_none())
            .flat_map(|c| [&c.metric].into_iter().chain(&c.reached));
        let named = criteria.chain(file.tuning.iter().map(|t| &t.metric));
        for metric in named {
            ensure!(metrics.contains(&metric.as_str()), unknown("metric", metric, metrics));
        }
        let found: Vec<&String> = file.factors.keys().collect();
        ensure!(found == factors, "[factors] has {found:?}, wanted {factors:?}");
        let found = &file.across;
        ensure!(found == across, "across = {found:?}, wanted {across:?}");
        if file.tuning.is_some() != is_tuned {
            let remedy = if is_tuned { "is missing; give it" } else { "is not used; leave it out" };
            bail!("[tuning] {remedy}");
        }
        Ok(())
    }

    /// Checks that every arm that is run and needs a learning rate has one tuned.
    fn check_rates(&self) -> anyhow::Result<()> {
        let lacks_rate = |cell: &&Cell| {
            let is_run = self.file().seeds(cell, Phase::Confirm) > 0;
            is_run && !self.is_tuned(cell) && self.parametrised.needs_rate(&cell.arm)
        };
        match self.cells.iter().find(lacks_rate) {
            Some(cell) => {
                Err(anyhow!("arm {} needs a learning rate: name it in [tuning] arms", cell.arm))
            }
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Configured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Configured").field("name", &self.name).finish_non_exhaustive()
    }
}
