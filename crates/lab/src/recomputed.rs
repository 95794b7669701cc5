//! What this checkout has itself recomputed: `reproduce` need not do it again while neither what decides
//! it nor what came out has changed. A fresh clone has recomputed nothing.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use claims::Overlay;
use experiment::{Configured, Entry};

use crate::catalogue::Catalogue;
use crate::failure::{Attempt, Failure};
use crate::files::{self, Output};
use crate::request::Report;

/// How an experiment came to its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Its trials were run.
    Run,
    /// The committed trials were judged.
    Judged,
}

/// The record of an experiment in a checkout.
fn path(root: &Path, name: &str) -> PathBuf {
    root.join("target/recomputed").join(name)
}

/// What decides the results of an experiment: its code, what draws it, its configuration.
fn decides(catalogue: &Catalogue, entry: &Entry, how: How) -> Result<String, Failure> {
    let configuration = Configured::of(entry, &Overlay::default()).usage()?.configuration;
    let parts = [
        catalogue.code_version(entry.name),
        catalogue.drawing_version,
        &configuration.trials_hash,
        &configuration.criteria_hash,
    ];
    Ok(format!("{how:?} {}", parts.join(" ")))
}

/// Records what came out, file by file, as b3sum prints it.
///
/// # Errors
/// If the record cannot be written.
pub(crate) fn record(
    catalogue: &Catalogue,
    entry: &Entry,
    (root, how): (&Path, How),
    report: &Report,
) -> Result<(), Failure> {
    let mut text = decides(catalogue, entry, how)? + "\n";
    for Output { path, bytes } in &report.outputs {
        let _ = writeln!(text, "{}  {path}", blake3::hash(bytes));
    }
    let path = path(root, entry.name);
    let (folder, name) = (path.parent().unwrap_or(root), entry.name.to_owned());
    files::write(folder, &[Output { path: name, bytes: text.into_bytes() }])
}

/// Whether the results of an experiment are those that this checkout has recomputed, by a run if `full`,
/// and nothing that decides them has changed since.
///
/// # Errors
/// If its configuration is invalid.
pub(crate) fn is_known(
    catalogue: &Catalogue,
    entry: &Entry,
    (root, folder): (&Path, &Path),
    full: bool,
) -> Result<bool, Failure> {
    let Ok(text) = fs::read_to_string(path(root, entry.name)) else { return Ok(false) };
    let mut lines = text.lines();
    let decided = lines.next().unwrap_or_default();
    let run = decided == decides(catalogue, entry, How::Run)?;
    let judged = !full && decided == decides(catalogue, entry, How::Judged)?;
    let is_there = |line: &str| {
        let found = line.split_once("  ").and_then(|(hash, path)| {
            Some((hash, blake3::hash(&fs::read(folder.join(path)).ok()?)))
        });
        found.is_some_and(|(hash, found)| hash == found.to_hex().as_str())
    };
    Ok((run || judged) && lines.all(is_there))
}
