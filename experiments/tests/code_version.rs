//! `CODE_VERSION` is of everything that decides a trial.

#[path = "../code_version.rs"]
mod code_version;

use std::fs;
use std::path::Path;

use code_version::SOURCES;

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

#[test]
fn touching_a_source_changes_the_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = tempfile::tempdir().expect("a folder");
    for source in SOURCES {
        copy(&root.join(source), &folder.path().join(source));
    }
    let version = code_version::of(folder.path());
    assert_eq!(version, code_version::of(&root), "a copy is the same version, wherever it lies");
    for source in SOURCES {
        let path = folder.path().join(source);
        if !path.exists() {
            continue;
        }
        let file = first(&path);
        let text = fs::read(&file).expect("read");
        fs::write(&file, [&text[..], b"\n"].concat()).expect("written");
        assert_ne!(version, code_version::of(folder.path()), "{source}");
        // Line ends of another system are no change.
        fs::write(&file, [&text[..], b"\r"].concat()).expect("written");
        assert_eq!(version, code_version::of(folder.path()), "{source}");
        let moved = file.with_extension("moved");
        fs::write(&file, &text).expect("written");
        fs::rename(&file, &moved).expect("moved");
        assert_ne!(version, code_version::of(folder.path()), "{source}: another name");
        fs::rename(&moved, &file).expect("moved back");
    }
}
