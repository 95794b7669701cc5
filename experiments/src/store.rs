//! Where the trials of a run are kept, and found again: a journal, a part, or parts joined.

use std::io;
use std::path::Path;

use anyhow::Context;
use claims::Configuration;
use claims::journal::{Found, Journal};
use claims::shard::Shard;

use crate::command_line::{Changes, Options};
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::run::Entry;
use crate::{files, parts, terminal};

/// What decides a trial besides its configuration: the code. The same for every compiler,
/// processor and profile, since they change no bit.
pub(crate) const CODE_VERSION: &str = env!("CODE_VERSION");

/// Where trials are kept.
pub(crate) enum Store {
    /// Nowhere: they are run.
    Nowhere,
    /// In a journal, until the run has written its files.
    Journal(Journal),
    /// In the folder of a part, which has no others.
    Part(Journal, Shard),
    /// In parts that were joined: what is not there is missing.
    Joined(Found),
}

impl Store {
    /// Where finished trials are written down.
    pub(crate) fn journal(&self) -> Option<&Journal> {
        match self {
            Self::Journal(journal) | Self::Part(journal, _) => Some(journal),
            Self::Nowhere | Self::Joined(_) => None,
        }
    }

    /// What was found.
    pub(crate) fn found(&self) -> Option<&Found> {
        match self {
            Self::Joined(found) => Some(found),
            _ => self.journal().map(Journal::found),
        }
    }
}

/// The store of a run.
///
/// # Errors
/// If it cannot be opened, or another process has it.
pub(crate) fn open<E: Experiment>(
    entry: &Entry,
    configuration: &Configuration<E::Arm, E::Settings>,
    options: &Options,
    changes: &Changes,
    folder: Option<&Path>,
) -> Result<Store, Failure> {
    if !changes.joined.is_empty() {
        let mut all = Found::default();
        for trials in &changes.joined {
            all.join(Found::read(trials, E::METRICS));
        }
        return Ok(Store::Joined(all));
    }
    let Some(folder) = folder else { return Ok(Store::Nowhere) };
    if let Some(shard) = changes.shard {
        let (text, hash) = (&configuration.text, &configuration.trials_hash);
        let path = parts::path(entry.name, shard, folder);
        // First, since only who has the journal may touch the rest of the part.
        let journal = journal(&path.join("trials"), E::METRICS, options)?;
        parts::prepare(entry.name, text, hash, shard, &path, options)?;
        say_found(entry.name, &journal, options)?;
        return Ok(Store::Part(journal, shard));
    }
    if options.quick {
        return Ok(Store::Nowhere);
    }
    let mut key = blake3::Hasher::new();
    key.update(configuration.trials_hash.as_bytes()).update(CODE_VERSION.as_bytes());
    let key = &key.finalize().to_hex()[..16];
    // Beside results/, not in it: what is there is compared byte for byte.
    let place = match files::workspace() {
        Ok(root) if options.out.is_none() => root.join("target/journal"),
        _ => folder.join(".journal"),
    };
    let path = place.join(format!("{}-{key}", entry.name));
    let journal = journal(&path, E::METRICS, options)?;
    say_found(entry.name, &journal, options)?;
    Ok(Store::Journal(journal))
}

/// Opens a journal, or with `--fresh` begins it.
fn journal(path: &Path, metrics: &[&'static str], options: &Options) -> Result<Journal, Failure> {
    let opened = if options.fresh { Journal::begin(path) } else { Journal::open(path, metrics) };
    opened.with_context(|| format!("journal {}", files::shown(path))).map_err(Failure::InputOutput)
}

fn say_found(name: &str, journal: &Journal, options: &Options) -> Result<(), Failure> {
    let (found, damaged) = (journal.found().len(), journal.found().damaged());
    if found + damaged > 0 {
        let line = format!(
            "{name}: {found} trials found from a run that was stopped, {damaged} damaged and run again"
        );
        terminal::say(options, &line)?;
    }
    Ok(())
}

/// Names the journal that could not be written to.
///
/// # Errors
/// If it could not.
pub(crate) fn written(journal: &Journal, result: io::Result<()>) -> Result<(), Failure> {
    let cannot = || {
        let path = files::shown(journal.path());
        format!("cannot write to the journal {path}; the same command goes on from what it has")
    };
    result.with_context(cannot).map_err(Failure::InputOutput)
}

/// Removes a journal whose run has been written.
///
/// # Errors
/// If it cannot be removed.
pub(crate) fn remove(journal: Journal) -> Result<(), Failure> {
    let path = files::shown(journal.path());
    let cannot = || format!("cannot remove the journal {path}");
    journal.remove().with_context(cannot).map_err(Failure::InputOutput)
}
