//! A claim.toml that means harm: it is refused before anything is run, or it does none.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use experiments::EXPERIMENTS;
use toml::{Table, Value};

/// The built-in claim.toml of an experiment.
fn claim(name: &str) -> Table {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == name).expect(name);
    entry.claim.parse().expect("a claim file")
}

/// The same with the value at a dotted key changed; `value` is TOML.
fn changed(name: &str, key: &str, value: &str) -> Table {
    let mut file = claim(name);
    let value = format!("value = {value}").parse::<Table>().expect(value)["value"].clone();
    let (path, last) = key.rsplit_once('.').expect("a dotted key");
    let mut at = &mut file;
    for step in path.split('.') {
        at = at.get_mut(step).and_then(Value::as_table_mut).expect(key);
    }
    at.insert(last.to_owned(), value);
    file
}

/// Runs a binary in the repository, where some look for `results/` above the current folder.
fn run(name: &str, arguments: &[&str], out: &Path) -> Output {
    let binaries = Path::new(env!("CARGO_BIN_EXE_report")).parent().expect("a folder");
    let mut command = Command::new(binaries.join(name));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).env_remove("MLP_SIMD");
    command.args(arguments).arg("--out").arg(out).output().expect("it starts")
}

/// Runs an experiment on a claim.toml in `folder`, with these arguments, and `out` below it.
fn run_on(name: &str, text: &str, arguments: &[&str], folder: &Path) -> Output {
    let path = folder.join("claim.toml");
    fs::write(&path, text).expect("written");
    let config = path.to_string_lossy().into_owned();
    let arguments = [&["--config", config.as_str()][..], arguments].concat();
    run(name, &arguments, &folder.join("out"))
}

/// What an experiment says as it refuses a claim.toml, having written nothing.
fn refused(name: &str, text: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    let output = run_on(name, text, arguments, &inner);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{name}: {error}");
    let names = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(names(folder.path()), ["inner"], "{name} wrote elsewhere");
    assert_eq!(names(&inner), ["claim.toml"], "{name} wrote something");
    error
}

#[test]
fn what_no_machine_holds_is_refused_before_it_is_asked_for() {
    const MOST: &str = "9223372036854775807";
    let nothing: &[&str] = &[];
    for (name, key, value, wanted) in [
        ("xor_relu", "trials.confirm_seeds", MOST, "trials in all"),
        ("xor_relu", "factors.width", "[2, 3, 4, 16, 67000000]", "narrower layers"),
        ("xor_linear", "settings.steps", MOST, "steps = 9223372036854775807"),
        ("xor_relu", "settings.steps", "1000000000", "give 10000000 or less"),
        ("saturation", "settings.epochs", "1000000000", "give 10000000 or less"),
        ("dying_relu", "settings.steps", "1000000000", "give 10000000 or less"),
        ("capacity", "settings.epochs", "1000000000", "give 10000000 or less"),
        ("universal_approximation", "settings.steps", "1000000000", "give 10000000 or less"),
        ("probes", "settings.probe_epochs", "1000000000", "give 10000000 or less"),
        ("mse_vs_cross_entropy", "settings.epochs", "1000000000", "give 10000000 or less"),
        ("saturation", "settings.depth", MOST, "counts layers"),
        ("saturation", "settings.width", "1000000", "narrower layers"),
        ("linear_collapse", "settings.xor_width", "8000", "narrower layers"),
        ("linear_collapse", "arms.composition.widest", "4294967296", "widest = 4294967296"),
        ("linear_collapse", "arms.low_rank.sizes", "[8, 4096, 8]", "the widest = 4096"),
        ("neuron", "arms.weighted_sum.cases", MOST, "cases ="),
        ("neuron", "arms.poisson.rates", "[inf]", "spikes a train"),
        ("neuron", "arms.integrate_and_fire.duration", "1e6", "duration / step"),
        ("activation_shapes", "settings.points", MOST, "points ="),
        ("activation_shapes", "settings.reach", "1e300", "give 1000 or less"),
        ("maxout", "settings.examples", MOST, "examples x units x pieces"),
        ("zig_zag", "settings.most_iterations", "1000000", "most_iterations x inputs"),
        ("dying_relu", "settings.sizes", "[64, 9000000, 10]", "narrower layers"),
        ("activation_race", "settings.width", "16384", "narrower layers"),
        ("mse_vs_cross_entropy", "settings.hidden", "16384", "narrower layers"),
        ("output_units", "settings.points", MOST, "points ="),
        ("universal_approximation", "settings.points_a_side", MOST, "points_a_side ="),
        ("universal_approximation", "arms.linear_on_square.degree", MOST, "degree ="),
        ("errata", "arms.E19_printed.sizes", "[64, 4096, 4]", "the widest = 4096"),
        ("protocol", "settings.pairs", MOST, "pairs ="),
        ("published", "arms.simard_800.hidden", "[16384]", "narrower layers"),
    ] {
        let text = changed(name, key, value).to_string();
        for arguments in [nothing, &["--dry-run"]] {
            let error = refused(name, &text, arguments);
            assert!(error.contains(wanted), "{name}, {key} = {value}: {error}");
        }
    }
}

