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

/// Whether git has claim.toml as it is.
pub(crate) fn is_committed(root: &Path, entry: &Entry) -> Option<bool> {
    let path = path(entry);
    let arguments = ["status", "--porcelain", "--untracked-files=all", "--", &path];
    let output = Command::new("git").args(arguments).current_dir(root).output().ok()?;
    output.status.success().then_some(output.stdout.is_empty())
}

fn path(entry: &Entry) -> String {
    format!("experiments/src/{}/claim.toml", entry.name)
}
