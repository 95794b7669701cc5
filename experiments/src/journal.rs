//! Where the journal of a run lies, and for which runs it is good.

use std::path::{Path, PathBuf};

use anyhow::Context;
use claims::journal::Journal;

use crate::command_line::Options;
use crate::failure::Failure;
use crate::{files, terminal};

/// The journal of an unfinished run that would write to `folder`: of this experiment, this
/// configuration and this very program, since another might compute something else.
///
/// # Errors
/// If it cannot be opened, or another process has it.
pub(crate) fn open(
    folder: &Path,
    name: &str,
    trials_hash: &str,
    metrics: &[&'static str],
    options: &Options,
) -> Result<(Journal, PathBuf), Failure> {
    let program = std::env::current_exe().and_then(std::fs::read).map_err(Failure::input_output)?;
    let mut key = blake3::Hasher::new();
    key.update(trials_hash.as_bytes()).update(blake3::hash(&program).as_bytes());
    let key = &key.finalize().to_hex()[..16];
    // Beside results/, not in it: what is there is compared byte for byte.
    let place = match files::workspace() {
        Ok(root) if options.out.is_none() => root.join("target/journal"),
        _ => folder.join(".journal"),
    };
    let path = place.join(format!("{name}-{key}"));
    if options.fresh && path.exists() {
        std::fs::remove_file(&path).map_err(Failure::input_output)?;
    }
    let journal = Journal::open(&path, metrics)
        .with_context(|| format!("journal {}", files::shown(&path)))
        .map_err(Failure::InputOutput)?;
    if journal.found() + journal.damaged() > 0 {
        let (found, damaged) = (journal.found(), journal.damaged());
        terminal::say(
            options,
            &format!(
                "{name}: {found} trials found from a run that was stopped, {damaged} damaged and run again"
            ),
        )?;
    }
    Ok((journal, path))
}

/// Removes a journal whose run has been written.
///
/// # Errors
/// If it cannot be removed.
pub(crate) fn remove(path: Option<&Path>) -> Result<(), Failure> {
    path.map_or(Ok(()), std::fs::remove_file).map_err(Failure::input_output)
}
