//! What differs between two claim.toml: of what decides the trials, and of what judges them.

use toml::{Table, Value};

use crate::configuration::{DECIDING, WORDS};

/// A place at which two claim.toml differ, with what each has there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its key, dotted; a claim by its id, an entry of another list of tables by its number: from 1.
    pub place: String,
    /// The two values, as TOML; nothing where there is none.
    pub values: [Option<String>; 2],
}

/// Every place at which two claim.toml differ, in the order of the first.
///
/// # Errors
/// If one of the texts is no TOML.
pub fn differences(texts: [&str; 2]) -> Result<Vec<Difference>, toml::de::Error> {
    let [first, second] = texts;
    let [first, second] = [places(&toml::from_str(first)?), places(&toml::from_str(second)?)];
    let value = |places: &[(String, String)], place: &str| {
        places.iter().find(|(known, _)| known == place).map(|(_, value)| value.clone())
    };
    let only_second =
        second.iter().filter(|(place, _)| value(&first, place).is_none()).map(|(place, _)| place);
    let all = first.iter().map(|(place, _)| place).chain(only_second);
    let difference = |place: &String| Difference {
        place: place.clone(),
        values: [value(&first, place), value(&second, place)],
    };
    Ok(all.map(difference).filter(|found| found.values[0] != found.values[1]).collect())
}

/// Every value of what decides and judges, with its place.
fn places(table: &Table) -> Vec<(String, String)> {
    let mut places = Vec::new();
    for (key, value) in table {
        if key == "claim" || DECIDING.contains(&key.as_str()) {
            collect(key, value, &mut places);
        }
    }
    places
}

fn collect(place: &str, value: &Value, places: &mut Vec<(String, String)>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table.iter().filter(|(key, _)| !is_word(place, key)) {
                collect(&format!("{place}.{key}"), value, places);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_table) => {
            for (i, item) in items.iter().enumerate() {
                let id = item.get("id").and_then(Value::as_str).filter(|_| place == "claim");
                let at = id.map_or_else(|| format!("{place}[{}]", i + 1), str::to_owned);
                collect(&at, item, places);
            }
        }
        other => places.push((place.to_owned(), other.to_string())),
    }
}

/// Whether a key of a claim is there to be read, not to judge. The places of a claim begin with its id.
fn is_word(place: &str, key: &str) -> bool {
    let is_claim = !DECIDING.iter().any(|part| place.starts_with(part));
    is_claim && (key == "id" || WORDS.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::{Difference, differences};

    #[test]
    fn what_differs_is_named_by_its_place() {
        let first = r#"
            title = "one"
            [[claim]]
            id = "C1"
            statement = "so"
            [[claim.criterion]]
            value = 0.1
            [factors]
            width = [2, 3]
            [[trials.more]]
            confirm_seeds = 5
            [settings]
            steps = 10
            goal = 0.1
        "#;
        let second = first
            .replace("one", "two")
            .replace("so", "otherwise")
            .replace("value = 0.1", "value = 0.2")
            .replace("[2, 3]", "[3]")
            .replace("= 5", "= 6")
            .replace("steps = 10", "momentum = 0.9");
        let found = differences([first, &second]).expect("both are TOML");
        let as_text = |d: &Difference| {
            let [a, b] = d.values.each_ref().map(|value| value.as_deref().unwrap_or("-"));
            format!("{}: {a}, {b}", d.place)
        };
        let found: Vec<String> = found.iter().map(as_text).collect();
        assert_eq!(
            found,
            [
                "C1.criterion[1].value: 0.1, 0.2",
                "factors.width: [2, 3], [3]",
                "trials.more[1].confirm_seeds: 5, 6",
                "settings.steps: 10, -",
                "settings.momentum: -, 0.9",
            ]
        );
        assert!(differences([first, first]).expect("both are TOML").is_empty());
    }
}
