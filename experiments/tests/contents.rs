//! The table of contents, the folders, the binaries and the ledger agree.

use std::collections::BTreeSet;
use std::path::Path;

use experiments::EXPERIMENTS;
use experiments::command_line::{Changes, Options};

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names in a folder that `pick` makes something of.
fn names(folder: &str, pick: impl Fn(&Path) -> Option<String>) -> BTreeSet<String> {
    let entries = std::fs::read_dir(here(folder)).expect(folder);
    entries.filter_map(|entry| pick(&entry.expect("an entry").path())).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn every_experiment_has_a_folder_a_claim_file_and_a_binary() {
    let listed: BTreeSet<String> = EXPERIMENTS.iter().map(|e| e.name.to_owned()).collect();
    let folders = names("src", |path| path.join("claim.toml").is_file().then(|| stem(path)));
    assert_eq!(listed, folders);
    let not_experiments = ["merge", "report", "reproduce"];
    let binaries = names("src/bin", |path| {
        Some(stem(path)).filter(|name| !not_experiments.contains(&name.as_str()))
    });
    assert_eq!(listed, binaries);
    for name in &listed {
        let text = std::fs::read_to_string(here(&format!("src/bin/{name}.rs"))).expect("read");
        assert!(text.contains(&format!("experiments::main!({name});")), "{name}");
    }
}

#[test]
fn every_experiment_runs_in_quick_mode_and_repeats_itself_on_any_number_of_threads() {
    for entry in EXPERIMENTS {
        let run = |threads| {
            let options =
                Options { quick: true, quiet: true, threads: Some(threads), ..Options::default() };
            entry.run(&options, &Changes::default(), None).expect(entry.name)
        };
        let one = run(1);
        assert!(!one.rows.is_empty() && !one.outputs.is_empty(), "{}", entry.name);
        assert!(one.outputs == run(3).outputs, "{} differs on 3 threads", entry.name);
        for output in &one.outputs {
            let text = String::from_utf8_lossy(&output.bytes);
            let place = env!("CARGO_MANIFEST_DIR");
            assert!(!text.contains(place), "{} names a folder of this machine", output.path);
        }
    }
}

#[test]
fn no_claim_is_judged_twice() {
    let mut ids = BTreeSet::new();
    for entry in EXPERIMENTS {
        let options = Options { quick: true, quiet: true, ..Options::default() };
        let report = entry.run(&options, &Changes::default(), None).expect(entry.name);
        // Fetched data may judge a claim once more: it has a row of its own.
        for row in report.rows {
            let place = (row.id.clone(), entry.is_fetched());
            assert!(ids.insert(place), "{} stands in two experiments", row.id);
        }
    }
}
