//! Where a claim holds: the one factor that separates the settings best, in words.

use std::collections::BTreeMap;

use crate::outcome::Outcome;
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
    let against = decided.iter().filter(|setting| setting.outcome.is_against()).count();
    // A factor is named only if it does better than to say the same of every setting.
    let mut most = against.max(decided.len() - against);
    let mut parts: Vec<String> = Vec::new();
    for factor in factors(&decided) {
        let (right, words) = separation(&factor, &decided);
        if right > most {
            most = right;
            let mostly = if right < decided.len() { "mostly " } else { "" };
            parts = vec![format!("{mostly}{words}")];
        }
    }
    let outcomes = [Outcome::Refuted, Outcome::Reversed, Outcome::Negligible];
    parts.extend(outcomes.iter().filter_map(|&outcome| named(settings, outcome)));
    let undecided = settings.iter().filter(|setting| setting.outcome == Outcome::Undecided).count();
    if undecided > 0 {
        parts.push(format!("{undecided} undecided"));
    }
    parts.join("; ")
}

/// "undecided on digits at depth 2; not observed on `two_spirals` at depth 5": what a claim that is
/// not decided against in any setting leaves open.
pub fn open(settings: &[Setting]) -> String {
    let outcomes = [Outcome::Undecided, Outcome::NotObserved];
    let parts = outcomes.iter().filter_map(|&outcome| named(settings, outcome));
    parts.collect::<Vec<_>>().join("; ")
}

/// The first settings with this outcome, and how many more there are.
fn named(settings: &[Setting], outcome: Outcome) -> Option<String> {
    let here: Vec<String> =
        settings.iter().filter(|setting| setting.outcome == outcome).map(place).collect();
    let more = here.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let first = here[..here.len() - more].join(", ");
    (!here.is_empty()).then(|| format!("{outcome} {first}{rest}"))
}

/// The factors that every setting has and that differ between settings, the data set last.
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
    values.iter().all(Option::is_some) && values.windows(2).any(|pair| pair[0] != pair[1])
}

/// How many settings are classified rightly by the values at which the claim holds more often than
/// not, and those values in words.
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
        .filter_map(|value| value.as_deref())
        .collect();
    (right, listed(factor.name, &holds))
}

/// "on digits at depth 5".
fn place(Setting { experiment, at, .. }: &Setting) -> String {
    let levels = at.levels.iter().map(|(factor, level)| format!("{factor} {level}"));
    let levels = levels.collect::<Vec<_>>().join(", ");
    match (at.data_set.as_str(), levels.as_str()) {
        ("", "") => format!("in {experiment}"),
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
