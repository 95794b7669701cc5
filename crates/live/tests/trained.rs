//! The parts on dead units and on approximation run the published trials, to the bit.

mod common;

use common::{asked, assert_same, claim, trials};
use serde_json::{Value, json};

#[test]
fn units_made_dead_come_back_as_published() {
    let published = include_str!("../../../results/dying_relu/trials.csv");
    let claim = claim(include_str!("../../../experiments/src/dying_relu/claim.toml"));
    let mut compared = 0;
    for trial in trials(published) {
        let arm = &claim["arms"][trial.text("arm")];
        // Each takes seconds in this build.
        let is_one = trial.number("hundredths_of_margin") == 10.0 && trial.number("seed") == 1.0;
        if arm["check"] != "revival" || !is_one {
            continue;
        }
        let request = json!({ "dying_relu": {
            "settings": claim["settings"], "activation": arm["activation"], "layer": arm["layer"],
            "hundredths_of_margin": 10, "seed": 1,
        } });
        let found = &asked(&request)["answer"];
        for metric in ["changed", "revived", "revival_steps", "came_back"] {
            assert_same(&found["metrics"][metric], &trial, metric);
        }
        let epochs = found["epochs"].as_array().expect("epochs");
        // 43 batches of 32 of the 1348 digits, 47 times.
        assert_eq!((epochs.len(), &epochs[47]["step"]), (48, &json!(2021)));
        let dead = |epoch: &Value| (0..8).filter(|&unit| epoch["active"][unit] == 0).count();
        assert_eq!(dead(&epochs[0]), 8, "{trial:?}");
        assert_eq!(1.0 - dead(&epochs[47]) as f64 / 8.0, trial.number("revived"), "{trial:?}");
        let map = epochs[0]["map"].as_str().expect("a letter each");
        assert_eq!((map.len(), map[..800].contains('1')), (32 * 100, false));
        compared += 1;
    }
    assert_eq!(compared, 9);
}

#[test]
fn networks_are_trained_on_curves_as_published() {
    let published = include_str!("../../../results/universal_approximation/trials.csv");
    let claim = claim(include_str!("../../../experiments/src/universal_approximation/claim.toml"));
    let mut compared = 0;
    for trial in trials(published) {
        let arm = &claim["arms"][trial.text("arm")];
        if arm["method"] != "trained" || trial.number("seed") != 63.0 || arm["width"] == 64 {
            continue;
        }
        let request = json!({ "approximation": { "trained": {
            "curve": { "target": { "formula": arm["target"] }, "interval": arm["interval"] },
            "units": arm["width"], "learning_rate": trial.number("learning_rate"),
            "steps": claim["settings"]["steps"], "seed": 63,
        } } });
        let found = &asked(&request)["answer"];
        assert_same(&found["trained_error"], &trial, "trained_error");
        let pictures = found["pictures"].as_array().expect("pictures");
        assert_eq!((pictures.len(), &pictures[80]["step"]), (81, &json!(4000)));
        compared += 1;
    }
    assert!(compared >= 8, "{compared}");
}

#[test]
fn constructed_networks_are_off_as_predicted() {
    let curve = json!({ "target": { "formula": "x^2" }, "interval": [0.0, 1.0] });
    let asked = |request: Value| asked(&json!({ "approximation": request }));
    let error = |found: &Value| found["answer"]["error"].as_f64().expect("an error");
    let constructed = |knots: Value| {
        asked(json!({ "constructed": {
            "curve": curve, "construction": "polygon", "units": 4, "knots": knots,
        } }))
    };
    // 1/(4 N^2); with all knots half as much lower, 1/(8 N^2): the best polygon.
    let found = constructed(Value::Null);
    assert_eq!(error(&found), 1.0 / 64.0);
    let knots: Vec<f64> = serde_json::from_value(found["answer"]["knots"].clone()).expect("knots");
    let lower: Vec<f64> = knots.iter().map(|y| y - 1.0 / 128.0).collect();
    assert_eq!(error(&constructed(json!(lower))), 1.0 / 128.0);
    let law = |construction: &str| {
        let law = json!({ "curve": curve, "construction": construction, "units": [2, 4, 8] });
        asked(json!({ "law": law }))["answer"].clone()
    };
    assert_eq!(law("polygon"), json!([1.0 / 16.0, 1.0 / 64.0, 1.0 / 256.0]));
    // A staircase is off by less than 1/N.
    let stairs: Vec<f64> = serde_json::from_value(law("staircase")).expect("three errors");
    assert!(stairs.iter().zip([2.0, 4.0, 8.0]).all(|(error, n)| *error < 1.0 / n), "{stairs:?}");
    // Drawn by hand: straight lines between values are drawn exactly by as many pieces.
    let drawn = json!({ "curve": { "target": { "values": [0.0, 1.0, -1.0] }, "interval": [0.0, 2.0] },
        "construction": "polygon", "units": 2 });
    assert_eq!(error(&asked(json!({ "constructed": drawn }))), 0.0);
}

#[test]
fn what_cannot_be_trained_is_said() {
    let said = |request: Value| asked(&request)["error"].as_str().expect("an error").to_owned();
    let curve = |formula: &str, low: f64, high: f64| json!({ "target": { "formula": formula }, "interval": [low, high] });
    let constructed = |curve: Value, units: usize| {
        said(json!({ "approximation": { "constructed": {
            "curve": curve, "construction": "polygon", "units": units,
        } } }))
    };
    assert!(constructed(curve("x*y", 0.0, 1.0), 4).contains("`y` is unknown; there is x"));
    assert!(constructed(curve("1/x", -1.0, 1.0), 4).contains("not finite everywhere"));
    assert!(constructed(curve("x", 1.0, 1.0), 4).contains("to a larger one"));
    assert!(constructed(curve("x", 0.0, 1.0), 0).contains("give 1 to 128"));
    let one = json!({ "target": { "values": [1.0] }, "interval": [0.0, 1.0] });
    assert!(constructed(one, 4).contains("give 2 to"));
    let claim = claim(include_str!("../../../experiments/src/dying_relu/claim.toml"));
    let revival = |layer: usize, margin: i64| {
        said(json!({ "dying_relu": {
            "settings": claim["settings"], "activation": "relu", "layer": layer,
            "hundredths_of_margin": margin, "seed": 0,
        } }))
    };
    assert!(revival(0, 10).contains("from 1"));
    assert!(revival(3, 10).contains("layer 3"));
    assert!(revival(1, 0).contains("give 1 or more"));
}
