//! Trials: streams, cells, groups and tuning.

use claims::seed::{Phase, Streams};
use claims::trial::{self, Group};
use claims::{ClaimFile, Metrics};

fn draw(experiment: &str, phase: Phase, data_set: &str, seed: u64, role: &str) -> u64 {
    Streams::new(experiment, phase, data_set, seed).stream(role).uniform().to_bits()
}

#[test]
fn streams_depend_on_every_part_of_their_key() {
    let base = draw("e", Phase::Confirm, "d", 1, "init");
    assert_eq!(base, draw("e", Phase::Confirm, "d", 1, "init"));
    for other in [
        draw("f", Phase::Confirm, "d", 1, "init"),
        draw("e", Phase::Pilot, "d", 1, "init"),
        draw("e", Phase::Confirm, "", 1, "init"),
        draw("e", Phase::Confirm, "d", 2, "init"),
        draw("e", Phase::Confirm, "d", 1, "order"),
        draw("ed", Phase::Confirm, "", 1, "init"),
    ] {
        assert_ne!(base, other);
    }
    // A change of this number changes every result ever published.
    assert_eq!(base, GOLDEN);
}

const GOLDEN: u64 = 4600279767451744754;

const FILE: &str = r#"
title = "t"
about = "a"
claim = []
[trials]
confirm_seeds = 5
pilot_seeds = 2
[[trials.more]]
arms = ["b"]
at = { width = [3] }
confirm_seeds = 0
[[trials.more]]
at = { width = [3] }
confirm_seeds = 7
[factors]
width = [2, 3]
depth = [1, 2]
[tuning]
learning_rates = [0.1, 1.0]
metric = "m"
statistic = "mean"
goal = "minimize"
[settings]
[arms.b]
[arms.a]
"#;

#[test]
fn cells_are_arms_crossed_with_factors_in_the_files_order() {
    let file: ClaimFile = toml::from_str(FILE).expect("read");
    let cells = file.cells();
    let names: Vec<String> = cells
        .iter()
        .map(|c| format!("{}{}{}", c.arm, c.level("width"), c.level("depth")))
        .collect();
    assert_eq!(names, ["b21", "b22", "b31", "b32", "a21", "a22", "a31", "a32"]);
    let seeds: Vec<usize> = cells.iter().map(|cell| file.seeds(cell, Phase::Confirm)).collect();
    assert_eq!(seeds, [5, 5, 0, 0, 5, 5, 7, 7]);
    let pilots: Vec<usize> = cells.iter().map(|cell| file.seeds(cell, Phase::Pilot)).collect();
    assert_eq!(pilots, [2, 2, 0, 0, 2, 2, 2, 2]);
}

#[test]
fn results_come_in_the_order_of_the_groups_on_any_number_of_threads() {
    let groups: Vec<Group> = (0..50).flat_map(|cell| trial::groups(cell, None, 0..10, 4)).collect();
    let work = |group: &Group| -> Result<Vec<Metrics>, ()> {
        let metrics = |seed| vec![("x", (group.cell as u64 * 100 + seed) as f64)];
        Ok(group.seeds.clone().map(metrics).collect())
    };
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| trial::run(&groups, work)).expect("no error")
    };
    let one = run(1);
    assert_eq!(one.len(), 500);
    assert!(one.iter().all(|t| t.metric("x") == Some((t.cell as u64 * 100 + t.seed) as f64)));
    assert_eq!(one, run(8));
}

#[test]
fn what_is_no_number_is_recorded_as_one_nan() {
    let groups: Vec<Group> = trial::groups(0, None, 0..1, 1).collect();
    let work = |_: &Group| Ok::<_, ()>(vec![Metrics::from([("m", -f64::NAN), ("x", 2.5)])]);
    let trials = trial::run(&groups, work).expect("no failure");
    let bits = |name| trials[0].metric(name).map(f64::to_bits);
    assert_eq!((bits("m"), bits("x")), (Some(f64::NAN.to_bits()), Some(2.5_f64.to_bits())));
    assert_eq!(bits("y"), None);
}

#[test]
fn learning_rates_increase() {
    let read = |rates: &str| toml::from_str::<ClaimFile>(&FILE.replace("[0.1, 1.0]", rates));
    assert!(read("[0.1, 1.0]").is_ok() && read("[0.5]").is_ok());
    for rates in [
        "[]",
        "[1.0, 0.1]",
        "[0.1, 0.1]",
        "[0.0, 1.0]",
        "[0.1, inf]",
        "[1e-46, 0.1]",
        "[0.1, 1e39]",
    ] {
        assert!(read(rates).is_err(), "{rates}");
    }
}
