//! The command line as a user meets it.

use std::path::Path;

use assert_cmd::Command;

fn binary(name: &str) -> Command {
    let mut command = Command::new(match name {
        "xor_linear" => env!("CARGO_BIN_EXE_xor_linear"),
        "xor_relu" => env!("CARGO_BIN_EXE_xor_relu"),
        "activation_race" => env!("CARGO_BIN_EXE_activation_race"),
        "published" => env!("CARGO_BIN_EXE_published"),
        _ => env!("CARGO_BIN_EXE_reproduce"),
    });
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    command.env_remove("MLP_SIMD");
    command
}

/// Runs with these arguments and an empty `--out` folder: exit code, standard error, and whether
/// the folder stayed empty.
fn refused(name: &str, arguments: &[&str]) -> (Option<i32>, String, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let mut command = binary(name);
    let output = command.args(arguments).arg("--out").arg(&out).output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), error, !out.exists())
}

#[test]
fn bad_input_is_a_clear_error_with_code_2_and_nothing_written() {
    for (name, arguments, wanted) in [
        ("xor_relu", &["--set", "settings.stepz=3"][..], "did you mean `settings.steps`?"),
        ("xor_relu", &["--set", "arms.relu.activation=rellu"], "did you mean `relu`?"),
        ("xor_relu", &["--set", "settings.goal=nan"], "not a finite number above 0"),
        ("xor_relu", &["--set", "tuning.learning_rates=[-0.1]"], "-0.1 is not a finite number"),
        ("xor_relu", &["--set", "factors.width=[0, 2, 3, 4, 16]"], "width 0"),
        ("activation_race", &["--set", "settings.width=0"], "0 is not a whole number above 0"),
        (
            "activation_race",
            &["--set", "trials.data_sets=[\"mnist\"]"],
            "no data set `two_spirals`",
        ),
        (
            "activation_race",
            &[
                "--set",
                "trials.data_sets=[\"mnist\", \"digits\", \"two_spirals\", \"teacher\", \"parity\", \"checkerboard\"]",
            ],
            "settings.tasks.mnist",
        ),
        ("xor_linear", &["--config", "no/such/file.toml"], "no/such/file.toml"),
        ("xor_linear", &["--shard", "3/2"], "k/n"),
        ("xor_linear", &["--shard", "1/2", "--check"], "--check"),
        ("xor_linear", &["--tuning", "no/such/file.csv"], "--shard"),
        ("xor_linear", &["--threads", "0"], "0"),
        ("xor_linear", &["--threads", "65535"], "1..=1024"),
        ("xor_linear", &["--name", "a/b"], "letters, digits"),
        ("xor_linear", &["--check", "--seeds", "5"], "--check"),
        ("xor_linear", &["--unknown"], "--unknown"),
        ("xor_relu", &["--set", "tuning.metric=solvd"], "did you mean `solved`?"),
        ("xor_relu", &["--set", "arms.relu.initialization=he_noraml"], "did you mean `he_normal`?"),
        ("xor_relu", &["--set", "arms.printed.activation=maxout"], "printed weights"),
        ("activation_race", &["--set", "factors={}"], "[factors]"),
        ("activation_race", &["--set", "factors.depth=[]"], "one or more levels"),
        ("activation_race", &["--set", "factors.depth=[-1]"], "give 1 to 100"),
        ("activation_race", &["--set", "settings.width=9223372036854775807"], "narrower layers"),
        (
            "activation_race",
            &["--set", "trials.more=[{arms=[\"rleu\"],confirm_seeds=1}]"],
            "did you mean `relu`?",
        ),
        ("reproduce", &["--seeds", "3"], "--seeds"),
    ] {
        let (code, error, clean) = refused(name, arguments);
        assert_eq!(code, Some(2), "{name} {arguments:?}: {error}");
        assert!(error.contains(wanted), "{name} {arguments:?}: no `{wanted}` in\n{error}");
        assert!(clean, "{name} {arguments:?} wrote something");
    }
}

