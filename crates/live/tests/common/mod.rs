//! What the tests share: requests, and what is published.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What a part says: `{"answer": ...}`, or `{"error": ...}`.
pub(crate) fn asked(part: &Value) -> Value {
    let request = json!({ "part": part });
    let answer = live::answer(request.to_string().as_bytes());
    serde_json::from_str(&answer).expect("JSON")
}

/// A claim.toml.
pub(crate) fn claim(text: &str) -> Value {
    toml::from_str(text).expect("a claim.toml")
}

/// A published trial by column.
#[derive(Debug)]
pub(crate) struct Trial(BTreeMap<&'static str, &'static str>);

impl Trial {
    pub(crate) fn text(&self, column: &str) -> &'static str {
        self.0[column]
    }

    /// # Panics
    /// If there is none.
    pub(crate) fn number(&self, column: &str) -> f64 {
        self.0[column].parse().expect("a number")
    }
}

/// Published trials.
pub(crate) fn trials(csv: &'static str) -> impl Iterator<Item = Trial> {
    let mut lines = csv.lines();
    let names: Vec<&str> = lines.next().expect("a header").split(',').collect();
    lines.map(move |line| Trial(names.iter().copied().zip(line.split(',')).collect()))
}

/// The same number to the last bit.
pub(crate) fn assert_same(found: &Value, trial: &Trial, column: &str) {
    let (found, wanted) = (found.as_f64().expect("a number"), trial.number(column));
    assert_eq!(found.to_bits(), wanted.to_bits(), "{column} is {found}, not {wanted}: {trial:?}");
}
