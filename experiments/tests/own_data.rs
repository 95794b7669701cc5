//! Data of one's own in the place of the digits.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};

/// Three clouds of points, told apart by a line or two.
fn table() -> String {
    let mut text = "width,height,kind\n".to_owned();
    for i in 0..90 {
        let (class, step) = (i % 3, f64::from(i / 3));
        let (x, y) = (f64::from(class) * 4.0 + step / 15.0, (step * 0.7) % 2.0 - f64::from(class));
        let _ = writeln!(text, "{x},{y},{}", ["round", "square", "star"][class as usize]);
    }
    text
}

fn run(binary: &str, arguments: &[&str], folder: &Path) -> Output {
    let binaries = Path::new(env!("CARGO_BIN_EXE_show")).parent().expect("a folder");
    let mut command = Command::new(binaries.join(binary));
    command.args(arguments).arg("--data").arg(folder.join("own.csv"));
    command.arg("--out").arg(folder.join("out")).output().expect("it starts")
}

#[test]
fn a_race_is_run_on_data_of_ones_own() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("own.csv"), table()).expect("written");
    let race = ["--quick", "--label", "kind"];
    let output = run("activation_race", &race, folder.path());
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        said.contains("90 examples, 2 inputs, 3 classes of kind (round, square, star)"),
        "{said}"
    );
    let trials = std::fs::read_to_string(folder.path().join("out/activation_race/trials.csv"));
    let trials = trials.expect("trials");
    let digits = trials.lines().filter(|row| row.starts_with("digits,")).count();
    assert!(digits > 0, "their place has their name");
    // The digits themselves take longer to learn, and give other numbers.
    let other = Command::new(env!("CARGO_BIN_EXE_activation_race"))
        .args(["--quick", "--out"])
        .arg(folder.path().join("digits"))
        .output()
        .expect("it starts");
    assert!(other.status.success());
    let hashes = |out: &str| {
        let path = folder.path().join(out).join("activation_race/hashes.toml");
        std::fs::read_to_string(path).expect("hashes")
    };
    let trials_of =
        |text: String| text.lines().find(|l| l.starts_with("trials_c")).map(str::to_owned);
    assert_ne!(trials_of(hashes("out")), trials_of(hashes("digits")), "the data are in the hash");
    let output =
        run("show", &["activation_race", "--arm", "tanh", "--learning-rate", "0.3"], folder.path());
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("2-32-3 network") && said.contains("no trial of the ledger"), "{said}");
    // Two inputs and classes: what it makes of the plane can be seen.
    assert!(folder.path().join("out/animation.svg").is_file());
}

#[test]
fn what_cannot_be_is_refused_before_anything_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.csv");
    let refused = |binary: &str, arguments: &[&str], code: i32, word: &str| {
        let output = run(binary, arguments, folder.path());
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{error}");
        assert!(error.contains(word), "{error}");
        assert!(!folder.path().join("out").exists());
    };
    refused("activation_race", &["--quick"], 3, "cannot read");
    std::fs::write(&path, table().replace("square", "")).expect("written");
    refused("activation_race", &["--quick"], 2, "line 3, column kind: nothing there");
    std::fs::write(&path, table()).expect("written");
    refused("activation_race", &["--quick", "--label", "kin"], 2, "did you mean `kind`?");
    refused("xor_relu", &["--quick"], 2, "these do: ");
    refused("activation_race_mnist", &["--quick"], 2, "does not run on the digits");
    refused("dying_relu", &["--quick"], 2, "2 inputs and 3 classes");
    refused("saturation", &["--shard", "1/2"], 2, "--shard");
}
