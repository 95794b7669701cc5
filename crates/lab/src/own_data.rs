//! Data of one's own: a CSV file with a header, which stands in the place of the digits.

use std::path::Path;

use anyhow::{Context, anyhow, bail, ensure};
use claims::spelling::unknown;
use experiment::Entry;
use report::table;

use crate::catalogue::Catalogue;
use crate::failure::{Attempt, Failure};
use crate::files;

/// Fewer examples than this make no training and test set.
const FEWEST: usize = 20;
/// More classes than this are no classes.
const MOST_CLASSES: usize = 1000;
/// More numbers than this are not held in memory.
const MOST_NUMBERS: usize = 100_000_000;

/// Reads the file and puts it in the place of the digits; returns what is in it, and its hash. The class is
/// in the last column, if none is named.
///
/// # Errors
/// If the experiment does not run on the digits, or the file is no such table: with line and column.
pub(crate) fn provide(
    catalogue: &Catalogue,
    entry: &Entry,
    path: &Path,
    label: Option<&str>,
) -> Result<(String, String), Failure> {
    if !has_digits(entry) {
        let others = catalogue.experiments.iter().filter(|entry| has_digits(entry));
        let others: Vec<&str> = others.map(|entry| entry.name).collect();
        let name = entry.name;
        return Err(anyhow!(
            "--data: {name} does not run on the digits; these do: {}",
            others.join(", ")
        ))
        .usage();
    }
    let shown = files::shown(path);
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {shown}"));
    let bytes = bytes.input_output()?;
    let examples = Examples::read(path, label);
    let examples = examples.with_context(|| format!("--data {shown}")).usage()?;
    let said = format!("{shown} in the place of the digits: {}", examples.described());
    let mut hasher = blake3::Hasher::new();
    hasher.update(examples.label.as_bytes()).update(&[0]).update(&bytes);
    (catalogue.own_data)(examples.inputs, examples.labels).usage()?;
    Ok((said, hasher.finalize().to_hex()[..32].to_owned()))
}

/// Whether an experiment runs on the digits as it is registered.
pub(crate) fn has_digits(entry: &Entry) -> bool {
    let data_sets = &entry.summary().data_sets;
    entry.facts.has_digits
        && (data_sets.is_empty() || data_sets.iter().any(|name| name == "digits"))
}

/// Examples and their classes.
#[derive(Debug)]
pub struct Examples {
    /// The column of the classes.
    pub label: String,
    /// The numbers of each example.
    pub inputs: Vec<Vec<f64>>,
    /// The class of each, counted from 0.
    pub labels: Vec<usize>,
    /// What each class is called.
    pub classes: Vec<String>,
}

impl Examples {
    /// Reads a CSV file with a header; the class is in the last column, if none is named.
    ///
    /// # Errors
    /// If it is no table of numbers and a class: with line and column.
    pub fn read(path: &Path, label: Option<&str>) -> anyhow::Result<Self> {
        let table = table::read(path)?;
        let names: Vec<String> = table.get_column_names().iter().map(ToString::to_string).collect();
        ensure!(
            names.len() > 1,
            "one column; give inputs and a class, with a header, between commas"
        );
        let label = match label {
            None => names[names.len() - 1].clone(),
            Some(label) if names.iter().any(|name| name == label) => label.to_owned(),
            Some(label) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                bail!(unknown("column", label, &names));
            }
        };
        let rows = table.height();
        ensure!(rows >= FEWEST, "{rows} examples; give {FEWEST} or more");
        ensure!(
            rows.saturating_mul(names.len()) <= MOST_NUMBERS,
            "more than {MOST_NUMBERS} numbers"
        );
        let mut inputs = vec![Vec::new(); rows];
        let mut words = Vec::new();
        for name in &names {
            for (row, text) in table::column_of(&table, name)?.into_iter().enumerate() {
                // The header is the first line.
                let place = || format!("line {}, column {name}", row + 2);
                let text = text.with_context(|| format!("{}: nothing there", place()))?.trim();
                if *name == label {
                    words.push(text.to_owned());
                    continue;
                }
                let number: Option<f64> = text.parse().ok().filter(|x: &f64| x.is_finite());
                let number =
                    number.with_context(|| format!("{}: `{text}` is no number", place()))?;
                inputs[row].push(number);
            }
        }
        let classes = classes(&words);
        let count = classes.len();
        ensure!((2..=MOST_CLASSES).contains(&count), "{count} classes in column {label}");
        let class = |word: &String| classes.iter().position(|class| class == word);
        let labels = words.iter().filter_map(class).collect();
        Ok(Self { label, inputs, labels, classes })
    }

    fn described(&self) -> String {
        let Self { label, inputs, classes, .. } = self;
        let (examples, columns) = (inputs.len(), inputs[0].len());
        let few = classes.iter().take(10).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if classes.len() > 10 { ", ..." } else { "" };
        let n = classes.len();
        format!("{examples} examples, {columns} inputs, {n} classes of {label} ({few}{more})")
    }
}

/// Every class once, in the order of numbers if all are numbers.
fn classes(words: &[String]) -> Vec<String> {
    let mut classes = words.to_vec();
    classes.sort();
    classes.dedup();
    let numbers: Option<Vec<f64>> = classes.iter().map(|word| word.parse().ok()).collect();
    if let Some(numbers) = numbers {
        let mut by_number: Vec<(f64, String)> = numbers.into_iter().zip(classes).collect();
        by_number.sort_by(|a, b| a.0.total_cmp(&b.0));
        classes = by_number.into_iter().map(|(_, word)| word).collect();
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::{Examples, classes};

    /// Twenty rows of x, y and a class, some of them changed.
    fn read(
        change: impl Fn(usize, String) -> String,
        label: Option<&str>,
    ) -> anyhow::Result<Examples> {
        let row = |i: usize| change(i, format!("{},{}.5,{}", i, i * i, ["b", "a", "c"][i % 3]));
        let rows: Vec<String> = (0..20).map(row).collect();
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("own.csv");
        std::fs::write(&path, format!("x,y,kind\n{}\n", rows.join("\n")))?;
        Examples::read(&path, label)
    }

    #[test]
    fn classes_have_their_order_and_inputs_theirs() {
        let examples = read(|_, row| row, None).expect("a table");
        assert_eq!(examples.classes, ["a", "b", "c"]);
        assert_eq!((&examples.inputs[2], examples.labels[2]), (&vec![2.0, 4.5], 2));
        assert_eq!(classes(&["10".into(), "9".into(), "1e1".into()]), ["9", "10", "1e1"]);
        let by_name = read(|_, row| row, Some("x")).expect_err("20 classes, but words as inputs");
        assert!(format!("{by_name:#}").contains("line 2, column kind: `b` is no number"));
    }

    #[test]
    fn what_is_no_table_is_told_with_its_place() {
        let error = |change: &dyn Fn(usize, String) -> String, label| {
            format!("{:#}", read(change, label).expect_err("no table"))
        };
        let at_7 =
            |with: &'static str| move |i, row: String| if i == 7 { with.to_owned() } else { row };
        assert!(error(&at_7("7,1.0.0,a"), None).contains("line 9, column y: `1.0.0` is no number"));
        assert!(error(&at_7("7,inf,a"), None).contains("line 9, column y: `inf` is no number"));
        assert!(error(&at_7("7,,a"), None).contains("line 9, column y: nothing there"));
        assert!(error(&|_, row| row, Some("kid")).contains("did you mean `kind`?"));
        assert!(error(&|_, row: String| row.replace(['b', 'c'], "a"), None).contains("1 classes"));
    }
}
