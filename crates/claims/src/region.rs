//! Where a claim holds: the one factor that separates the settings best, in words.

use std::collections::BTreeMap;

use crate::outcome::Outcome;
use crate::place::Place;
use crate::verdict::Setting;

/// So many exceptions are named.
const NAMED: usize = 3;

/// Something in which settings differ: the data set or a factor, and its value in each.
struct Factor<'a> {
    name: &'a str,
    values: Vec<Option<String>>,
}

/// "at depth 5 and 8; reversed on `fashion_mnist` at depth 2": where a claim holds that holds in some
/// settings, by the factor that classifies most of the decided ones rightly ("mostly", if not all).
/// Among equals factors come in the order of claim.toml, the data set last.
pub fn region(settings: &[Setting]) -> String {
    let decided: Vec<&Setting> = settings
        .iter()
        .filter(|setting| setting.outcome == Outcome::Supported || setting.outcome.is_against())
        .collect();
    let mut best: Option<(usize, String)> = None;
    for factor in factors(&decided) {
        let (right, words) = separation(&factor, &decided);
        if best.as_ref().is_none_or(|(most, _)| right > *most) {
            let mostly = if right < decided.len() && !words.is_empty() { "mostly " } else { "" };
            best = Some((right, format!("{mostly}{words}")));
        }
    }
    let against: Vec<&&Setting> =
        decided.iter().filter(|setting| setting.outcome.is_against()).collect();
    let mut parts: Vec<String> =
        best.map(|(_, words)| words).into_iter().filter(|words| !words.is_empty()).collect();
    for outcome in [Outcome::Refuted, Outcome::Reversed, Outcome::Negligible] {
        let here: Vec<String> = against
            .iter()
            .filter(|setting| setting.outcome == outcome)
            .map(|setting| place(&setting.at))
            .collect();
        if !here.is_empty() {
            let more = here.len().saturating_sub(NAMED);
            let named = here[..here.len() - more].join(", ");
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            parts.push(format!("{outcome} {named}{rest}"));
        }
    }
    parts.join("; ")
}

/// The factors whose value differs between settings, the data set last.
fn factors<'a>(settings: &[&'a Setting]) -> Vec<Factor<'a>> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in settings.iter().flat_map(|setting| &setting.at.levels) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let level = |setting: &Setting, name: &str| {
        let level = setting.at.levels.iter().find(|(factor, _)| factor == name)?;
        Some(format!("{name} {}", level.1))
    };
    let of_levels = names.into_iter().map(|name| Factor {
        name,
        values: settings.iter().map(|setting| level(setting, name)).collect(),
    });
    let data_sets = Factor {
        name: "",
        values: settings
            .iter()
            .map(|setting| Some(setting.at.data_set.clone()).filter(|name| !name.is_empty()))
            .collect(),
    };
    of_levels.chain([data_sets]).filter(|factor| differs(&factor.values)).collect()
}

fn differs(values: &[Option<String>]) -> bool {
    values.windows(2).any(|pair| pair[0] != pair[1])
}

/// How many settings are classified rightly by the values at which the claim holds more often than
/// not, and those values in words, empty if there are none.
fn separation(factor: &Factor<'_>, settings: &[&Setting]) -> (usize, String) {
    let mut counts: BTreeMap<&Option<String>, (usize, usize)> = BTreeMap::new();
    let mut order: Vec<&Option<String>> = Vec::new();
    for (value, setting) in factor.values.iter().zip(settings) {
        if !order.contains(&value) {
            order.push(value);
        }
        let (held, against) = counts.entry(value).or_default();
        if setting.outcome.is_against() { *against += 1 } else { *held += 1 }
    }
    let right = counts.values().map(|&(held, against)| held.max(against)).sum();
    let holds: Vec<&str> = order
        .into_iter()
        .filter(|value| counts[value].0 > counts[value].1)
        .map(|value| value.as_deref().unwrap_or("elsewhere"))
        .collect();
    (right, listed(factor.name, &holds))
}

/// "on digits at depth 5".
fn place(at: &Place) -> String {
    let levels = at.levels.iter().map(|(factor, level)| format!("{factor} {level}"));
    let levels = levels.collect::<Vec<_>>().join(", ");
    match (at.data_set.as_str(), levels.as_str()) {
        ("", "") => "everywhere".to_owned(),
        ("", levels) => format!("at {levels}"),
        (data_set, "") => format!("on {data_set}"),
        (data_set, levels) => format!("on {data_set} at {levels}"),
    }
}

/// "at depth 5 and 8", "on digits and teacher".
fn listed(name: &str, values: &[&str]) -> String {
    let at = if name.is_empty() { "on" } else { "at" };
    let bare: Vec<&str> = values
        .iter()
        .enumerate()
        .map(|(i, value)| if i == 0 { *value } else { value.trim_start_matches(name).trim_start() })
        .collect();
    match bare.split_last() {
        None => String::new(),
        Some((last, [])) => format!("{at} {last}"),
        Some((last, before)) => format!("{at} {} and {last}", before.join(", ")),
    }
}
