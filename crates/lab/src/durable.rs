//! Folders that survive a crash of the machine: a synced file is lost all the same if its directory
//! entry has not been synced.
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Creates a folder and its missing parents, and syncs their directory entries.
///
/// # Errors
/// If one cannot be created, or its entry cannot be synced.
pub(crate) fn create(folder: &Path) -> io::Result<()> {
    let above = folder.ancestors().take_while(|path| !path.as_os_str().is_empty());
    let missing: Vec<&Path> = above.take_while(|path| !path.is_dir()).collect();
    fs::create_dir_all(folder)?;
    missing.iter().filter_map(|path| path.parent()).try_for_each(sync)
}

/// Syncs the entries of a folder, which only Unix supports.
///
/// # Errors
/// If they cannot be synced.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let is_here = folder.as_os_str().is_empty();
    File::open(if is_here { Path::new(".") } else { folder })?.sync_all()
}
