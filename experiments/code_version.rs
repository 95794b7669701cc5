//! A hash of everything that can change a trial, so that trials of two versions are never joined,
//! and those of one version are, whatever machine compiled it.
//!
//! Shared by the build script and the test that touches each of these files.

use std::fs;
use std::path::{Path, PathBuf};

/// What a trial depends on, below the repository: the crates it runs through and their
/// dependencies. How it is drawn and written changes none.
pub(crate) const SOURCES: [&str; 8] = [
    "Cargo.lock",
    "crates/kernels/src",
    "crates/mlp/src",
    "crates/proofs/src",
    "crates/claims/src",
    "crates/experiment/src",
    "experiments/data",
    "experiments/src",
];

/// blake3 of the names and contents of all files of [`SOURCES`] below `root`, 32 digits of it; a
/// folder that is not there has none.
///
/// # Panics
/// If a file cannot be read.
pub(crate) fn of(root: &Path) -> String {
    let mut hasher = blake3::Hasher::new();
    for source in SOURCES {
        let mut files = Vec::new();
        collect(&root.join(source), &mut files);
        files.sort();
        for file in files {
            // Git may check text out with other line ends.
            let text = fs::read(&file).expect("a source file can be read");
            let text: Vec<u8> = text.into_iter().filter(|&byte| byte != b'\r').collect();
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy();
            hasher.update(name.replace('\\', "/").as_bytes());
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(&text);
        }
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a source folder can be read") {
            collect(&entry.expect("an entry").path(), files);
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
}
