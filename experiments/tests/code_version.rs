//! The version of an experiment is of everything that decides its trials, and of nothing else.

#[path = "../code_version.rs"]
mod code_version;

use std::fs;
use std::path::Path;

use code_version::{DRAWING, SOURCES};

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else if from.is_file() {
        fs::create_dir_all(to.parent().expect("a folder above")).expect("a folder");
        fs::copy(from, to).expect("copied");
    }
}

/// The first file in a folder, or below it.
fn first(path: &Path) -> std::path::PathBuf {
    if path.is_file() {
        return path.to_owned();
    }
    let entries =
        fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path());
    first(&entries.min().expect("something in it"))
}

/// The sources, copied to a folder of their own.
fn sources() -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = tempfile::tempdir().expect("a folder");
    for source in SOURCES.iter().chain(&DRAWING) {
        copy(&root.join(source), &folder.path().join(source));
    }
    folder
}

fn append(path: &Path) {
    let text = fs::read(path).expect("read");
    fs::write(path, [&text[..], b"\n"].concat()).expect("written");
}

#[test]
fn touching_a_source_changes_the_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = sources();
    let of = |root: &Path| code_version::of(root, "xor_relu");
    let version = of(folder.path());
    assert_eq!(version, of(&root), "a copy is the same version, wherever it lies");
    for source in SOURCES {
        let path = folder.path().join(source);
        if !path.exists() {
            continue;
        }
        let path = if source == "experiments/src" { path.join("lanes.rs") } else { path };
        let file = first(&path);
        let text = fs::read(&file).expect("read");
        fs::write(&file, [&text[..], b"\n"].concat()).expect("written");
        assert_ne!(version, of(folder.path()), "{source}");
        // Line ends of another system are no change.
        fs::write(&file, [&text[..], b"\r"].concat()).expect("written");
        assert_eq!(version, of(folder.path()), "{source}");
        let moved = file.with_extension("moved");
        fs::write(&file, &text).expect("written");
        fs::rename(&file, &moved).expect("moved");
        assert_ne!(version, of(folder.path()), "{source}: another name");
        fs::rename(&moved, &file).expect("moved back");
    }
}

#[test]
fn an_experiment_has_the_version_of_what_it_uses() {
    let folder = sources();
    let root = folder.path();
    let all = || -> Vec<(String, String)> {
        let version = |name: String| (name.clone(), code_version::of(root, &name));
        code_version::names(root).into_iter().map(version).collect()
    };
    let before = all();
    let changed = || -> Vec<String> {
        let pairs = before.iter().zip(all());
        pairs.filter(|(a, b)| a.1 != b.1).map(|(a, _)| a.0.clone()).collect()
    };
    append(&root.join("experiments/src/lib.rs"));
    append(&root.join("experiments/src/bin/merge.rs"));
    assert!(changed().is_empty(), "what names the experiments decides nothing");
    append(&root.join("experiments/src/neuron/claim.toml"));
    assert!(
        changed().contains(&"neuron".to_owned()) && !changed().contains(&"xor_relu".to_owned())
    );
    append(&root.join("experiments/src/xor_linear/fit.rs"));
    for uses in ["xor_linear", "xor_relu", "xor_atlas", "linear_collapse"] {
        assert!(changed().contains(&uses.to_owned()), "{uses}: {:?}", changed());
    }
    assert!(!changed().contains(&"capacity".to_owned()), "{:?}", changed());
    let drawing = code_version::of_drawing(root);
    append(&root.join("crates/report/src/theme.rs"));
    assert_ne!(drawing, code_version::of_drawing(root));
}
