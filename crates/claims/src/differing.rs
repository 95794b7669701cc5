//! What differs between two claim.toml: of what decides the trials, and of what judges them.

use toml::{Table, Value};

use crate::configuration::{DECIDING, WORDS};

/// What of a claim the page shows, beside its words.
const SHOWN: [&str; 2] = ["headline", "picture"];

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
    let [first, second]: [Table; 2] = [toml::from_str(texts[0])?, toml::from_str(texts[1])?];
    let mut found = Vec::new();
    for key in keys(&first, &second) {
        if key == "claim" {
            claims([&first, &second].map(|file| file.get(key)), &mut found);
        } else if DECIDING.contains(&key) {
            compare(key, [first.get(key), second.get(key)], &mut found);
        }
    }
    Ok(found)
}

/// The keys of both, those of the first before those that only the second has.
fn keys<'a>(first: &'a Table, second: &'a Table) -> Vec<&'a str> {
    let only_second = second.keys().filter(|key| !first.contains_key(*key));
    first.keys().chain(only_second).map(String::as_str).collect()
}

/// Claims by their ids, without what is there to be read.
fn claims(lists: [Option<&Value>; 2], found: &mut Vec<Difference>) {
    let of = |list: Option<&Value>| -> Table {
        let claims = list.and_then(Value::as_array).into_iter().flatten();
        let with_id = claims.filter_map(|claim| {
            let mut claim = claim.as_table()?.clone();
            let Some(Value::String(id)) = claim.remove("id") else { return None };
            claim.retain(|key, _| !WORDS.contains(&key) && !SHOWN.contains(&key));
            Some((id, Value::Table(claim)))
        });
        with_id.collect()
    };
    let [first, second] = lists.map(of);
    for id in keys(&first, &second) {
        compare(id, [first.get(id), second.get(id)], found);
    }
}

/// Goes down to where two values differ. What only one has is one difference, however much it is.
fn compare(place: &str, values: [Option<&Value>; 2], found: &mut Vec<Difference>) {
    match values {
        [Some(Value::Table(first)), Some(Value::Table(second))] => {
            for key in keys(first, second) {
                compare(&format!("{place}.{key}"), [first.get(key), second.get(key)], found);
            }
        }
        [Some(Value::Array(first)), Some(Value::Array(second))]
            if first.iter().chain(second).any(Value::is_table)
                && !first.is_empty()
                && !second.is_empty() =>
        {
            for i in 0..first.len().max(second.len()) {
                compare(&format!("{place}[{}]", i + 1), [first.get(i), second.get(i)], found);
            }
        }
        [first, second] if first != second => {
            let values = values.map(|value| value.map(Value::to_string));
            found.push(Difference { place: place.to_owned(), values });
        }
        _ => {}
    }
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
            [arms.relu]
            activation = "relu"
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
            .replace("activation = \"relu\"", "activation = { formula = \"x\" }")
            .replace("steps = 10", "momentum = 0.9");
        let said = |texts| -> Vec<String> {
            let found = differences(texts).expect("both are TOML");
            let said = found.iter().map(|Difference { place, values }| {
                let [a, b] = values.each_ref().map(|value| value.as_deref().unwrap_or("-"));
                format!("{place}: {a}, {b}")
            });
            said.collect()
        };
        assert_eq!(
            said([first, &second]),
            [
                "C1.criterion[1].value: 0.1, 0.2",
                "factors.width: [2, 3], [3]",
                "trials.more[1].confirm_seeds: 5, 6",
                "arms.relu.activation: \"relu\", { formula = \"x\" }",
                "settings.steps: 10, -",
                "settings.momentum: -, 0.9",
            ]
        );
        assert!(said([first, first]).is_empty());
        let without =
            first.replace("[[trials.more]]\n            confirm_seeds = 5", "[trials]\nmore = []");
        assert_eq!(said([first, &without]), ["trials.more: [{ confirm_seeds = 5 }], []"]);
    }
}
