//! The name that was meant where one is not known.

/// A name is no longer than this: it stands in files' names, in columns and beside lines.
pub(crate) const LONGEST_NAME: usize = 64;

/// The nearest of the names that serde lists after an unknown one.
pub(crate) fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next().filter(|_| message.starts_with("unknown"))?;
    nearest(unknown, names)
}

/// The name most like `unknown`, if one is much like it.
pub fn nearest<'a>(unknown: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Comparing takes the product of the two lengths; what is so long is no slip of a name.
    if unknown.len() > LONGEST_NAME {
        return None;
    }
    let names = names.into_iter().filter(|name| name.len() <= LONGEST_NAME);
    let likeness = |name: &&str| strsim::jaro_winkler(unknown, name);
    let best = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) > 0.75).then(|| best.to_owned())
}
