//! What the page runs again comes out as it was published, here too.

use std::fs;
use std::path::Path;

use claims::{Cell, Recipe};
use experiments::EXPERIMENTS;
use experiments::again::{AgainError, NAMES, Request, SLOW, trial};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Data set, arm, levels, learning rate, seed and values.
type Trial = (String, String, Vec<i64>, Option<f64>, u64, Vec<Value>);

/// An experiment's trials as the page has them.
#[derive(Deserialize)]
struct Published {
    parameters: String,
    factors: Vec<String>,
    metrics: Vec<String>,
    trials: Vec<Trial>,
}

fn published() -> Map<String, Value> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/report.html");
    let page = fs::read_to_string(page).expect("the page is there");
    let (_, text) = page
        .split_once("<script id=\"published-trials\" type=\"application/json\">")
        .expect("trials");
    let (text, _) = text.split_once("</script>").expect("an end");
    serde_json::from_str(&text.replace("<\\/", "</")).expect("JSON")
}

fn number(value: &Value) -> f64 {
    let text = value.as_str().map(|text| text.parse().expect("NaN, inf or -inf"));
    text.or(value.as_f64()).expect("a number")
}

#[test]
fn every_trial_in_the_page_is_what_it_was_when_run_again() {
    let published = published();
    assert_eq!(published.len(), NAMES.len(), "every experiment has trials");
    let mut count = 0;
    for (experiment, trials) in published {
        let published: Published = serde_json::from_value(trials).expect("trials");
        let Published { parameters, factors, metrics, trials } = published;
        let parameters: Value = serde_json::from_str(&parameters).expect("arms and settings");
        for (data_set, arm, levels, learning_rate, seed, values) in trials {
            let levels = factors.iter().cloned().zip(levels).collect();
            let recipe = Recipe { cell: Cell { data_set, arm, levels }, learning_rate, seed };
            let request = Request {
                experiment: experiment.clone(),
                parameters: parameters.clone(),
                recipe: recipe.clone(),
            };
            let found = trial(request).expect("a trial");
            let wanted = metrics.iter().zip(&values).filter(|(_, value)| !value.is_null());
            let wanted: Vec<(&str, f64)> =
                wanted.map(|(name, value)| (name.as_str(), number(value))).collect();
            assert_eq!(found.len(), wanted.len(), "{experiment} {recipe:?}");
            for (name, value) in found {
                let there = wanted.iter().find(|(other, _)| *other == name).expect("published").1;
                let same = there.to_bits() == value.to_bits() || there.is_nan() && value.is_nan();
                assert!(same, "{experiment} {recipe:?}: {name} is {value}, {there} published");
            }
            count += 1;
        }
    }
    assert!(count > 1000, "{count} trials");
}

#[test]
fn what_is_slow_exists_and_is_not_in_the_page() {
    let published = published();
    for (name, start) in SLOW {
        assert!(NAMES.contains(&name), "{name}");
        let entry = EXPERIMENTS.iter().find(|entry| entry.name == name).expect("an experiment");
        assert!(entry.claim.contains(&format!("[arms.{start}")), "{name} has arms {start}...");
        let trials = published[name]["trials"].as_array().expect("trials");
        let is_slow = |trial: &Value| trial[1].as_str().is_some_and(|arm| arm.starts_with(start));
        assert!(!trials.iter().any(is_slow), "{name}: {start}");
    }
}

#[test]
fn what_cannot_be_run_is_refused() {
    let request = |experiment: &str, arm: &str, parameters: Value| Request {
        experiment: experiment.to_owned(),
        parameters,
        recipe: Recipe {
            cell: Cell { data_set: String::new(), arm: arm.to_owned(), levels: Vec::new() },
            learning_rate: None,
            seed: 0,
        },
    };
    let none = json!({ "arms": {}, "settings": { "neurons": 1 } });
    assert!(matches!(trial(request("mnist", "", none.clone())), Err(AgainError::Experiment(_))));
    assert!(matches!(trial(request("neuron", "a", none)), Err(AgainError::Parameters(_))));
    let published = published();
    let parameters = published["neuron"]["parameters"].as_str().expect("a text");
    let parameters: Value = serde_json::from_str(parameters).expect("JSON");
    assert!(matches!(trial(request("neuron", "nobody", parameters)), Err(AgainError::Arm(_))));
}
