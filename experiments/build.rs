//! Sets `CODE_VERSIONS`, a line for each experiment, and `DRAWING_VERSION`.

mod code_version;

use std::path::Path;

use code_version::{DRAWING, SOURCES};

fn main() {
    let root = Path::new("..");
    println!("cargo::rerun-if-changed=code_version.rs");
    for source in SOURCES.iter().chain(&DRAWING) {
        let path = root.join(source);
        // What is not there yet would make every build run this again; its folder tells when it is.
        let watched = if path.exists() { &path } else { Path::new("../crates") };
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let version = |name: &String| format!("{name}={}", code_version::of(root, name));
    let versions: Vec<String> = code_version::names(root).iter().map(version).collect();
    println!("cargo::rustc-env=CODE_VERSIONS={}", versions.join(" "));
    println!("cargo::rustc-env=DRAWING_VERSION={}", code_version::of_drawing(root));
}
