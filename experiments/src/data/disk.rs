//! Fetched data sets, read from the disk.

use std::path::PathBuf;

use anyhow::{Context, anyhow};
use lab::files;

use super::fetched::{self, FETCHED, FILES};

/// Reads a data set that has to be fetched; others are always here.
///
/// # Errors
/// If its files are missing or not the published ones.
pub fn ready(name: &str) -> anyhow::Result<()> {
    if !FETCHED.contains(&name) || fetched::fetched(name).is_ok() {
        return Ok(());
    }
    let folder = folder()?.join(name);
    let read = |file: &str| {
        let path = folder.join(file);
        let bytes = std::fs::read(&path).with_context(|| {
            format!(
                "data set {name}: cannot read {}; run scripts/fetch-data, or name the folder that \
                 has {name}/ in MLP_DATA",
                files::shown(&path)
            )
        })?;
        Ok::<_, anyhow::Error>((files::shown(&path), bytes))
    };
    // One pair after the other, so that a file that is damaged is told before one that is missing.
    let [images, labels, test_images, test_labels] = FILES;
    let training = [read(images)?, read(labels)?];
    fetched::check(&training)?;
    let [images, labels] = training;
    fetched::provide(name, &[images, labels, read(test_images)?, read(test_labels)?])
}

/// The folder that `MLP_DATA` names, or `data/` of the repository if it is unset or empty.
fn folder() -> anyhow::Result<PathBuf> {
    match std::env::var_os("MLP_DATA").filter(|folder| !folder.is_empty()) {
        Some(address) if address.to_string_lossy().contains("://") => {
            anyhow::bail!(
                "MLP_DATA is an address: scripts/fetch-data reads from it, a run does not"
            )
        }
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(files::workspace().map_err(|failure| anyhow!("{failure}"))?.join("data")),
    }
}
