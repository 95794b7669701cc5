//! The experiments that the binaries know, with what only their crate can tell.

use anyhow::anyhow;
use experiment::Entry;

use crate::failure::{Attempt, Failure};

/// What the binaries are given.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue {
    /// Every experiment, in the notes' order.
    pub experiments: &'static [Entry],
    /// The data sets that have to be fetched.
    pub fetched: &'static [&'static str],
    /// Reads a data set that has to be fetched; others are always there.
    pub ready: fn(&str) -> anyhow::Result<()>,
    /// A hash of all that decides a trial besides its configuration: trials of two versions are
    /// never joined.
    pub code_version: &'static str,
}

impl Catalogue {
    /// The experiment of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn entry(&self, name: &str) -> Result<&'static Entry, Failure> {
        let entry = self.experiments.iter().find(|entry| entry.name == name);
        entry.ok_or_else(|| anyhow!("no experiment {name}; reproduce --list names them")).usage()
    }

    /// Whether an experiment needs data that have to be fetched.
    pub fn is_fetched(&self, entry: &Entry) -> bool {
        entry.summary().data_sets.iter().any(|name| self.fetched.contains(&name.as_str()))
    }
}
