//! The part on XOR runs the published trials: the same ends, to the bit, alone and side by side.

mod common;

use common::{assert_same, claim, trials};
use serde_json::{Value, json};

const CLAIM: &str = include_str!("../../../experiments/src/xor_relu/claim.toml");
const TRIALS: &str = include_str!("../../../results/xor_relu/first_trials.csv");

fn asked(request: &Value) -> Value {
    common::asked(&json!({ "xor": request }))
}

/// The setting of a published trial of one hidden layer.
fn setting(arm: &str, width: u64, learning_rate: f64) -> Value {
    let claim = claim(CLAIM);
    let arm = &claim["arms"][arm];
    json!({
        "layers": [{ "width": width, "activation": arm["activation"] }],
        "initialization": arm["initialization"],
        "learning_rate": learning_rate,
        "goal": claim["settings"]["goal"],
        "steps": claim["settings"]["steps"],
        "points": [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]],
    })
}

#[test]
fn runs_end_as_published() {
    let mut compared = 0;
    for trial in trials(TRIALS).filter(|trial| trial.text("arm") != "printed") {
        let number = |name: &str| trial.number(name);
        let (width, seed) = (number("width") as u64, number("seed") as u64);
        let setting = setting(trial.text("arm"), width, number("learning_rate"));
        let run = asked(&json!({ "run": { "setting": setting, "seed": seed } }));
        let ends = asked(&json!({ "ends": { "setting": setting, "first": seed, "count": 1 } }));
        for ended in [&run["answer"]["ended"], &ends["answer"][0]] {
            assert_eq!(ended["solved"], number("solved") != 0.0, "{trial:?}");
            assert_eq!(ended["steps"], number("steps") as u64, "{trial:?}");
            assert_same(&ended["loss"], &trial, "loss");
        }
        let losses = run["answer"]["losses"].as_array().expect("J of every step");
        assert_eq!(losses.len() as f64, number("steps") + 1.0);
        assert_eq!(
            losses.last().and_then(Value::as_f64).map(|j| j as f32),
            Some(number("loss") as f32)
        );
        compared += 1;
    }
    // Seven activations, fifteen widths, two seeds; some learning rates tie.
    assert!(compared >= 7 * 15 * 2, "{compared}");
}

#[test]
fn the_printed_network_is_a_run_without_steps() {
    let run = asked(&json!({ "run": { "setting": setting("printed", 2, 0.1), "seed": 0 } }));
    assert_eq!(run["answer"]["ended"], json!({ "solved": true, "steps": 0, "loss": 0.0 }));
    let at = json!({ "at": { "setting": setting("printed", 2, 0.1), "seed": 0, "step": 0 } });
    let picture = &asked(&at)["answer"];
    assert_eq!(picture["outputs"], json!([0.0, 1.0, 1.0, 0.0]));
    // The notes' figure: max(0, W x + c) at the four points, and g = h1 - 2 h2.
    assert_eq!(picture["hidden"], json!([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]));
    assert_eq!(picture["output"], json!([0.0, 1.0, -2.0]));
    assert_eq!(picture["plane"], json!([-0.5, -0.5, 2.0]));
    let field = picture["field"].as_array().expect("numbers");
    assert_eq!(field.len(), 41 * 41);
    // (1.5, -0.5) is the last of the first row; x1 + x2 = 1 there.
    assert_eq!(field[40], json!(1.0));
}

#[test]
fn a_hidden_space_of_many_units_is_seen_where_it_varies_most() {
    // Three points lie in a plane.
    let mut setting = setting("tanh", 16, 0.1);
    setting["points"] = json!([[0, 0, 0], [0, 1, 1], [1, 0, 1]]);
    let at = json!({ "at": { "setting": setting, "seed": 1, "step": 100_000 } });
    let picture = &asked(&at)["answer"];
    let number = |value: &Value| value.as_f64().expect("a number");
    assert!((number(&picture["share"]) - 1.0).abs() < 1e-12);
    let (hidden, output) = (picture["hidden"].as_array().expect("points"), &picture["output"]);
    for (point, y) in hidden.iter().zip(picture["outputs"].as_array().expect("outputs")) {
        let there = number(&output[0])
            + number(&output[1]) * number(&point[0])
            + number(&output[2]) * number(&point[1]);
        // The network computes in single precision.
        assert!((there - number(y)).abs() < 1e-5, "{there} {y}");
    }
}

#[test]
fn a_formula_of_ones_own_is_an_activation() {
    let activation = |text: &str| {
        let answer = live::answer(json!({ "activation": text }).to_string().as_bytes());
        serde_json::from_str::<Value>(&answer).expect("JSON")
    };
    let mut own = setting("relu", 4, 0.01);
    own["layers"][0]["activation"] = activation("x*sigmoid(x)")["answer"].clone();
    let run = asked(&json!({ "run": { "setting": own, "seed": 0 } }));
    // As `show xor_relu --arm own --width 4` says of the same formula.
    assert_eq!(run["answer"]["ended"]["steps"], 720, "{run}");
    let mut relu = setting("relu", 4, 0.01);
    let ended = |setting: &Value| {
        asked(&json!({ "run": { "setting": setting, "seed": 0 } }))["answer"]["ended"].clone()
    };
    let by_name = ended(&relu);
    relu["layers"][0]["activation"] = activation("max(0, x)")["answer"].clone();
    assert_eq!(ended(&relu), by_name);
    assert!(activation("x*sgm(x)")["error"].to_string().contains("no function"));
}

#[test]
fn what_cannot_be_run_is_said() {
    let with = |key: &str, value: Value| {
        let mut setting = setting("relu", 2, 0.1);
        setting[key] = value;
        asked(&json!({ "run": { "setting": setting, "seed": 0 } }))["error"].to_string()
    };
    assert!(with("layers", json!([])).contains("hidden layer"));
    assert!(with("points", json!([])).contains("points"));
    assert!(with("points", json!([[1e300, 0, 0]])).contains("point"));
    assert!(with("steps", json!(1_000_000_000_u64)).contains("too large"));
    assert!(with("layers", json!([{ "width": 0, "activation": "relu" }])).contains('0'));
    assert!(with("layers", json!([{ "width": 1, "activation": "rleu" }])).contains("rleu"));
    assert!(with("initialization", Value::Null) == "null", "two units can be the printed ones");
    assert!(with("colour", json!("red")).contains("colour"));
}
