//! Changed runs are kept, each in a folder of its own, and can be compared.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs a binary in a checkout: exit code, standard output, standard error.
fn run(name: &str, arguments: &[&str], checkout: &Path) -> (Option<i32>, String, String) {
    let binaries = Path::new(env!("CARGO_BIN_EXE_report")).parent().expect("a folder");
    let mut command = Command::new(binaries.join(name));
    let output = command.current_dir(checkout).env_remove("MLP_SIMD").args(arguments).output();
    let output = output.expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A folder that is a checkout: `experiments/` and `results/`, both empty.
fn checkout() -> tempfile::TempDir {
    let checkout = tempfile::tempdir().expect("a folder");
    for part in ["experiments", "results"] {
        fs::create_dir(checkout.path().join(part)).expect("a folder");
    }
    fs::write(checkout.path().join("experiments/Cargo.toml"), "").expect("written");
    checkout
}

const SWISH: &str = "arms.relu.activation.formula=\"x*sigmoid(x)\"";

#[test]
fn runs_of_other_settings_lie_side_by_side_and_can_be_run_again() {
    let checkout = checkout();
    let runs = checkout.path().join("target/runs");
    let changed = ["--quick", "--quiet", "--set", SWISH];
    for arguments in
        [&changed[..], &["--quick", "--quiet"], &[&changed[..], &["--name", "swish"]].concat()]
    {
        let (code, _, error) = run("xor_relu", arguments, checkout.path());
        assert_eq!(code, Some(0), "{error}");
    }
    let mut names: Vec<_> =
        fs::read_dir(&runs).expect("runs").flatten().map(|run| run.file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.contains(&"quick".into()) && names.contains(&"swish".into()), "{names:?}");

    // What was run stands beside it, whole, and runs again to the same bytes.
    let kept = runs.join("swish/xor_relu");
    let claim = kept.join("claim.toml");
    let text = fs::read_to_string(&claim).expect("there");
    assert!(text.contains("formula = \"x*sigmoid(x)\"") && text.contains("steps = 200"), "{text}");
    let again = ["--config", claim.to_str().expect("a path"), "--name", "again", "--quiet"];
    assert_eq!(run("xor_relu", &again, checkout.path()).0, Some(0));
    let trials = |run: &str| fs::read(runs.join(run).join("xor_relu/trials.csv")).expect("there");
    assert!(trials("again") == trials("swish"));
    assert!(trials("quick") != trials("swish"));

    // A name is that of one run.
    let (code, _, error) = run("xor_relu", &["--quick", "--name", "swish"], checkout.path());
    assert_eq!(code, Some(2));
    assert!(error.contains("another run of xor_relu") && error.contains("--overwrite"), "{error}");
    let record = fs::read_to_string(kept.join("run.toml")).expect("a record");
    let record: toml::Table = record.parse().expect("TOML");
    assert_eq!(record["run"].as_str(), Some("swish"));
    assert_eq!(record["quick"].as_bool(), Some(true));
    assert_eq!(record["set"][0].as_str(), Some(SWISH));
}

#[test]
fn two_runs_are_compared() {
    let checkout = checkout();
    let (code, said, _) = run("compare", &[], checkout.path());
    assert_eq!(code, Some(0));
    assert!(said.starts_with("no runs kept yet"), "{said}");
    for arguments in [
        &["--quick"][..],
        &["--quick", "--name", "swish", "--set", SWISH],
        &["--quick", "--out", "results", "--overwrite"],
    ] {
        let (code, _, error) =
            run("xor_relu", &[arguments, &["--quiet"]].concat(), checkout.path());
        assert_eq!(code, Some(0), "{error}");
    }
    let (_, said, _) = run("compare", &[], checkout.path());
    // Lines end where the terminal does.
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in ["swish xor_relu", "arms.relu.activation={ formula = \"x*sigmoid(x)\" }"] {
        assert!(said.contains(wanted), "no {wanted:?} in {said}");
    }

    let (code, said, error) = run("compare", &["swish", "quick"], checkout.path());
    assert_eq!(code, Some(0), "{error}");
    for wanted in [
        "arms.relu.activation: { formula = \"x*sigmoid(x)\" } in swish, \"relu\" in quick",
        "neither tests a difference",
        "C15  refuted in swish, inconclusive in quick: Such a network",
        "findings are the same in both",
    ] {
        assert!(said.contains(wanted), "no {wanted:?} in\n{said}");
    }
    let drawn = checkout.path().join("target/compared/swish-and-quick/xor_relu");
    let svg = fs::read_to_string(drawn.join("C15.svg")).expect("a chart");
    assert!(svg.contains("C15: swish and quick"), "no title");
    let found = fs::read_to_string(drawn.join("found.csv")).expect("a table");
    assert!(found.starts_with("id,role,at,criterion_1,value_1,low_1,"), "{found}");

    let (_, said, _) = run("compare", &["swish", "--json"], checkout.path());
    let said: serde_json::Value = serde_json::from_str(&said).expect("it is JSON");
    assert_eq!(said["runs"], serde_json::json!(["swish", "results"]));
    let claims = said["experiments"][0]["claims"].as_array().expect("a list");
    assert!(claims.iter().any(|claim| claim["id"] == "C15" && claim["verdicts"][0] == "refuted"));

    let (code, _, error) = run("compare", &["swihs"], checkout.path());
    assert_eq!(code, Some(2));
    assert!(error.contains("did you mean `swish`?"), "{error}");
    let (_, _, error) = run("compare", &["swish", "resluts"], checkout.path());
    assert!(error.contains("did you mean `results`?"), "{error}");
}

/// Criteria are fixed before the run: whoever runs others is told, and the record says it.
#[test]
fn criteria_that_are_not_committed_are_told() {
    let checkout = checkout();
    let folder = checkout.path().join("experiments/src/xor_linear");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("claim.toml"), "").expect("written");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=n", "-c", "user.email=e"]).args(arguments);
        let output = command.current_dir(checkout.path()).output().expect("git");
        assert!(output.status.success(), "{output:?}");
    };
    let warned = || {
        let (code, _, error) = run("xor_linear", &["--threads", "2"], checkout.path());
        assert_eq!(code, Some(0), "{error}");
        let record =
            fs::read_to_string(checkout.path().join("target/runs/results/xor_linear/run.toml"));
        let record: toml::Table = record.expect("a record").parse().expect("TOML");
        let said = record.get("criteria_committed").and_then(toml::Value::as_bool);
        (error.contains("claim.toml is not committed"), said)
    };
    assert_eq!(warned(), (false, None), "without git there is nothing to tell");
    git(&["init", "--quiet"]);
    assert_eq!(warned(), (true, Some(false)));
    git(&["add", "experiments"]);
    git(&["commit", "--quiet", "--message", "criteria"]);
    assert_eq!(warned(), (false, Some(true)));
}
