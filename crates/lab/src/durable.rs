//! Folders that outlast a failure of the machine: a file that is safe on disk is lost all the same
//! if the entry that names it is not.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Makes a folder and those above it, as far as they are missing, and their entries safe.
///
/// # Errors
/// If one cannot be made, or the disk does not take its entry.
pub(crate) fn create(folder: &Path) -> io::Result<()> {
    let above = folder.ancestors().take_while(|path| !path.as_os_str().is_empty());
    let missing: Vec<&Path> = above.take_while(|path| !path.is_dir()).collect();
    fs::create_dir_all(folder)?;
    missing.iter().filter_map(|path| path.parent()).try_for_each(sync)
}

/// Makes safe which files there are in a folder. Only Unix lets a program ask for it.
///
/// # Errors
/// If the disk does not take it.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let is_here = folder.as_os_str().is_empty();
    File::open(if is_here { Path::new(".") } else { folder })?.sync_all()
}
