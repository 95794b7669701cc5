//! A hash of everything that can change a trial of an experiment, so that trials of two versions are never
//! joined, and those of one version are, whatever machine compiled it.
//!
//! Shared by the build script and the test that touches each of these files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What any trial depends on, below the repository: the crates it runs through and their dependencies.
/// How it is drawn and written changes none.
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

/// Where results are drawn and written.
pub(crate) const DRAWING: [&str; 3] = ["crates/figures/src", "crates/report/src", "crates/lab/src"];

/// Where experiments are, each in a folder with this file.
const EXPERIMENTS: &str = "experiments/src";
const CLAIM: &str = "claim.toml";
/// What only names the experiments.
const LISTS: [&str; 5] = ["lib.rs", "again.rs", "notes.rs", "templates.rs", "bin"];

/// The names of all experiments below `root`.
///
/// # Panics
/// If their folder cannot be read.
pub(crate) fn names(root: &Path) -> Vec<String> {
    let folders = fs::read_dir(root.join(EXPERIMENTS)).expect("a folder of experiments");
    let folders = folders.map(|entry| entry.expect("an entry").path());
    let folders = folders.filter(|folder| folder.join(CLAIM).is_file());
    let name = |folder: PathBuf| folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> = folders.filter_map(name).collect();
    names.sort();
    names
}

/// The version of one experiment: blake3 of the names and contents of all files of [`SOURCES`] below
/// `root`, 32 digits of it, without experiments that it does not use.
///
/// # Panics
/// If a file cannot be read.
pub(crate) fn of(root: &Path, experiment: &str) -> String {
    let names = names(root);
    let used = used(root, experiment, &names);
    let folder = root.join(EXPERIMENTS);
    let is_left_out = |path: &Path| {
        let Ok(below) = path.strip_prefix(&folder) else { return false };
        let first = below.components().next().map(|part| part.as_os_str().to_string_lossy());
        first.is_some_and(|first| {
            LISTS.contains(&&*first)
                || names.iter().any(|name| *name == first) && !used.contains(&*first)
        })
    };
    hash(root, &SOURCES, &is_left_out)
}

/// The version of what draws and writes.
///
/// # Panics
/// If a file cannot be read.
pub(crate) fn of_drawing(root: &Path) -> String {
    hash(root, &DRAWING, &|_| false)
}

/// An experiment and those whose modules it names, directly or through others.
fn used(root: &Path, experiment: &str, names: &[String]) -> BTreeSet<String> {
    let mut used = BTreeSet::from([experiment.to_owned()]);
    let mut open = vec![experiment.to_owned()];
    while let Some(name) = open.pop() {
        let mut files = Vec::new();
        collect(&root.join(EXPERIMENTS).join(name), &mut files);
        let texts = files.iter().map(|file| fs::read_to_string(file).unwrap_or_default());
        let text: String = texts.collect();
        for name in names {
            if text.contains(&format!("crate::{name}::")) && used.insert(name.clone()) {
                open.push(name.clone());
            }
        }
    }
    used
}

fn hash(root: &Path, sources: &[&str], is_left_out: &dyn Fn(&Path) -> bool) -> String {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        let mut files = Vec::new();
        collect(&root.join(source), &mut files);
        files.sort();
        for file in files.into_iter().filter(|file| !is_left_out(file)) {
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
