//! `show` as it is used: one trial, the very one of the ledger.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

static CATALOGUE: LazyLock<lab::Catalogue> = LazyLock::new(experiments::catalogue);

fn run(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_show"));
    command.args(arguments);
    if arguments.len() > 1 {
        command.arg("--out").arg(out);
    }
    command.output().expect("it starts")
}

fn shows(arguments: &[&str], out: &Path) -> String {
    let output = run(arguments, out);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).expect("text")
}

fn refuses(arguments: &[&str]) -> String {
    let output = run(arguments, Path::new("not written to"));
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_published_trial_is_that_of_the_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, table) in [
        (&["xor_relu", "--arm", "relu", "--width", "2", "--seed", "1"][..], "first_trials.csv"),
        (&["linear_collapse", "--arm", "relu_xor"], "trials.csv"),
        (&["universal_approximation", "--arm", "trained_sine_8"], "trials.csv"),
        (&["saturation", "--arm", "sigmoid", "--twice_the_bias", "4", "--seed", "2"], "trials.csv"),
    ] {
        let said = shows(arguments, folder.path());
        assert!(said.contains("the same bits as in ") && said.contains(table), "{said}");
        assert!(said.contains(" parameters; "), "a training is shown: {said}");
    }
    let said = shows(&["xor_relu", "--arm", "printed"], folder.path());
    assert!(said.contains("it has no training to show"), "{said}");
}

#[test]
fn a_training_is_written_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let trial = ["xor_relu", "--arm", "tanh", "--width", "4", "--seed", "3", "--frames", "10"];
    let said = shows(&trial, folder.path());
    assert!(said.contains("gradient_2") && said.contains("W2"), "{said}");
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect(name);
    let table = text("training.csv");
    assert!(table.starts_with("step,epoch,loss,wrong,gradient_1,gradient_2,dead_1,saturated_1\n"));
    // The ledger counts the same steps, in single precision.
    let recorded = said.split("steps ").nth(1).and_then(|rest| rest.split(',').next());
    assert!(table.lines().last().is_some_and(|row| row.split(',').next() == recorded), "{said}");
    let animation = text("animation.svg");
    assert_eq!(animation.matches("<animate ").count(), 10);
    assert_eq!(animation.matches("visibility=\"visible\"").count(), 1);
    assert!(
        text("boundary.svg").contains("hidden space") && text("training.svg").contains("</svg>")
    );
    let weights = mlp::Network::open(&folder.path().join("end.safetensors")).expect("weights");
    assert_eq!(weights.architecture.sizes, [2, 4, 1]);
    let json = shows(&[&trial[..], &["--json"]].concat(), folder.path());
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["recorded"]["solved"], 1.0);
    assert_eq!(json["training"]["step"][0], 0);
    // One that the class can be told: the same on every machine.
    assert!(said.contains(&format!("fingerprint {}", json["fingerprint"].as_str().expect("text"))));
    assert_eq!(json["fingerprint"], "01116240");
}

#[test]
fn what_is_not_in_the_ledger_is_marked() {
    let folder = tempfile::tempdir().expect("a folder");
    let wider = ["xor_relu", "--arm", "relu", "--width", "20"];
    let said = shows(&wider, folder.path());
    assert!(said.contains("this level is not in claim.toml"), "{said}");
    assert!(said.contains("no trial of the ledger"), "{said}");
    let changed = ["xor_relu", "--arm", "relu", "--set", "settings.steps=100"];
    let said = shows(&changed, folder.path());
    assert!(said.contains("changed by --set"), "{said}");
}

#[test]
fn a_wrong_name_is_told_the_right_ones() {
    assert!(refuses(&[]).contains("which experiment"));
    assert!(refuses(&["xor_relu", "--arm", "rleu"]).contains("did you mean `relu`?"));
    assert!(refuses(&["activation_race", "--data-set", "digit"]).contains("`digits`"));
    assert!(refuses(&["xor_relu", "--widht", "3"]).contains("--width"));
    assert!(refuses(&["xor_relu", "--arm", "relu", "--width", "0"]).contains("width 0"));
    let more = ["linear_collapse", "--arm", "relu_xor", "--training", "2"];
    assert!(refuses(&more).contains("1 training"));
}

#[test]
fn the_command_line_is_sound() {
    lab::show::command(&CATALOGUE).debug_assert();
}
