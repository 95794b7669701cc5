//! The name that was probably meant by an unknown one.

/// The maximum length of a name: it appears in file names, in columns and beside lines.
pub(crate) const LONGEST_NAME: usize = 64;

/// The nearest of the names that serde lists after an unknown one.
pub(crate) fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next().filter(|_| message.starts_with("unknown"))?;
    nearest(unknown, names)
}

/// What is said of a name that is none of these: which there are, and which was probably meant.
pub fn unknown(what: &str, name: &str, names: &[&str]) -> String {
    let meant = nearest(name, names.iter().copied());
    let meant = meant.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    format!("no {what} `{name}` among {}{meant}", names.join(", "))
}

/// The name most similar to `unknown`, if one is similar enough.
pub fn nearest<'a>(unknown: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Comparing takes the product of the two lengths, and a name this long is not a typing error.
    if unknown.len() > LONGEST_NAME {
        return None;
    }
    let names = names.into_iter().filter(|name| name.len() <= LONGEST_NAME);
    let likeness = |name: &&str| strsim::jaro_winkler(unknown, name);
    let best = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) > 0.75).then(|| best.to_owned())
}
