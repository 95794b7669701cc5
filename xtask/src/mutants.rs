//! Mutation tests with cargo-mutants: a sample of its mutants, and whether the tests notice them.
//!
//! A mutant's name contains no line number, so that code which only moves keeps its sample.
//! Outcomes stay in the target folder until the next run; counts go into `mutants.csv`, survivors
//! into `survivors.csv`, whose reasons are written by hand and kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::programs::{output, target};
use crate::reliability;
use crate::table::Table;

const PACKAGES: [&str; 5] = ["kernels", "mlp", "claims", "experiment", "lab"];
const OUTCOMES: [&str; 4] = ["caught", "timeout", "unviable", "missed"];
const COUNTS: &str = "package,mutants,sampled,caught,timeout,unviable,missed,score";

/// Tests `size` mutants, or the survivors of the last run again, and writes the tables.
pub(crate) fn test(size: usize, again: bool) -> Result<()> {
    let work = target()?.join("mutants");
    let kept = work.join("outcomes.csv");
    let all = listed()?;
    let mut outcomes = Table::read(&kept, "mutant,outcome")?;
    if again {
        ensure!(!outcomes.rows.is_empty(), "there is no earlier run: run it without --again");
    } else {
        outcomes.rows = sample(all.keys(), size);
    }
    let is_open = |row: &&Vec<String>| !["caught", "unviable"].contains(&row[1].as_str());
    let open = outcomes.rows.iter().filter(is_open).filter_map(|row| all.get(&row[0]));
    let found = run(&open.collect::<Vec<_>>(), &work)?;
    for row in &mut outcomes.rows {
        if let Some(outcome) = all.get(&row[0]).and_then(|full| found.get(full)) {
            (*outcome).clone_into(&mut row[1]);
        }
    }
    outcomes.write(&kept)?;

    let folder = Path::new(reliability::FOLDER);
    let rows = PACKAGES.map(|package| counts(package, all.keys(), &outcomes.rows)).to_vec();
    Table { columns: COUNTS, rows }.write(&folder.join("mutants.csv"))?;
    let mut survivors = Table::read(&folder.join("survivors.csv"), "mutant,reason")?;
    survivors.rows = unnoticed(&outcomes.rows, &survivors.rows);
    survivors.write(&folder.join("survivors.csv"))?;
    reliability::write()
}

/// Every mutant by its name, in full as cargo-mutants calls it.
fn listed() -> Result<BTreeMap<String, String>> {
    let packages = PACKAGES.map(|package| format!("--package={package}"));
    let list = ["mutants", "--list", "--colors=never"];
    Ok(named(&output(Command::new("cargo").args(list).args(packages))?))
}

/// Names without line and column, numbered where there are several.
fn named(list: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for full in list.lines() {
        let (place, change) = full.split_once(": ").unwrap_or((full, ""));
        let file = place.split(':').next().unwrap_or(place);
        let name = format!("{file}: {change}");
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        let name = if *times > 1 { format!("{name} ({times})") } else { name };
        all.insert(name, full.to_owned());
    }
    all
}

/// The names with the lowest hashes, with no outcome yet.
fn sample<'a>(names: impl Iterator<Item = &'a String>, size: usize) -> Vec<Vec<String>> {
    let mut names: Vec<&String> = names.collect();
    names.sort_by_key(|name| *blake3::hash(name.as_bytes()).as_bytes());
    names.into_iter().take(size).map(|name| vec![name.clone(), String::new()]).collect()
}

/// The outcome of each mutant under the tests of its own package, except documentation tests and
/// examples, which demonstrate rather than test.
fn run(full: &[&String], folder: &Path) -> Result<BTreeMap<String, &'static str>> {
    ensure!(!full.is_empty(), "there are no mutants to test");
    fs::create_dir_all(folder)?;
    let mut command = Command::new("cargo");
    command.args(["mutants", "--jobs=2", "--output"]).arg(folder);
    command.args(PACKAGES.map(|package| format!("--package={package}")));
    command.args(full.iter().map(|name| format!("--re=^{}$", escaped(name))));
    let status = command.args(["--", "--tests"]).status();
    let status = status.context("cargo-mutants cannot be started")?;
    // 2: some survived; 3: some timed out. Anything else is a failure of the run itself.
    ensure!(matches!(status.code(), Some(0 | 2 | 3)), "cargo mutants failed, {status}");
    let mut found = BTreeMap::new();
    for outcome in OUTCOMES {
        let file = folder.join("mutants.out").join(outcome).with_extension("txt");
        let text = fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
        found.extend(text.lines().map(|full| (full.to_owned(), outcome)));
    }
    Ok(found)
}

