//! Parts joined are the whole, byte for byte; what is missing, damaged or foreign is named; a run
//! that is interrupted resumes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository: some binaries look for `results/` above the current folder.
fn command(name: &str) -> Command {
    let binaries = Path::new(env!("CARGO_BIN_EXE_merge")).parent().expect("a folder");
    let mut command = Command::new(binaries.join(name));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    command.env_remove("MLP_SIMD");
    command
}

fn run(name: &str, arguments: &[&str], out: &Path) -> Output {
    command(name).args(arguments).arg("--out").arg(out).output().expect("it starts")
}

fn succeeds(name: &str, arguments: &[&str], out: &Path) -> String {
    let output = run(name, arguments, out);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {arguments:?}: {error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Exit code and standard error.
fn fails(name: &str, arguments: &[&str], out: &Path) -> (Option<i32>, String) {
    let output = run(name, arguments, out);
    assert!(!output.status.success(), "{name} {arguments:?}");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Every file of an experiment in a folder, by name.
fn contents(folder: &Path, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder.join(name)).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            (PathBuf::from(path.file_name().expect("a name")), fs::read(&path).expect("read"))
        })
        .collect();
    files.sort();
    files
}

/// Runs all parts of an experiment into `folder`/k, each its own, and gives these folders.
fn parts(name: &str, of: u32, more: &[&str], folder: &Path) -> Vec<String> {
    let part = |k: u32| {
        let out = folder.join(k.to_string());
        let shard = format!("{k}/{of}");
        succeeds(name, &[&["--quick", "--shard", &shard], more].concat(), &out);
        out.to_string_lossy().into_owned()
    };
    (1..=of).map(part).collect()
}

#[test]
fn parts_joined_are_the_whole() {
    for (name, of) in [("xor_linear", 1), ("xor_linear", 3), ("dying_relu", 7)] {
        let folder = tempfile::tempdir().expect("a folder");
        let [whole, joined] = ["whole", "joined"].map(|name| folder.path().join(name));
        succeeds(name, &["--quick"], &whole);
        let parts = parts(name, of, &[], folder.path());
        succeeds("merge", &parts.iter().map(String::as_str).collect::<Vec<_>>(), &joined);
        assert!(contents(&whole, name) == contents(&joined, name), "{name} in {of} parts");
    }
}

#[test]
fn tuning_is_joined_first_and_then_the_rest() {
    for (name, of) in [("xor_relu", 3), ("activation_race", 7)] {
        let folder = tempfile::tempdir().expect("a folder");
        let [whole, joined] = ["whole", "joined"].map(|name| folder.path().join(name));
        succeeds(name, &["--quick"], &whole);
        let folders = parts(name, of, &[], folder.path());
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        let (code, error) = fails("merge", &folders, &joined);
        assert_eq!(code, Some(3));
        assert!(error.contains("groups of confirm trials are missing"), "{error}");
        succeeds("merge", &[&["--tuning"], &folders[..]].concat(), &joined);
        let tuning = joined.join(name).join("tuning.csv").to_string_lossy().into_owned();
        parts(name, of, &["--tuning", &tuning], folder.path());
        succeeds("merge", &folders, &joined);
        assert!(contents(&whole, name) == contents(&joined, name), "{name} in {of} parts");
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("joined");
    let three = parts("xor_linear", 3, &[], &folder.path().join("three"));
    let other =
        parts("xor_linear", 3, &["--set", "settings.steps=7"], &folder.path().join("other"));
    let seven = parts("xor_linear", 7, &[], &folder.path().join("seven"));
    let refused = |parts: &[&String], wanted: &str| {
        let parts: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
        let (code, error) = fails("merge", &parts, &out);
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(wanted), "no `{wanted}` in {error}");
        assert!(!out.join("xor_linear").exists(), "something was written");
    };
    refused(&[&three[0], &three[2]], "parts are missing: 2/3");
    refused(&[&three[0], &other[1], &three[2]], "another configuration");
    refused(&[&three[0], &seven[1]], "one of 7 parts");
    refused(&[&three[0], &three[0]], "stands in");
    let manifest = Path::new(&three[1]).join("xor_linear/part-2-of-3/part.toml");
    let text = fs::read_to_string(&manifest).expect("read");
    let code = text.lines().find(|line| line.starts_with("code")).expect("a line");
    fs::write(&manifest, text.replace(code, "code = \"0\"")).expect("written");
    refused(&[&three[0], &three[1], &three[2]], "another version of the code");
    // Nor does a part resume in the folder of another.
    let error = fails("xor_linear", &["--quick", "--shard", "2/3"], Path::new(&three[1])).1;
    assert!(error.contains("--fresh"), "{error}");
}

#[test]
fn a_trial_that_is_lost_or_changed_is_named_and_run_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("joined");
    let folders = parts("xor_linear", 3, &[], folder.path());
    let arguments: Vec<&str> = folders.iter().map(String::as_str).collect();
    let journal = Path::new(&folders[0]).join("xor_linear/part-1-of-3/trials");
    let mut bytes = fs::read(&journal).expect("read");
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    fs::write(&journal, bytes).expect("written");
    let (code, error) = fails("merge", &arguments, &out);
    assert_eq!(code, Some(3));
    assert!(error.contains("1 of ") && error.contains("1 lines are damaged"), "{error}");
    assert!(error.contains("seeds "), "the trial is named: {error}");
    let said = succeeds("xor_linear", &["--quick", "--shard", "1/3"], Path::new(&folders[0]));
    assert!(said.contains("1 damaged and run again"), "{said}");
    succeeds("merge", &arguments, &out);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_exits_130_and_goes_on() {
    use std::process::Stdio;
    use std::time::Duration;

    // Long enough to be interrupted, short enough to be run whole.
    let arguments = [
        "--set",
        "arms.gradient_descent.method=gradient_descent",
        "--seeds",
        "1000",
        "--set",
        "settings.steps=20000",
        "--threads",
        "1",
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let [whole, stopped] = ["whole", "stopped"].map(|name| folder.path().join(name));
    succeeds("xor_linear", &arguments, &whole);
    for signal in ["-INT", "-TERM"] {
        // Until some more trials are written down.
        let journals = stopped.join(".journal");
        let length = || {
            let entries = fs::read_dir(&journals).into_iter().flatten().flatten();
            entries.filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum::<u64>()
        };
        let before = length();
        let mut running = command("xor_linear");
        running.args(arguments).arg("--out").arg(&stopped).stderr(Stdio::piped());
        let running = running.stdout(Stdio::null()).spawn().expect("it starts");
        for _ in 0..6000 {
            if length() > before + 1000 {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let id = running.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill").success());
        let output = running.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(130), "{signal}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.ends_with("the same command resumes\n"), "{said}");
        assert!(!stopped.join("xor_linear").exists(), "nothing is written before the end");
    }
    let said = succeeds("xor_linear", &arguments, &stopped);
    assert!(said.contains("trials found from a run that was stopped, 0 damaged"), "{said}");
    assert!(contents(&whole, "xor_linear") == contents(&stopped, "xor_linear"));
}
