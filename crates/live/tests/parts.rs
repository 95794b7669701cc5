//! The parts on activations, costs and zig-zag compute what the library and the published trials have.

mod common;

use common::{asked, assert_same, claim, trials};
use serde_json::{Value, json};

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).expect("numbers")
}

#[test]
fn formulas_and_units_are_the_same_function() {
    let at = [-3.0, -0.5, 0.25, 2.0];
    let formula = json!({ "curves": { "formula": {
        "formula": "where(x < 0, a*(exp(x) - 1), x)", "variable": "x", "at": at, "others": { "a": 1.5 },
    } } });
    let unit =
        json!({ "curves": { "unit": { "activation": { "elu": { "alpha": 1.5 } }, "at": at } } });
    let (formula, unit) = (asked(&formula), asked(&unit));
    for key in ["values", "slopes"] {
        let pairs = numbers(&formula["answer"][key]).into_iter().zip(numbers(&unit["answer"][key]));
        for (one, other) in pairs {
            // Single precision has seven digits.
            assert!((one - other).abs() < 1e-6, "{key}: {one} {other}");
        }
    }
    // Printed, ELU is 19.1 at 3.
    let printed = json!({ "curves": { "formula": {
        "formula": "max(a*(exp(x) - 1), x)", "variable": "x", "at": [3.0], "others": { "a": 1.0 },
    } } });
    assert!(
        (numbers(&asked(&printed)["answer"]["values"])[0] - 19.085_536_923_187_668).abs() < 1e-12
    );
}

#[test]
fn descent_on_a_slope_is_that_of_the_closed_form() {
    let descent = json!({ "curves": { "descent": {
        "slope": "sigmoid(z) - 1", "variable": "z", "start": -6.0, "rate": 1e-3, "steps": 8000,
    } } });
    let path = numbers(&asked(&descent)["answer"]);
    let steps = path.iter().position(|&z| z >= 0.0).expect("it gets to 0");
    // Gradient flow takes 1 - z - e^z = 6.9975; steps of 1e-3 are near it.
    assert!((steps as f64 * 1e-3 - 6.9975).abs() < 5e-3, "{steps}");
}

#[test]
fn published_descents_on_many_inputs_are_the_same_bits() {
    let published = include_str!("../../../results/zig_zag/trials.csv");
    let claim = claim(include_str!("../../../experiments/src/zig_zag/claim.toml"));
    let settings = &claim["settings"];
    let mut compared = 0;
    for trial in trials(published) {
        let arm = &claim["arms"][trial.text("arm")];
        let seed = trial.number("seed") as u64;
        if seed > 0 || arm["check"] != "descent" || arm["bias"] == true {
            continue;
        }
        let request = json!({ "zig_zag": { "many": {
            "draw": arm["draw"], "inputs": settings["inputs"], "examples": settings["examples"],
            "seed": seed, "tolerance": settings["tolerance"], "most": settings["most_iterations"],
        } } });
        let found = &asked(&request)["answer"];
        for name in ["kappa", "iterations", "cosine", "path_over_distance"] {
            assert_same(&found[name], &trial, name);
        }
        compared += 1;
    }
    assert!(compared >= 8, "{compared}");
}

#[test]
fn two_inputs_go_straight_where_they_are_independent() {
    let two = |draw: Value, rate: f64| {
        let request = json!({ "zig_zag": { "two": {
            "draw": draw, "examples": 20_000, "seed": 0, "start": [1.4, -0.5], "rate": rate, "steps": 60,
        } } });
        asked(&request)["answer"].clone()
    };
    let crooked = two(json!({ "uniform": "x" }), 1.0);
    let straight = two(json!({ "uniform": "x - 1/2" }), 1.0);
    let kappa = |found: &Value| found["kappa"].as_f64().expect("kappa");
    // 1 + n m^2 / s^2 with n = 2, m = 1/2, s^2 = 1/12; within the error of 20,000 examples.
    assert!((kappa(&crooked) - 7.0).abs() < 0.3 && kappa(&straight) < 1.1);
    let last = |found: &Value| numbers(&found["path"][60]).iter().map(|x| x.abs()).sum::<f64>();
    assert!(last(&crooked) < 1e-6 && last(&straight) < 1e-6);
    assert!(last(&two(json!({ "uniform": "x" }), 1.3)) > 1.0, "too large a rate goes away");
}

#[test]
fn what_cannot_be_computed_is_said() {
    let said = |request: Value| asked(&request)["error"].as_str().expect("an error").to_owned();
    let formula = |text: &str| {
        said(json!({ "curves": { "formula": {
            "formula": text, "variable": "x", "at": [0.0], "others": { "a": 1.0 },
        } } }))
    };
    assert!(formula("x*sigmoid(b*x)").contains("`b` is unknown; there is x, a"));
    assert!(formula("x +").len() > 5);
    let maxout = json!({ "maxout": { "pieces": 2, "form": "pointwise" } });
    assert!(
        said(json!({ "curves": { "unit": { "activation": maxout, "at": [0.0] } } }))
            .contains("maxout")
    );
    let draw = json!({ "uniform": "x" });
    assert!(
        said(json!({ "zig_zag": { "two": {
            "draw": draw, "examples": 0, "seed": 0, "start": [1.0, 1.0], "rate": 1.0, "steps": 1,
        } } }))
        .contains("examples")
    );
    assert!(
        said(json!({ "zig_zag": { "signs": {
            "draw": draw, "inputs": 10, "batch": usize::MAX, "batches": 1000, "seed": 0,
        } } }))
        .contains("examples")
    );
}
