//! Sets `CODE_VERSION`.

mod code_version;

use std::path::Path;

fn main() {
    let root = Path::new("..");
    println!("cargo::rerun-if-changed=code_version.rs");
    for source in code_version::SOURCES {
        let path = root.join(source);
        // What is not there yet would make every build run this again; its folder tells when it is.
        let watched = if path.exists() { &path } else { Path::new("../crates") };
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    println!("cargo::rustc-env=CODE_VERSION={}", code_version::of(root));
}
