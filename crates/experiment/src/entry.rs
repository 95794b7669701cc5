//! An experiment in a list: its name, its claim.toml, and how its arms and settings are read.

use std::fmt;
use std::sync::OnceLock;

use claims::ClaimFile;

use crate::experiment::Experiment;
use crate::parametrised::{self, Facts, Parametrised};

/// How arms and settings are read from a claim.toml.
pub(crate) type Read = fn(&str) -> Result<Box<dyn Parametrised>, toml::de::Error>;

/// An experiment in a list.
pub struct Entry {
    /// Its name: module, binary and folder under `results/`.
    pub name: &'static str,
    /// Its claim.toml.
    pub claim: &'static str,
    /// What it declares about itself.
    pub facts: Facts,
    pub(crate) read: Read,
    summary: OnceLock<Summary>,
}

/// What a list shows of an experiment, parsed once from its claim.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The finding in a line.
    pub title: String,
    /// The claims' ids.
    pub ids: Vec<String>,
    /// The data sets that it runs on.
    pub data_sets: Vec<String>,
    /// Whether it takes minutes.
    pub is_long: bool,
}

impl Entry {
    /// The entry of `E`.
    pub const fn of<E: Experiment>(name: &'static str, claim: &'static str) -> Self {
        let (facts, read) = (Facts::of::<E>(), parametrised::read::<E>);
        Self { name, claim, facts, read, summary: OnceLock::new() }
    }

    /// Its title, claims and data sets; empty if its claim.toml is invalid, which is reported when
    /// the experiment is configured.
    pub fn summary(&self) -> &Summary {
        self.summary.get_or_init(|| {
            let file: Option<ClaimFile> = toml::from_str(self.claim).ok();
            file.map_or_else(Summary::default, |file| Summary {
                title: file.title,
                ids: file.claims.into_iter().map(|claim| claim.id).collect(),
                data_sets: file.trials.data_sets,
                is_long: file.full,
            })
        })
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.name).finish_non_exhaustive()
    }
}