#[test]
fn what_would_stop_a_run_midway_is_refused_before_it() {
    for (name, key, value, wanted) in [
        ("xor_relu", "tuning.arms", "[\"printed\"]", "needs a learning rate"),
        ("linear_collapse", "arms.autoencoder_2.units", "65", "units = 65"),
        ("linear_collapse", "arms.scores_relu.activation", "\"maxout\"", "not one unit"),
        ("activation_shapes", "arms.region_relu.sizes", "[4]", "an input and an output"),
        ("activation_shapes", "arms.relu.activation", "\"maxout\"", "not one unit"),
        ("activation_shapes", "arms.relu.window", "[1.0, -1.0]", "no interval"),
        ("activation_shapes", "arms.sigmoid_symmetry.over", "{}", "no variable"),
        ("mse_vs_cross_entropy", "arms.cross_entropy_slope.over", "{ z = [1.0, nan] }", "over: z"),
        ("errata", "arms.E01.over", "{ x = [2.0, 1.0] }", "over: x"),
        ("errata", "arms.E01.choices", "{ k = [] }", "choices: k"),
        ("errata", "arms.E05.sizes", "[2, 1]", "give a hidden layer"),
        // What has no value would be NaN, and nobody would be told.
        ("errata", "arms.E07.printed", "\"relu(X)\"", "`X` is unknown; did you mean `x`?"),
        ("errata", "arms.E18_softplus.printed", "\"softplus(X)\"", "`X` is unknown"),
        ("errata", "arms.E01.corrected", "\"tanh(y)\"", "`y` is unknown"),
        ("errata", "arms.E01.printed", "\"x^0.5\"", "whole number from -64 to 64"),
        ("errata", "arms.E01.printed", "\"x^65\"", "whole number from -64 to 64"),
        ("errata", "arms.E01.within", "{ y = [0.0, 1.0] }", "`y` is none of x"),
        ("activation_shapes", "arms.elu.formula", "\"exp(alpha)\"", "`alpha` is unknown"),
        ("activation_shapes", "arms.sigmoid_symmetry.left", "\"sigmoid(z)\"", "`z` is unknown"),
        ("mse_vs_cross_entropy", "arms.flow_cross_entropy.time", "\"1 - x\"", "`x` is unknown"),
        ("universal_approximation", "arms.sine.target", "\"sin(t)\"", "`t` is unknown"),
        ("errata", "arms.E08_2_4_1.sizes", "[4]", "an input and an output"),
        ("activation_race", "settings.tasks.digits.examples", "0", "examples = 0"),
        ("published", "arms.simard_800.examples", "0", "examples = 0"),
        ("published", "settings.validated", "0.99999", "0.9 at most"),
    ] {
        let error = refused(name, &changed(name, key, value).to_string(), &[]);
        assert!(error.contains(wanted), "{name}, {key} = {value}: {error}");
    }
}

#[test]
fn nothing_nests_so_deep_that_it_ends_the_program() {
    let sum = format!("\"x{}\"", "+x".repeat(100_000));
    let text = changed("activation_shapes", "arms.relu.formula", &sum).to_string();
    assert!(refused("activation_shapes", &text, &[]).contains("too long"));
    let keys = format!("{{a{} = ", ".a".repeat(78));
    let nested = format!("x = {}1{}\n", keys.repeat(78), "}".repeat(78));
    let text = format!("{nested}{}", claim("xor_linear"));
    assert!(refused("xor_linear", &text, &[]).contains("nest deeper"));
    // A string that ends in a quote of its own hides nothing from the guard.
    for string in ["'''x''''", "\"\"\"x\"\"\"\""] {
        for size in [20, 40] {
            let keys = format!("{{a{} = ", ".a".repeat(size));
            let deep = format!("[{string}, {}1{}]", keys.repeat(size), "}".repeat(size));
            let text = format!("x = {deep}\n{}", claim("xor_linear"));
            assert!(refused("xor_linear", &text, &[]).contains("nest deeper"));
            let set = format!("settings.steps={deep}");
            let text = claim("xor_linear").to_string();
            assert!(refused("xor_linear", &text, &["--set", &set]).contains("nests deeper"));
        }
    }
}

#[test]
fn no_name_leads_out_of_the_folder() {
    for name in ["../../relu", "..", "a/b", "/relu"] {
        let mut file = claim("activation_shapes");
        let arms = file.get_mut("arms").and_then(Value::as_table_mut).expect("arms");
        let relu = arms["relu"].clone();
        arms.insert(name.to_owned(), relu);
        let error = refused("activation_shapes", &file.to_string(), &["--quick"]);
        assert!(error.contains("is no name"), "{name}: {error}");
    }
}

#[test]
fn no_markup_reaches_a_page_or_a_figure() {
    const MARKUP: &str = "</title><script>alert(1)</script>\" onload=\"alert(1)<img src=x>&";
    let hostile = || Value::String(MARKUP.to_owned());
    let mut file = claim("activation_shapes");
    file.insert("title".to_owned(), hostile());
    file.insert("about".to_owned(), hostile());
    for claim in file["claim"].as_array_mut().expect("claims") {
        claim["statement"] = hostile();
    }
    file["arms"]["relu"]["title"] = hostile();
    let folder = tempfile::tempdir().expect("a folder");
    let output = run_on("activation_shapes", &file.to_string(), &["--quick"], folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = folder.path().join("out");
    let output = run("report", &[], &out);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for path in ["report.html", "activation_shapes/relu.svg"] {
        let text = fs::read_to_string(out.join(path)).expect(path);
        assert!(text.contains("&lt;script&gt;alert(1)"), "{path}: it is not said at all");
        for markup in ["<script>alert", "<img src=x>", "\" onload=\""] {
            assert!(!text.contains(markup), "{path}: {markup}");
        }
    }
}