#[test]
fn a_wrong_config_file_is_shown_with_line_and_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("claim.toml");
    let good = include_str!("../src/xor_linear/claim.toml");
    std::fs::write(&path, good.replace("deviation = 2.0", "devation = 2.0")).expect("written");
    let path = path.to_string_lossy().into_owned();
    let (code, error, clean) = refused("xor_linear", &["--config", &path]);
    assert_eq!((code, clean), (Some(2), true), "{error}");
    let line = good.lines().position(|line| line.starts_with("deviation = ")).expect("there") + 1;
    assert!(error.contains(&format!("line {line}, column 1")), "{error}");
    assert!(error.contains("did you mean `deviation`?"), "{error}");
}

#[test]
fn a_forced_path_that_is_missing_is_an_error() {
    let missing = if cfg!(target_arch = "aarch64") { "avx2" } else { "neon" };
    let mut command = binary("xor_linear");
    let output = command.env("MLP_SIMD", missing).arg("--quick").output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("this machine lacks it") && error.contains("portable"), "{error}");
}

/// What the ledger or the page could not take is told before the run, with its claim.
#[test]
fn words_of_a_claim_are_checked_before_the_run() {
    let claim = include_str!("../src/xor_linear/claim.toml");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("claim.toml");
    for (right, wrong, wanted) in [
        ("id = \"C10\"", "id = \"X10\"", "X10: give an id of a letter and two digits: C (a claim)"),
        (
            "section = \"Example: XOR\"",
            "section = \"Example: XOT\"",
            "did you mean `Example: XOR`?",
        ),
        ("\\frac{\\partial", "\\frak{\\partial", "formula `"),
    ] {
        assert!(claim.contains(right), "{right}");
        std::fs::write(&path, claim.replacen(right, wrong, 1)).expect("written");
        let (code, error, is_empty) =
            refused("xor_linear", &["--config", path.to_str().expect("a path")]);
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(wanted) && error.contains("claim.toml: "), "{error}");
        assert!(is_empty, "{wrong}: something was written");
    }
}

#[test]
fn an_unwritable_folder_is_code_3() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("written");
    let mut command = binary("xor_linear");
    let output = command.arg("--out").arg(file.join("below")).output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(error.contains("--out"), "{error}");
}

#[test]
fn data_that_are_not_here_are_code_3_and_say_how_to_get_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let mut command = binary("published");
        let output = command.env("MLP_DATA", folder.path()).args(arguments).output();
        let output = output.expect("it starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, error) = run(&[]);
    assert_eq!(code, Some(3), "{error}");
    assert!(error.contains("scripts/fetch-data") && error.contains("MLP_DATA"), "{error}");
    // A truncated file is called so.
    std::fs::create_dir(folder.path().join("mnist")).expect("a folder");
    for file in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
        std::fs::write(folder.path().join("mnist").join(file), [0, 0, 8, 3]).expect("a file");
    }
    let (code, error) = run(&[]);
    assert!(code == Some(3) && error.contains("truncated"), "{error}");
    // Neither the plan nor a smoke run needs them.
    assert_eq!(run(&["--dry-run"]).0, Some(0));
    assert_eq!(run(&["--quick", "--dry-run"]).0, Some(0));
}

#[test]
fn a_run_prints_its_claims_and_writes_its_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = binary("xor_linear");
    let output = command.arg("--out").arg(folder.path()).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    for wanted in ["C10", "C11", "C12", "C13", "supported", "trials.csv", "descent_paths.svg"] {
        assert!(text.contains(wanted), "no {wanted} in\n{text}");
    }
    assert!(!text.contains('\x1b'), "colours off a terminal");
    let written = folder.path().join("xor_linear");
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/xor_linear");
    for file in ["trials.csv", "verdicts.csv", "fitted_plane.svg", "hashes.toml"] {
        let (new, old) = (std::fs::read(written.join(file)), std::fs::read(committed.join(file)));
        assert!(new.expect(file) == old.expect(file), "{file} is not as committed");
    }
    assert!(!written.join(".writable").exists());
}

#[test]
fn what_was_computed_is_kept_even_if_nobody_reads_what_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_xor_linear"));
    run.arg("--out").arg(folder.path()).stdout(writer);
    assert_eq!(run.status().expect("it starts").code(), Some(0));
    assert!(folder.path().join("xor_linear/trials.csv").is_file());
}

