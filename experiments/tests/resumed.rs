//! What was kept is taken up for what it is of, never for where it stood: trials of a run that
//! stopped, and the rows of a table of learning rates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use experiments::EXPERIMENTS;
use toml::{Table, Value};

/// Runs `xor_relu` in the repository.
fn run(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xor_relu"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).env_remove("MLP_SIMD");
    command.args(arguments).arg("--out").arg(out).output().expect("it starts")
}

fn error_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Its claim.toml, small, with the arms in the order that `order` brings them into.
fn claim(order: impl Fn(&mut [(String, Value)])) -> String {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == "xor_relu").expect("there");
    let mut file: Table = entry.claim.parse().expect("a claim file");
    let small: Table = "trials = { confirm_seeds = 20, pilot_seeds = 4 }\n\
                        tuning = { learning_rates = [0.1, 0.4] }\nsettings = { steps = 500 }"
        .parse()
        .expect("TOML");
    for (part, values) in small {
        let part = file[&part].as_table_mut().expect("a table");
        part.remove("more");
        part.extend(values.as_table().expect("a table").clone());
    }
    let arms = file["arms"].as_table().expect("arms").clone();
    let mut arms: Vec<(String, Value)> = arms.into_iter().collect();
    order(&mut arms);
    file.insert("arms".to_owned(), Value::Table(arms.into_iter().collect()));
    file.to_string()
}

fn exchanged(arms: &mut [(String, Value)]) {
    let place = |name: &str| arms.iter().position(|(arm, _)| arm == name).expect(name);
    let (relu, sigmoid) = (place("relu"), place("sigmoid"));
    arms.swap(relu, sigmoid);
}

/// Every file of the experiment in a folder, by name.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder.join("xor_relu")).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("read");
        (PathBuf::from(path.file_name().expect("a name")), bytes)
    };
    let mut files: Vec<_> = paths.map(read).collect();
    files.sort();
    files
}

/// Two arms that exchange their places in the file keep their trials: the hash of the
/// configuration ignores the order.
#[test]
fn arms_that_are_exchanged_keep_their_trials() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("first.toml"), claim(|_| ())).expect("written");
    fs::write(path("exchanged.toml"), claim(exchanged)).expect("written");
    let config = |name: &str| path(name).to_string_lossy().into_owned();
    // Every trial is written down; then the run stops, since its folder cannot be made.
    fs::create_dir(path("out")).expect("a folder");
    fs::write(path("out").join("xor_relu"), "in the way").expect("written");
    let stopped = run(&["--config", &config("first.toml")], &path("out"));
    assert_eq!(stopped.status.code(), Some(3), "{}", error_of(&stopped));
    fs::remove_file(path("out").join("xor_relu")).expect("removed");

    let resumed = run(&["--config", &config("exchanged.toml")], &path("out"));
    assert!(resumed.status.success(), "{}", error_of(&resumed));
    let said = String::from_utf8_lossy(&resumed.stdout).into_owned();
    assert!(said.contains("trials found from a run that was stopped, 0 damaged"), "{said}");
    let fresh = run(&["--config", &config("exchanged.toml")], &path("fresh"));
    assert!(fresh.status.success(), "{}", error_of(&fresh));
    assert!(contents(&path("out")) == contents(&path("fresh")), "other arms' trials were taken");
}

#[test]
fn a_table_of_learning_rates_is_matched_row_by_row_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("claim.toml"), claim(|_| ())).expect("written");
    let config = path("claim.toml").to_string_lossy().into_owned();
    let whole = run(&["--config", &config], &path("whole"));
    assert!(whole.status.success(), "{}", error_of(&whole));
    let good = fs::read_to_string(path("whole").join("xor_relu/tuning.csv")).expect("read");
    let part = |name: &str, table: &str| {
        let table_path = path(&format!("{name}.csv"));
        fs::write(&table_path, table).expect("written");
        let table_path = table_path.to_string_lossy().into_owned();
        let arguments = ["--config", &config, "--shard", "1/1", "--tuning", &table_path];
        run(&arguments, &path(name))
    };
    let header = good.lines().next().expect("a header");
    let mut rows: Vec<&str> = good.lines().skip(1).collect();
    rows.reverse();
    let reversed = format!("{header}\n{}\n", rows.join("\n"));
    let output = part("reversed", &reversed);
    assert!(output.status.success(), "{}", error_of(&output));
    let parts = path("reversed").to_string_lossy().into_owned();
    let merged = Command::new(env!("CARGO_BIN_EXE_merge"))
        .args([&parts, "--out"])
        .arg(path("merged"))
        .status();
    assert!(merged.expect("it starts").success());
    assert!(contents(&path("whole")) == contents(&path("merged")), "rates of other arms");

    let without = |arm: &str| {
        let rows = good.lines().filter(|line| !line.starts_with(&format!("{arm},")));
        rows.collect::<Vec<_>>().join("\n")
    };
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/saturation/tuning.csv");
    let other = fs::read_to_string(other).expect("read");
    for (name, table, wanted) in [
        ("lacking", without("tanh"), "no rate is chosen for tanh"),
        ("foreign", other, "wanted arm, width, learning_rate"),
        ("unknown", good.replace("tanh,", "tahn,"), "no cell tahn"),
        ("beyond", good.replace(",0.4,", ",0.5,"), "none of [tuning]"),
        ("twice", good.replace("false", "true"), "a second rate"),
        ("column", good.replacen("width", "depth", 1), "it has the columns"),
        ("word", good.replace("true", "yes"), "column chosen: `yes`"),
        ("empty", String::new(), "tuning.csv"),
    ] {
        let output = part(name, &table);
        let error = error_of(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {error}");
        assert!(error.contains(wanted) && error.contains("merge --tuning"), "{name}: {error}");
        assert!(!path(name).exists(), "{name}: something was written");
    }
}
