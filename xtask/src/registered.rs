//! Whether each claim's criteria were committed before the results that they judge, by the history of git.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use toml::{Table as Toml, Value};

use crate::programs::output;
use crate::reliability::FOLDER;
use crate::table::Table;

/// What of a claim judges.
const JUDGES: [&str; 5] = ["criterion", "printed", "quantifier", "imprecise", "not_testable"];
const COLUMNS: &str = "id,experiment,criteria,results,order";

/// In the order of what they prove.
const ORDERS: [&str; 5] =
    ["before", "after an earlier form", "together", "none since", "not committed"];

/// Writes a row for each claim: the commit that has its criteria as they are, the first after it that has
/// results, and which was first. Where an earlier form of the criteria had been judged, the trials may have
/// been seen.
pub(crate) fn write() -> Result<()> {
    let mut rows = Vec::new();
    for folder in fs::read_dir("experiments/src").context("experiments/src")? {
        let name = folder?.file_name().to_string_lossy().into_owned();
        let path = format!("experiments/src/{name}/claim.toml");
        if Path::new(&path).is_file() {
            rows.extend(of_experiment(&name, &path).with_context(|| path.clone())?);
        }
    }
    rows.sort();
    for order in ORDERS {
        let count = rows.iter().filter(|row| row[4] == order).count();
        println!("{count:4}  {order}");
    }
    Table { columns: COLUMNS, rows }.write(&Path::new(FOLDER).join("registered.csv"))
}

fn of_experiment(name: &str, path: &str) -> Result<Vec<Vec<String>>> {
    let commits = git(&["log", "--format=%h", "--", path])?;
    let history: Vec<(&str, Criteria)> =
        commits.lines().map(|commit| (commit, criteria_at(commit, path))).collect();
    let results = format!("results/{name}/verdicts.csv");
    let row = |(id, now): (&String, &Toml)| {
        let as_now = history.iter().take_while(|(_, then)| then.get(id) == Some(now));
        let Some((fixed, _)) = as_now.last() else {
            return Ok(vec![
                id.clone(),
                name.to_owned(),
                String::new(),
                String::new(),
                "not committed".to_owned(),
            ]);
        };
        let touched = git(&["diff-tree", "--root", "--no-commit-id", "--name-only", "-r", fixed])?;
        let later =
            git(&["log", "--reverse", "--format=%h", &format!("{fixed}..HEAD"), "--", &results])?;
        let (judged, order) = match later.lines().next() {
            _ if touched.lines().any(|file| file == results) => (*fixed, "together"),
            Some(later) if had_row(fixed, &results, id) => (later, "after an earlier form"),
            Some(later) => (later, "before"),
            // Neither a verdict nor a number has changed with them.
            None => ("", "none since"),
        };
        Ok([id, name, fixed, judged, order].map(str::to_owned).to_vec())
    };
    criteria(&fs::read_to_string(path)?).iter().map(row).collect()
}

/// Whether a claim had been judged before a commit.
fn had_row(commit: &str, results: &str, id: &str) -> bool {
    let before = git(&["show", &format!("{commit}^:{results}")]).unwrap_or_default();
    before.lines().any(|line| line.split(',').next() == Some(id))
}

/// What judges each claim, by its id.
type Criteria = BTreeMap<String, Toml>;

/// None, if a commit has no such file.
fn criteria_at(commit: &str, path: &str) -> Criteria {
    criteria(&git(&["show", &format!("{commit}:{path}")]).unwrap_or_default())
}

/// Nothing, if an earlier form of the file was no TOML.
fn criteria(text: &str) -> Criteria {
    let file: Toml = toml::from_str(text).unwrap_or_default();
    let claims = file.get("claim").and_then(Value::as_array).into_iter().flatten();
    let of = |claim: &Value| {
        let mut claim = claim.as_table()?.clone();
        let id = claim.get("id")?.as_str()?.to_owned();
        claim.retain(|key, _| JUDGES.contains(&key));
        Some((id, claim))
    };
    claims.filter_map(of).collect()
}

fn git(arguments: &[&str]) -> Result<String> {
    output(Command::new("git").args(arguments))
}

#[cfg(test)]
mod tests {
    use super::criteria;

    #[test]
    fn words_are_no_criteria() {
        let text = "[[claim]]\nid = \"C1\"\nstatement = \"so\"\n[[claim.criterion]]\nvalue = 1\n";
        let same = criteria(&text.replace("so", "otherwise"));
        assert_eq!(criteria(text), same);
        assert_ne!(criteria(&text.replace("= 1", "= 2")), same);
        assert!(criteria("no TOML").is_empty());
    }
}
