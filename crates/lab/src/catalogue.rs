//! The experiments that the binaries know, with the facts that only their crate knows.
use anyhow::anyhow;
use claims::spelling::nearest;
use experiment::Entry;
use report::page::Live;

use crate::failure::{Attempt, Failure};

/// What the binaries are given.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue {
    /// Every experiment, in the notes' order.
    pub experiments: &'static [Entry],
    /// The headings under which claims stand, in the notes' order.
    pub headings: &'static [&'static str],
    /// The data sets that have to be fetched.
    pub fetched: &'static [&'static str],
    /// Reads a data set that has to be fetched, as a check; the others are always available.
    pub ready: fn(&str) -> anyhow::Result<()>,
    /// Puts inputs and classes, counted from 0, in the place of the digits.
    pub own_data: fn(Vec<Vec<f64>>, Vec<usize>) -> anyhow::Result<()>,
    /// What runs published trials again in the page.
    pub live: Live,
    /// `name=hash` for each experiment, with spaces between: the hash is of everything besides its
    /// configuration that decides a trial. Trials of different versions are never joined.
    pub code_versions: &'static str,
    /// A hash of what draws and writes results.
    pub drawing_version: &'static str,
}

impl Catalogue {
    /// The experiment of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn entry(&self, name: &str) -> Result<&'static Entry, Failure> {
        let names = self.experiments.iter().map(|entry| entry.name);
        let meant =
            nearest(name, names).map_or(String::new(), |name| format!("; did you mean {name}?"));
        let entry = self.experiments.iter().find(|entry| entry.name == name);
        entry
            .ok_or_else(|| anyhow!("no experiment {name}; reproduce --list names them{meant}"))
            .usage()
    }

    /// The version of the code of an experiment; the same for all that it does not know.
    pub fn code_version(&self, name: &str) -> &'static str {
        let versions = self.code_versions.split(' ').filter_map(|version| version.split_once('='));
        versions.into_iter().find(|(known, _)| *known == name).map_or("", |(_, version)| version)
    }

    /// Whether an experiment is run by `reproduce --full` only: it needs data that have to be
    /// fetched, or takes minutes.
    pub fn is_full(&self, entry: &Entry) -> bool {
        self.is_fetched(entry) || entry.summary().is_long
    }

    /// Whether an experiment needs data that have to be fetched.
    pub fn is_fetched(&self, entry: &Entry) -> bool {
        entry.summary().data_sets.iter().any(|name| self.fetched.contains(&name.as_str()))
    }
}
