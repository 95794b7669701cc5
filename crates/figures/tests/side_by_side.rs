//! Two runs: what belongs together, and a chart with both.

use claims::{ClaimFile, Evidence, Finding, Outcome, Place, Role};
use figures::Mark;
use figures::side_by_side::{Pair, charts, pairs, table};

const CLAIM: &str = r#"
title = "t"
about = "a"
[[claim]]
id = "C1"
section = "s"
kind = "training"
statement = "It is so."
[[claim.criterion]]
metric = "solved"
arm = "relu"
statistic = "rate"
op = ">="
value = 0.5
at = { width = 2 }
[[claim.criterion]]
metric = "solved"
arm = "relu"
statistic = "rate"
op = ">="
value = 0.5
at = { width = 3 }
[factors]
width = [2, 3]
[arms.relu]
[settings]
"#;

fn finding(width: i64, value: f64) -> Finding {
    Finding {
        id: "C1".to_owned(),
        criterion: "rate solved(relu) >= 0.5".to_owned(),
        role: Role::Decides,
        evidence: Evidence::Measured,
        at: Place { data_set: String::new(), levels: vec![("width".to_owned(), width)] },
        metric: "solved".to_owned(),
        printed: false,
        predicted: None,
        value,
        interval: Some((value - 0.1, value + 0.1)),
        n: 10,
        unobserved: 0,
        failing: Vec::new(),
        p: None,
        outcome: Outcome::Undecided,
    }
}

#[test]
fn findings_of_one_criterion_at_one_place_are_a_pair() {
    let first = [finding(2, 0.3), finding(3, 0.4)];
    let second = [finding(4, 0.9), finding(3, 0.6)];
    let pairs = pairs(&first, &second);
    let expected =
        [Pair::First(&first[0]), Pair::Both([&first[1], &second[1]]), Pair::Second(&second[0])];
    assert_eq!(pairs, expected);
    let table = table(&pairs).expect("a table");
    assert_eq!(table.height(), 3);
    assert!(table.columns().iter().any(|column| column.name == "outcome_2"));
}

/// Of two limits of one thing each keeps its own; a limit that was changed is no other thing.
#[test]
fn what_differs_in_its_limit_alone_is_a_pair() {
    let with = |limit: &str, value| Finding {
        criterion: format!("rate solved(relu) >= {limit}"),
        ..finding(2, value)
    };
    let first = [with("0.1", 0.3), with("0.5", 0.3)];
    let second = [with("0.5", 0.4), with("0.2", 0.4)];
    let found = pairs(&first, &second);
    assert_eq!(found, [Pair::Both([&first[0], &second[1]]), Pair::Both([&first[1], &second[0]])]);
}

/// A value that is none is said, not drawn.
#[test]
fn what_was_not_observed_is_said() {
    let file: ClaimFile = toml::from_str(CLAIM).expect("a claim file");
    let (first, second) = ([finding(2, f64::NAN)], [finding(2, 0.2)]);
    let charts = charts([&file.claims; 2], &pairs(&first, &second), ["one", "other"]);
    let is_said = |mark: &Mark| matches!(mark, Mark::Note { text, .. } if text == "one: undecided");
    let marks = &charts[0].panels[0].marks;
    assert!(marks.iter().any(is_said), "{marks:?}");
    let points = marks.iter().filter(|mark| matches!(mark, Mark::Point { .. })).count();
    assert_eq!(points, 1);
}

#[test]
fn a_criterion_is_one_panel_with_a_row_for_each_place() {
    let file: ClaimFile = toml::from_str(CLAIM).expect("a claim file");
    let first = [finding(2, 0.3), finding(3, 0.4)];
    let second = [finding(2, 0.2), finding(3, 0.6)];
    let charts = charts([&file.claims; 2], &pairs(&first, &second), ["one", "other"]);
    assert_eq!(charts.len(), 1);
    assert_eq!(charts[0].panels.len(), 1, "it stands there for two places");
    let panel = &charts[0].panels[0];
    let names: Vec<&str> = panel.y.ticks.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["width 3", "width 2"]);
    let at = |filled: bool| -> Vec<f64> {
        let points = panel.marks.iter().filter_map(|mark| match mark {
            Mark::Point { at, filled: is, .. } if *is == filled => Some(at.0),
            _ => None,
        });
        points.collect()
    };
    assert_eq!(at(true), [0.4, 0.3]);
    assert_eq!(at(false), [0.6, 0.2]);
    // The limit is there, once in each row.
    let is_limit =
        |mark: &&Mark| matches!(mark, Mark::Path { series: None, points } if points[0].0 == 0.5);
    assert_eq!(panel.marks.iter().filter(is_limit).count(), 2);
}
