//! Where the trials of a run are kept, and found again: a journal, a part, or parts joined.

use std::path::{Path, PathBuf};

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

/// The store of a run, and the journal that is to be removed when its files are written.
///
/// # Errors
/// If it cannot be opened, or another process has it.
pub(crate) fn open<E: Experiment>(
    entry: &Entry,
    configuration: &Configuration<E::Arm, E::Settings>,
    options: &Options,
    changes: &Changes,
    folder: Option<&Path>,
) -> Result<(Store, Option<PathBuf>), Failure> {
    if !changes.joined.is_empty() {
        let mut all = Found::default();
        for trials in &changes.joined {
            all.join(Found::read(trials, E::METRICS));
        }
        return Ok((Store::Joined(all), None));
    }
    let Some(folder) = folder else { return Ok((Store::Nowhere, None)) };
    if let Some(shard) = changes.shard {
        let (text, hash) = (&configuration.text, &configuration.trials_hash);
        let path = parts::prepare(entry.name, text, hash, shard, folder, options)?;
        return Ok((Store::Part(journal(entry.name, &path, E::METRICS, options)?, shard), None));
    }
    if options.quick {
        return Ok((Store::Nowhere, None));
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
    if options.fresh && path.exists() {
        std::fs::remove_file(&path).map_err(Failure::input_output)?;
    }
    Ok((Store::Journal(journal(entry.name, &path, E::METRICS, options)?), Some(path)))
}

/// Opens a journal and says what was in it.
fn journal(
    name: &str,
    path: &Path,
    metrics: &[&'static str],
    options: &Options,
) -> Result<Journal, Failure> {
    let journal = Journal::open(path, metrics)
        .with_context(|| format!("journal {}", files::shown(path)))
        .map_err(Failure::InputOutput)?;
    let (found, damaged) = (journal.found().len(), journal.found().damaged());
    if found + damaged > 0 {
        let line = format!(
            "{name}: {found} trials found from a run that was stopped, {damaged} damaged and run again"
        );
        terminal::say(options, &line)?;
    }
    Ok(journal)
}

/// Removes a journal whose run has been written.
///
/// # Errors
/// If it cannot be removed.
pub(crate) fn remove(path: Option<&Path>) -> Result<(), Failure> {
    path.map_or(Ok(()), std::fs::remove_file).map_err(Failure::input_output)
}
