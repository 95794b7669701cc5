//! What lies around a run, and is not its own, neither stops it nor is touched by it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(name: &str, arguments: &[&str], here: &Path, out: &Path) -> Output {
    let binaries = Path::new(env!("CARGO_BIN_EXE_report")).parent().expect("a folder");
    let mut command = Command::new(binaries.join(name));
    command.current_dir(here).env_remove("MLP_SIMD");
    command.args(arguments).arg("--out").arg(out).output().expect("it starts")
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

/// A checkout where nothing can be written: here, a file stands where a folder would have to.
#[test]
fn a_run_elsewhere_needs_nothing_of_a_checkout_that_cannot_be_written_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let checkout = folder.path().join("checkout");
    fs::create_dir_all(checkout.join("results")).expect("a folder");
    fs::create_dir_all(checkout.join("experiments")).expect("a folder");
    fs::write(checkout.join("experiments/Cargo.toml"), "").expect("written");
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
