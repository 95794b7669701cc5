//! Runs that are not the registered one, kept each in a folder of its own: by name, or by the hash of what
//! makes it another run.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use claims::Overlay;
use claims::spelling::unknown;
use experiment::{Configured, Entry};

use crate::catalogue::Catalogue;
use crate::command_line::{Changes, Options, QUICK, RESULTS};
use crate::failure::{Attempt, Failure};
use crate::files::{self, Output};

/// Where runs are kept.
pub(crate) fn folder(root: &Path) -> PathBuf {
    root.join("target/runs")
}

/// What a run is called: as `--name` says, or by what makes it another one.
pub(crate) fn name(configured: &Configured, options: &Options, changes: &Changes) -> String {
    match &changes.name {
        Some(name) => name.clone(),
        None if changes.any() => {
            blake3::hash(hashes(configured).concat().as_bytes()).to_hex()[..8].to_owned()
        }
        None if options.quick => QUICK.to_owned(),
        None => RESULTS.to_owned(),
    }
}

/// claim.toml of a run that is not the registered one, to be kept beside its results.
pub(crate) fn claim(configured: &Configured) -> Output {
    let (path, text) =
        (format!("{}/claim.toml", configured.name), configured.configuration.effective());
    Output { path, bytes: text.into_bytes() }
}

/// Whether it is another run than the registered one: by other settings or criteria.
///
/// # Errors
/// If the registered configuration is invalid.
pub(crate) fn is_other(entry: &Entry, configured: &Configured) -> Result<bool, Failure> {
    let registered = Configured::of(entry, &Overlay::default()).usage()?;
    Ok(hashes(&registered) != hashes(configured))
}

/// What decides a run, and what judges it.
fn hashes(configured: &Configured) -> [&str; 2] {
    let of = &configured.configuration;
    [&of.trials_hash, &of.criteria_hash]
}

/// Refuses to put a run in the place of another of the same name.
///
/// # Errors
/// If `folder` has one that other settings or criteria decide, unless `--overwrite` allows it.
pub(crate) fn refuse_another(
    entry: &Entry,
    configured: &Configured,
    options: &Options,
    folder: &Path,
) -> Result<(), Failure> {
    let path = folder.join(entry.name).join("claim.toml");
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        text => text.with_context(|| format!("cannot read {}", files::shown(&path))),
    };
    let there = text
        .and_then(|text| Configured::read(entry, &text, &files::shown(&path), &Overlay::default()));
    if options.overwrite || there.is_ok_and(|there| hashes(&there) == hashes(configured)) {
        return Ok(());
    }
    let (shown, name) = (files::shown(folder), entry.name);
    Err(anyhow!(
        "{shown} has another run of {name}; give another --name, or --overwrite to replace it"
    ))
    .usage()
}

/// A run that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
}

impl Kept {
    /// The run of this name, or in this folder.
    ///
    /// # Errors
    /// If there is none: the nearest name is told.
    pub(crate) fn find(catalogue: &Catalogue, name: &str) -> Result<Self, Failure> {
        let root = files::workspace();
        let known = match &root {
            Ok(root) if name == RESULTS => Some(root.join(RESULTS)),
            Ok(root) => Some(folder(root).join(name)),
            Err(_) => None,
        };
        let places = known.into_iter().chain([PathBuf::from(name)]);
        let has_any = |folder: &PathBuf| !experiments(catalogue, folder).is_empty();
        if let Some(folder) = places.into_iter().find(has_any) {
            return Ok(Self { name: name.to_owned(), folder });
        }
        let kept = root.map(|root| all(catalogue, &root)).unwrap_or_default();
        let names = kept.iter().map(|kept| kept.name.as_str()).chain([RESULTS]);
        Err(anyhow!(unknown("run", name, &names.collect::<Vec<_>>()))).usage()
    }
}

/// Every run that is kept in a checkout.
pub(crate) fn all(catalogue: &Catalogue, root: &Path) -> Vec<Kept> {
    let folders = files::folders(&folder(root)).unwrap_or_default();
    let kept = folders.into_iter().filter(|folder| !experiments(catalogue, folder).is_empty());
    let named = kept.map(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Kept { name, folder }
    });
    named.collect()
}

/// The experiments that have results in a folder.
pub(crate) fn experiments(catalogue: &Catalogue, folder: &Path) -> Vec<&'static Entry> {
    let has_results = |entry: &&Entry| folder.join(entry.name).join("verdicts.csv").is_file();
    catalogue.experiments.iter().filter(has_results).collect()
}
