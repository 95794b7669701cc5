//! `CODE_VERSION`: a hash of everything that can change a trial, so that trials of two versions are
//! never joined, and those of one version are, whatever machine compiled it.

use std::fs;
use std::path::{Path, PathBuf};

const SOURCES: [&str; 5] =
    ["../Cargo.lock", "../crates/claims/src", "../crates/mlp/src", "data", "src"];

fn main() {
    let mut hasher = blake3::Hasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        let mut files = Vec::new();
        collect(Path::new(source), &mut files);
        files.sort();
        for file in files {
            // Git may check text out with other line ends.
            let text: Vec<u8> = fs::read(&file).expect("a source file can be read");
            let text: Vec<u8> = text.into_iter().filter(|&byte| byte != b'\r').collect();
            hasher.update(file.to_string_lossy().replace('\\', "/").as_bytes());
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(&text);
        }
    }
    println!("cargo::rustc-env=CODE_VERSION={}", &hasher.finalize().to_hex()[..32]);
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a source folder can be read") {
            collect(&entry.expect("an entry").path(), files);
        }
    } else {
        files.push(path.to_owned());
    }
}
