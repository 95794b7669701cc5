//! Where the trials of a run are stored and found again: a journal, a part, or joined parts.

use std::io;
use std::path::Path;

use anyhow::Context;
use experiment::Configured;

use crate::command_line::Options;
use crate::failure::{Attempt, Failure};
use crate::journal::{Found, Journal};
use crate::request::Request;
use crate::shard::Shard;
use crate::{files, shards, terminal};

/// Where the trials of a run are kept, and found again.
#[derive(Debug)]
pub(crate) enum Store {
    /// Nowhere: they are run.
    Nowhere,
    /// In a journal, until the run has written its files.
    Journal(Journal),
    /// In the folder of a part; only the part's own trials are stored there.
    Part(Journal, Shard),
    /// In joined parts: a trial that is not there is missing.
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

/// Opens the store of a run, in `folder` or beside it; without a folder, nothing is kept.
///
/// # Errors
/// If it cannot be opened, or another process has it.
pub(crate) fn open(
    configured: &Configured,
    options: &Options,
    request: &Request,
    code_version: &str,
    folder: Option<&Path>,
) -> Result<Store, Failure> {
    let (name, metrics) = (configured.name, configured.facts.metrics);
    if let Request::Joined { journals, .. } = request {
        let mut all = Found::default();
        for trials in journals {
            all.join(Found::read(trials, metrics));
        }
        return Ok(Store::Joined(all));
    }
    let Some(folder) = folder else { return Ok(Store::Nowhere) };
    if let Request::Part { shard, .. } = request {
        let path = shards::path(name, *shard, folder);
        // First, since only the process that holds the journal may touch the rest of the part.
        let journal = journal(&path.join("trials"), metrics, options)?;
        shards::prepare(configured, code_version, *shard, &path, options)?;
        say_found(name, &journal, options)?;
        return Ok(Store::Part(journal, *shard));
    }
    if options.quick {
        return Ok(Store::Nowhere);
    }
    let mut key = blake3::Hasher::new();
    key.update(configured.configuration.trials_hash.as_bytes()).update(code_version.as_bytes());
    let key = &key.finalize().to_hex()[..16];
    // Beside results/ and not in it, since its files are compared byte for byte.
    let place = match files::workspace() {
        Ok(root) if options.out.is_none() => root.join("target/journal"),
        _ => folder.join(".journal"),
    };
    let journal = journal(&place.join(format!("{name}-{key}")), metrics, options)?;
    say_found(name, &journal, options)?;
    Ok(Store::Journal(journal))
}

/// Opens a journal, or starts a new one with `--fresh`.
fn journal(path: &Path, metrics: &[&'static str], options: &Options) -> Result<Journal, Failure> {
    let opened = if options.fresh { Journal::begin(path) } else { Journal::open(path, metrics) };
    opened.with_context(|| format!("journal {}", files::shown(path))).input_output()
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

/// Adds the name of the journal to the error of a write.
///
/// # Errors
/// If the write failed.
pub(crate) fn written(journal: &Journal, result: io::Result<()>) -> Result<(), Failure> {
    let cannot = || {
        let path = files::shown(journal.path());
        format!("cannot write to the journal {path}; the same command resumes from what it has")
    };
    result.with_context(cannot).input_output()
}

/// Removes a journal once the files of its run have been written.
///
/// # Errors
/// If it cannot be removed.
pub(crate) fn remove(journal: Journal) -> Result<(), Failure> {
    let path = files::shown(journal.path());
    let cannot = || format!("cannot remove the journal {path}");
    journal.remove().with_context(cannot).input_output()
}
