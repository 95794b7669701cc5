//! Criteria are committed before the run that they judge: whoever runs others is told.

use std::path::Path;
use std::process::Command;

use experiment::Entry;

use crate::terminal;

/// Warns if claim.toml of an experiment is not as it was committed. Without git there is nothing to tell.
pub(crate) fn warn(root: &Path, entry: &Entry) {
    if is_committed(root, entry) == Some(false) {
        terminal::complain(&format!(
            "warning: {} is not committed; a criterion is fixed before the run that it judges",
            path(entry)
        ));
    }
}

/// Whether git has claim.toml as it is; nothing where there is no git.
pub(crate) fn is_committed(root: &Path, entry: &Entry) -> Option<bool> {
    let succeeds = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(root).output().ok()?;
        Some(output.status.success())
    };
    let path = path(entry);
    succeeds(&["rev-parse", "--git-dir"])?.then_some(())?;
    let is_known = succeeds(&["ls-files", "--error-unmatch", "--", &path])?;
    Some(is_known && succeeds(&["diff", "--quiet", "HEAD", "--", &path])?)
}

fn path(entry: &Entry) -> String {
    format!("experiments/src/{}/claim.toml", entry.name)
}