/// What a binary prints to standard output, having ended well and said nothing else.
fn printed(name: &str, arguments: &[&str]) -> String {
    let output = binary(name).args(arguments).output().expect("it starts");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*complaints), (Some(0), ""), "{name} {arguments:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_check_finds_the_committed_results() {
    let said = printed("xor_linear", &["--check", "--threads", "1"]);
    assert!(said.ends_with("no difference from results/\n"), "{said}");
}

#[test]
fn a_dry_run_prints_the_size_of_the_run() {
    let plan = printed("activation_race", &["--dry-run"]);
    let count = |what: &str| {
        let line = plan.lines().find_map(|line| line.trim().strip_prefix(what));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        number.unwrap_or_else(|| panic!("no {what} in\n{plan}"))
    };
    assert!(count("claims") > 0 && count("cells") > 0, "{plan}");
    assert!(count("pilot trials") > 0 && count("trials") > 0, "{plan}");
    let threads = ["--dry-run", "--quick", "--threads", "2"];
    let plan = printed("xor_linear", &threads);
    assert!(plan.contains("time          about ") && plan.contains(" on 2 threads, by "), "{plan}");
    let plan = printed("xor_linear", &[&threads[..], &["--json"]].concat());
    let plan: serde_json::Value = serde_json::from_str(&plan).expect("it is JSON");
    assert!(plan["seconds"].as_f64().is_some_and(|seconds| seconds > 0.0), "{plan}");
    assert_eq!(plan["at_least"].as_bool(), Some(false), "{plan}");
    // Trials of hours are not waited for.
    let endless =
        ["--dry-run", "--set", "settings.steps=10000000", "--set", "settings.goal=1e-300"];
    let plan = printed("xor_relu", &endless);
    assert!(plan.contains("more than "), "{plan}");
}

#[test]
fn json_has_a_row_for_each_claim() {
    let json = printed("xor_linear", &["--json", "--quick"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let claims = json["claims"].as_array().expect("a list");
    let ids: Vec<&str> = claims.iter().filter_map(|claim| claim["id"].as_str()).collect();
    assert_eq!(ids, ["C10", "C11", "C12", "C13", "C71", "E27"]);
    let verdicts: Vec<&str> = claims.iter().filter_map(|claim| claim["verdict"].as_str()).collect();
    assert_eq!(verdicts, [["supported"; 5].as_slice(), &["erratum"]].concat());
}

#[test]
fn a_quiet_run_prints_nothing() {
    assert_eq!(printed("xor_linear", &["--quiet", "--quick"]), "");
}

#[test]
fn every_binary_completes_its_options() {
    let binaries = Path::new(env!("CARGO_BIN_EXE_report")).parent().expect("a folder");
    for (name, option) in [
        ("xor_linear", "--dry-run"),
        ("reproduce", "--sample"),
        ("merge", "--tuning"),
        ("report", "--check"),
        ("show", "--learning-rate"),
        ("compare", "--all"),
        ("new", "--training"),
    ] {
        let output = Command::new(binaries.join(name)).args(["--completions", "bash"]).output();
        let output = output.expect("it starts");
        let script = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && script.contains(option), "{name}: no {option}");
        assert!(script.contains(&format!("_{name}")), "{name} completes another program");
    }
}

#[test]
fn colour_is_there_when_it_is_asked_for_alone() {
    let always = printed("xor_linear", &["--quick", "--color", "always"]);
    assert!(always.contains("\x1b[32msupported"), "{always}");
    let auto = printed("xor_linear", &["--quick"]);
    assert!(!auto.contains('\x1b') && auto.contains("supported"), "{auto}");
}

#[test]
fn reproduce_lists_every_experiment_with_its_verdicts() {
    let list = binary("reproduce").arg("--list").output().expect("it starts");
    let text = String::from_utf8_lossy(&list.stdout);
    for wanted in ["xor_linear", "C13", "activation_race", "C35"] {
        assert!(text.contains(wanted), "no {wanted} in\n{text}");
    }
    let list = binary("reproduce").args(["--list", "--json"]).output().expect("it starts");
    let list: serde_json::Value = serde_json::from_slice(&list.stdout).expect("it is JSON");
    assert_eq!(list[0]["experiment"], "neuron");
    assert_eq!(list[0]["claims"][0]["id"], "C01");
}