/// A regular expression that matches exactly this text.
fn escaped(text: &str) -> String {
    let escape =
        |c: char| if r"[]\.*^$+?(){}|".contains(c) { format!("\\{c}") } else { c.to_string() };
    text.chars().map(escape).collect()
}

fn is_of(mutant: &str, package: &str) -> bool {
    mutant.starts_with(&format!("crates/{package}/"))
}

/// A package's row. A mutant that hangs the tests counts as noticed; one that does not compile is
/// not counted.
fn counts<'a>(
    package: &str,
    all: impl Iterator<Item = &'a String>,
    outcomes: &[Vec<String>],
) -> Vec<String> {
    let of_package: Vec<&Vec<String>> =
        outcomes.iter().filter(|row| is_of(&row[0], package)).collect();
    let [caught, timeout, unviable, missed] =
        OUTCOMES.map(|outcome| of_package.iter().filter(|row| row[1] == outcome).count());
    let (noticed, all) = (caught + timeout, all.filter(|name| is_of(name, package)).count());
    let score = 100.0 * noticed as f64 / (noticed + missed) as f64;
    let numbers = [all, of_package.len(), caught, timeout, unviable, missed];
    let mut row = vec![package.to_owned()];
    row.extend(numbers.map(|number| number.to_string()));
    row.push(if score.is_nan() { String::new() } else { format!("{score:.1}") });
    row
}

/// The survivors, with the reasons already given for them.
fn unnoticed(outcomes: &[Vec<String>], reasons: &[Vec<String>]) -> Vec<Vec<String>> {
    let missed = outcomes.iter().filter(|row| row[1] == "missed").map(|row| &row[0]);
    let reason =
        |name: &String| reasons.iter().find(|row| row[0] == *name).map(|row| row[1].clone());
    let mut rows: Vec<_> =
        missed.map(|name| vec![name.clone(), reason(name).unwrap_or_default()]).collect();
    rows.sort();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "crates/mlp/src/a.rs:3:5: replace < with <= in f\n\
        crates/mlp/src/a.rs:9:5: replace < with <= in f\n\
        crates/claims/src/b.rs:1:2: replace g -> u8 with 0";

    #[test]
    fn names_stay_where_code_moves() {
        let all = named(LIST);
        let names: Vec<&str> = all.keys().map(String::as_str).collect();
        let f = "crates/mlp/src/a.rs: replace < with <= in f";
        assert_eq!(
            names,
            ["crates/claims/src/b.rs: replace g -> u8 with 0", f, &format!("{f} (2)")]
        );
        assert_eq!(sample(all.keys(), 2), sample(named(&LIST.replace(":9:", ":8:")).keys(), 2));
        assert_eq!(escaped("a.rs: f -> (u8)"), r"a\.rs: f -> \(u8\)");
    }

    #[test]
    fn what_hangs_is_noticed_and_what_does_not_compile_says_nothing() {
        let names = ["a", "b", "c", "d"].map(|name| format!("crates/mlp/{name}"));
        let outcomes = ["caught", "timeout", "unviable", "missed"].map(str::to_owned);
        let rows: Vec<_> =
            names.iter().zip(outcomes).map(|(name, outcome)| vec![name.clone(), outcome]).collect();
        assert_eq!(counts("mlp", names.iter(), &rows).join(","), "mlp,4,4,1,1,1,1,66.7");
        assert_eq!(counts("claims", names.iter(), &rows).join(","), "claims,0,0,0,0,0,0,");
        let reasons =
            [vec![names[3].clone(), "equal".to_owned()], vec![names[0].clone(), "old".to_owned()]];
        assert_eq!(unnoticed(&rows, &reasons), reasons[..1]);
    }
}
