//! One value set from the command line, `settings.steps=100`, and what was probably meant by one that
//! claim.toml has no place for.

use toml::{Table, Value};

use crate::error::{ConfigurationError, help};
use crate::nesting;
use crate::spelling::nearest;

/// Applies one `key=value`; a value that is not TOML is taken as a string.
///
/// # Errors
/// If it is not `key=value`, leads through something other than a table, or is one value where claim.toml
/// has a list.
pub(crate) fn apply(table: &mut Table, setting: &str) -> Result<(), ConfigurationError> {
    let error =
        |message: String| ConfigurationError::Setting { setting: setting.to_owned(), message };
    let Some((key, value)) = setting.split_once('=') else {
        return Err(error("not of the form key=value, as in settings.steps=100".to_owned()));
    };
    if key.trim().split('.').next() == Some("quick") {
        return Err(error("set the value itself; quick numbers are laid over it".to_owned()));
    }
    let depth = key.split('.').count();
    if depth > nesting::DEEPEST || !nesting::is_shallow(value) {
        return Err(error(format!(
            "nests deeper than {} levels; set a value that claim.toml has",
            nesting::DEEPEST
        )));
    }
    let value = match toml::from_str::<Table>(&format!("value = {value}")) {
        Ok(mut table) => match table.remove("value").filter(|_| table.is_empty()) {
            Some(value) => value,
            None => return Err(error("more than one value; give each its own --set".to_owned())),
        },
        Err(_) => Value::String(value.to_owned()),
    };
    let mut path: Vec<&str> = key.trim().split('.').collect();
    let last = path.pop().unwrap_or_default();
    let mut at = table;
    for step in path {
        let next = at.entry(step).or_insert_with(|| Value::Table(Table::new()));
        // What is chosen by name may be chosen with parameters.
        if next.is_str() {
            *next = Value::Table(Table::new());
        }
        at = next
            .as_table_mut()
            .ok_or_else(|| error(format!("`{step}` is not a table, so it has no `{last}`")))?;
    }
    let value = match (at.get(last), value) {
        (
            Some(Value::Array(_)),
            value @ (Value::Integer(_) | Value::Float(_) | Value::Boolean(_)),
        ) => {
            return Err(error(format!("`{last}` is a list; give [{value}]")));
        }
        // 1e3 is a whole number, too.
        (Some(Value::Integer(_)), Value::Float(x)) if x.fract() == 0.0 && x.abs() < 1e15 => {
            Value::Integer(x as i64)
        }
        (_, value) => value,
    };
    at.insert(last.to_owned(), value);
    Ok(())
}

/// The error of a claim.toml with these settings, said of the setting that is to blame if there is one:
/// the only one, or the only one without which it would be right. What claim.toml does not have is told the
/// nearest that it has.
pub(crate) fn blamed(
    error: ConfigurationError,
    before: &Table,
    settings: &[String],
    is_right: impl Fn(&[String]) -> bool,
) -> ConfigurationError {
    let without = |left_out: &usize| {
        let others = settings.iter().enumerate().filter(|(i, _)| i != left_out);
        is_right(&others.map(|(_, setting)| setting.clone()).collect::<Vec<_>>())
    };
    let to_blame: Vec<usize> = match settings {
        [_] => vec![0],
        _ => (0..settings.len()).filter(without).collect(),
    };
    let (&[index], false) = (&to_blame[..], matches!(error, ConfigurationError::Setting { .. }))
    else {
        return error;
    };
    let setting = settings[index].clone();
    let key = setting.split('=').next().unwrap_or_default().trim().to_owned();
    let core = error.core();
    // Who lacks something did not misspell it.
    let place = meant(before, &key).filter(|_| !core.starts_with("missing field"));
    let meant = place.or_else(|| error.suggestion().map(str::to_owned));
    let message = format!("{core}{}", help(meant.as_deref()));
    ConfigurationError::Setting { setting, message }
}

/// The place in a claim.toml that is most like this one; none if it has this one.
fn meant(table: &Table, key: &str) -> Option<String> {
    let mut places = Vec::new();
    collect(table, "", &mut places);
    if places.iter().any(|place| place == key) {
        return None;
    }
    let name = |place: &str| place.rsplit('.').next().unwrap_or_default().to_owned();
    let wanted = name(key);
    // The same name elsewhere, then a similar place, then a similar name elsewhere.
    let same = places.iter().find(|place| name(place) == wanted).cloned();
    let similar = || nearest(key, places.iter().map(String::as_str));
    let named = || {
        let names: Vec<String> = places.iter().map(|place| name(place)).collect();
        let nearest = nearest(&wanted, names.iter().map(String::as_str))?;
        places.iter().find(|place| name(place) == nearest).cloned()
    };
    same.or_else(similar).or_else(named)
}

/// Every dotted key, values before the tables that have them.
fn collect(table: &Table, before: &str, places: &mut Vec<String>) {
    for (key, value) in table {
        let place = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        if let Value::Table(inner) = value {
            collect(inner, &place, places);
        }
        places.push(place);
    }
}
