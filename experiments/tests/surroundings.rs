//! What lies around a run, and is not its own, neither stops it nor is touched by it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(name: &str, arguments: &[&str], here: &Path, out: &Path) -> Output {
    let binaries = Path::new(env!("CARGO_BIN_EXE_report")).parent().expect("a folder");
    let mut command = Command::new(binaries.join(name));
    command.current_dir(here).env_remove("MLP_SIMD");
    command.args(arguments).arg("--out").arg(out).output().expect("it starts")
}

/// A checkout below a folder: `experiments/` and `results/`, both empty.
fn checkout_in(folder: &Path) -> PathBuf {
    let checkout = folder.join("checkout");
    for part in ["experiments", "results"] {
        fs::create_dir_all(checkout.join(part)).expect("a folder");
    }
    fs::write(checkout.join("experiments/Cargo.toml"), "").expect("written");
    checkout
}

fn error_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn foreign_files_are_neither_read_nor_fatal_nor_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let output = run("xor_linear", &["--quick"], folder.path(), &out);
    assert!(output.status.success(), "{}", error_of(&output));
    let output = run("report", &[], folder.path(), &out);
    assert!(output.status.success(), "{}", error_of(&output));
    let page = fs::read(out.join("report.html")).expect("a page");

    let results = out.join("xor_linear");
    fs::create_dir(results.join(".ipynb_checkpoints")).expect("a folder");
    fs::create_dir(results.join("copies.csv")).expect("a folder");
    for (name, bytes) in [("notes.txt", &b"mine"[..]), ("._trials.csv", b"\0\0Mac OS X\0")] {
        fs::write(results.join(name), bytes).expect("written");
    }
    for (name, arguments) in [("report", &[][..]), ("xor_linear", &["--quick"])] {
        let output = run(name, arguments, folder.path(), &out);
        assert!(output.status.success(), "{name}: {}", error_of(&output));
    }
    assert!(fs::read(out.join("report.html")).expect("a page") == page, "they are in the page");
    assert_eq!(fs::read(results.join("notes.txt")).expect("still there"), b"mine");
    assert!(results.join(".ipynb_checkpoints").is_dir() && results.join("._trials.csv").is_file());
}

/// What is committed is overwritten by a registered run alone, or by one that is told to.
#[test]
fn a_changed_run_does_not_touch_what_is_committed() {
    let folder = tempfile::tempdir().expect("a folder");
    let checkout = checkout_in(folder.path());
    let results = checkout.join("results");
    fs::create_dir(results.join("xor_linear")).expect("a folder");
    let committed = results.join("xor_linear/trials.csv");
    fs::write(&committed, "committed").expect("written");
    for (name, arguments) in [
        ("xor_linear", &["--quick"][..]),
        ("xor_linear", &["--seeds", "3"]),
        ("xor_linear", &["--set", "settings.steps=5"]),
        ("reproduce", &["--quick"]),
    ] {
        for out in [results.clone(), results.join("xor_linear"), checkout.join("results/.")] {
            let output = run(name, arguments, &checkout, &out);
            let error = error_of(&output);
            assert_eq!(output.status.code(), Some(2), "{name} {arguments:?}: {error}");
            assert!(error.contains("--overwrite"), "{error}");
            assert_eq!(fs::read(&committed).expect("there"), b"committed");
        }
    }
    let output = run("xor_linear", &["--quick", "--overwrite", "--quiet"], &checkout, &results);
    assert_eq!(output.status.code(), Some(0), "{}", error_of(&output));
    assert!(fs::read(&committed).expect("there") != b"committed");
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_written_and_the_link_stays() {
    use std::os::unix::fs::{MetadataExt, symlink};

    let folder = tempfile::tempdir().expect("a folder");
    let (out, kept) = (folder.path().join("out"), folder.path().join("kept.csv"));
    fs::create_dir_all(out.join("xor_linear")).expect("a folder");
    fs::write(&kept, "old").expect("written");
    symlink(&kept, out.join("xor_linear/trials.csv")).expect("a link");
    let output = run("xor_linear", &["--quick", "--quiet"], folder.path(), &out);
    assert!(output.status.success(), "{}", error_of(&output));
    assert!(out.join("xor_linear/trials.csv").is_symlink());
    assert!(fs::read_to_string(&kept).expect("there").starts_with("arm,"));
    assert_eq!(fs::metadata(&kept).expect("there").mode() & 0o111, 0, "no program");
}

#[test]
fn an_empty_variable_is_an_unset_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let binaries = Path::new(env!("CARGO_BIN_EXE_report")).parent().expect("a folder");
    let mut command = Command::new(binaries.join("xor_linear"));
    command.env("MLP_SIMD", "").args(["--quick", "--quiet", "--out"]).arg(folder.path());
    assert!(command.output().expect("it starts").status.success());
    let mut command = Command::new(binaries.join("published"));
    command.env("MLP_DATA", "https://example.org/data").arg("--out").arg(folder.path());
    let output = command.output().expect("it starts");
    assert_eq!(output.status.code(), Some(3));
    assert!(error_of(&output).contains("MLP_DATA is an address"), "{}", error_of(&output));
}

/// A checkout where nothing can be written: here, a file stands where a folder would have to.
#[test]
fn a_run_elsewhere_needs_nothing_of_a_checkout_that_cannot_be_written_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let checkout = checkout_in(folder.path());
    fs::write(checkout.join("target"), "no folder").expect("written");
    let out = folder.path().join("out");
    let output = run("xor_linear", &["--quick"], &checkout, &out);
    let (error, said) = (error_of(&output), String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(0), "{error}");
    assert!(error.starts_with("warning: no record of this run"), "{error}");
    assert!(said.contains("C10  supported"), "{said}");
    let output = run("reproduce", &["--quick", "--quiet"], &checkout, &out);
    assert_eq!(output.status.code(), Some(0), "{}", error_of(&output));
    assert!(out.join("protocol/verdicts.csv").is_file(), "it stopped before the last experiment");
}
