//! The table of contents, the folders, the binaries and the ledger agree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use claims::{Claim, ClaimFile, Overlay};
use experiment::{Configured, Entry, Report, Run};
use experiments::{EXPERIMENTS, catalogue};
use figures::{Axis, Chart, Mark, Panel};
use lab::command_line::{Changes, Options};
use lab::request::{Outcome, Request};
use mlp::Simd;

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
    let not_experiments = ["compare", "merge", "new", "report", "reproduce", "show"];
    let binaries = names("src/bin", |path| {
        Some(stem(path)).filter(|name| !not_experiments.contains(&name.as_str()))
    });
    assert_eq!(listed, binaries);
    let manifest = std::fs::read_to_string(here("Cargo.toml")).expect("read");
    let manifest: toml::Table = manifest.parse().expect("a manifest");
    let declared: BTreeSet<String> = manifest["bin"]
        .as_array()
        .expect("binaries")
        .iter()
        .filter(|bin| bin["required-features"][0].as_str() == Some("lab"))
        .filter_map(|bin| bin["name"].as_str().map(str::to_owned))
        .filter(|name| !not_experiments.contains(&name.as_str()))
        .collect();
    assert_eq!(listed, declared, "[[bin]] with required-features = [\"lab\"]");
    for name in &listed {
        let text = std::fs::read_to_string(here(&format!("src/bin/{name}.rs"))).expect("read");
        assert!(text.contains(&format!("experiments::main!({name});")), "{name}");
    }
}

/// A run with the numbers of `[quick]`.
fn quick(entry: &Entry) -> Report {
    let overlay = Overlay { quick: true, ..Overlay::default() };
    let configured = Configured::of(entry, &overlay).expect(entry.name);
    let simd = Simd::from_environment().expect("there");
    Run { configured: &configured, simd }.whole().expect(entry.name)
}

#[test]
fn every_experiment_runs_in_quick_mode_and_repeats_itself_on_any_number_of_threads() {
    for entry in &EXPERIMENTS {
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("a pool").install(|| quick(entry))
        };
        let one = run(1);
        assert!(!one.rows.is_empty() && !one.tables.is_empty(), "{}", entry.name);
        let hashes = |report: &Report| -> Vec<(String, blake3::Hash)> {
            report.tables.iter().map(|(name, table)| (name.clone(), table.hash())).collect()
        };
        let three = run(3);
        assert_eq!(hashes(&one), hashes(&three), "{} differs on 3 threads", entry.name);
        assert!(one.charts == three.charts, "{} differs on 3 threads", entry.name);
        let place = env!("CARGO_MANIFEST_DIR");
        let said = format!("{:?} {:?}", one.tables, one.charts);
        assert!(!said.contains(place), "{} names a folder of this machine", entry.name);
    }
}

/// The tables, charts and verdicts of what takes hours follow from the committed trials.
#[test]
fn committed_trials_are_judged_without_being_run() {
    for name in ["activation_race_mnist", "published", "mse_vs_cross_entropy"] {
        let entry = catalogue().entry(name).expect(name);
        let request = Request::Committed { folder: here("../results").join(name) };
        let (options, changes) = (Options::default(), Changes::default());
        let configured = lab::run::configured(&catalogue(), entry, &options, &changes, &request);
        let configured = configured.expect(name);
        let outcome = lab::run::run(&catalogue(), entry, &configured, &options, &request, None);
        let Ok(Outcome::Whole(report)) = outcome else { panic!("{name}: {outcome:?}") };
        assert!(report.outputs.len() > 3, "{name}");
        for output in report.outputs {
            let committed = std::fs::read(here("../results").join(&output.path)).expect("there");
            assert!(committed == output.bytes, "{} differs", output.path);
        }
    }
    // Trials of another configuration are no evidence.
    let (entry, mut changes) = (catalogue().entry("published").expect("there"), Changes::default());
    changes.set = vec!["settings.validated=0.25".to_owned()];
    let request = Request::Committed { folder: here("../results/published") };
    let options = Options::default();
    let configured = lab::run::configured(&catalogue(), entry, &options, &changes, &request);
    let configured = configured.expect("published");
    let outcome = lab::run::run(&catalogue(), entry, &configured, &options, &request, None);
    assert!(outcome.is_err(), "{outcome:?}");
}

/// The charts of an experiment; none where it draws none.
fn committed_charts(name: &str) -> Vec<Chart> {
    let path = here("../results").join(name).join("charts.json");
    let text = std::fs::read(&path).unwrap_or_else(|_| b"[]".to_vec());
    serde_json::from_slice(&text).expect("charts")
}

#[test]
fn a_claim_names_charts_that_are_drawn_and_they_name_it() {
    for entry in &EXPERIMENTS {
        let file: ClaimFile = toml::from_str(entry.claim).expect("a claim file");
        let charts = committed_charts(entry.name);
        for Claim { id, charts: named, .. } in &file.claims {
            for name in named {
                let chart = charts.iter().find(|chart| chart.name == *name);
                let chart =
                    chart.unwrap_or_else(|| panic!("{}: {id}: no chart {name}", entry.name));
                let (_, ids) = chart.caption.rsplit_once(" Claim").expect("what it shows");
                assert!(ids.contains(id), "{}/{name}: {}", entry.name, chart.caption);
            }
        }
    }
}

/// Beyond an axis a mark would be drawn on its border, where nothing is.
#[test]
fn charts_draw_nothing_beyond_their_axes() {
    for entry in &EXPERIMENTS {
        for Chart { name, panels, .. } in committed_charts(entry.name) {
            for Panel { x, y, marks, .. } in panels {
                // Coordinates are kept to six digits.
                let is_within = |axis: &Axis, at: f64| {
                    let (low, high) = axis.range;
                    let rounding = 1e-5 * (high - low);
                    (low - rounding..=high + rounding).contains(&at)
                };
                for (at_x, at_y) in marks.iter().flat_map(places) {
                    let is_there = is_within(&x, at_x) && is_within(&y, at_y);
                    assert!(is_there, "{}/{name}: ({at_x}, {at_y}) is beyond the axes", entry.name);
                }
            }
        }
    }
}

/// Where a mark is drawn.
fn places(mark: &Mark) -> Vec<(f64, f64)> {
    match mark {
        Mark::Line { points, .. } | Mark::Dashes { points, .. } | Mark::Path { points, .. } => {
            points.clone()
        }
        Mark::Band { points, .. } => {
            points.iter().flat_map(|&(x, low, high)| [(x, low), (x, high)]).collect()
        }
        Mark::Dots { points, .. } => {
            points.iter().flat_map(|&(x, y, low, high)| [(x, y), (x, low), (x, high)]).collect()
        }
        Mark::Bars { bars, .. } => bars.clone(),
        Mark::Heat { cells, .. } => cells.iter().map(|&(x, y, ..)| (x, y)).collect(),
        Mark::Point { at, .. } | Mark::Note { at, .. } => vec![*at],
    }
}

#[test]
fn a_claim_says_the_same_wherever_it_is_judged() {
    // Several experiments may judge it: their settings are counted together.
    let mut statements = BTreeMap::new();
    for entry in &EXPERIMENTS {
        let file: ClaimFile = toml::from_str(entry.claim).expect("a claim file");
        assert!(!file.claims.is_empty(), "{}: no claims", entry.name);
        for Claim { id, statement, section, .. } in file.claims {
            let here = (statement, section);
            let known = statements.entry(id.clone()).or_insert_with(|| here.clone());
            assert_eq!(*known, here, "{id} in {}", entry.name);
        }
    }
}
