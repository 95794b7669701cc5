//! `compare`: two runs side by side, what was changed and what came of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use claims::Overlay;
use claims::differing::{self, Difference};
use claims::ledger::Row;
use clap::Parser;
use experiment::{Configured, Entry};
use figures::side_by_side::{self, Pair};
use report::chart::{self, Layout};
use report::{table, terminal as lines};
use serde_json::json;

use crate::catalogue::Catalogue;
use crate::command_line::RESULTS;
use crate::completions::Completions;
use crate::exit::exit;
use crate::failure::{Attempt, Failure, REGISTERED};
use crate::files::{self, Output};
use crate::kept::{self, Kept};
use crate::ledger::{self, Tested};
use crate::{artifacts, completions, terminal};

/// Compare two runs: settings that differ, verdicts, what was found, and charts with both
#[derive(Parser, Debug)]
#[command(
    name = "compare",
    version,
    after_help = "A run is kept under its --name, or under the hash that it prints; `results` are the committed \
                  ones.\nFor example:  compare swish            swish and what is committed\n              \
                  compare swish gelu       two runs\n              compare                  lists the runs"
)]
struct CommandLine {
    /// The one run, by name or folder; without it, all runs are listed
    first: Option<String>,
    /// The other
    #[arg(default_value = RESULTS)]
    second: String,
    /// Also show what is the same in both
    #[arg(long)]
    all: bool,
    /// Write charts and tables into DIR instead of target/compared
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print all of it as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _completions: Completions,
}

/// What one run has of an experiment.
struct Side {
    claim: Configured,
    tested: Tested,
}

impl Side {
    /// Reads it: claim.toml as it was changed, or as it is registered, and what was found.
    fn of(entry: &Entry, kept: &Kept) -> Result<Self, Failure> {
        let folder = kept.folder.join(entry.name);
        let path = folder.join("claim.toml");
        let cannot = |path: &Path| format!("cannot read {}", files::shown(path));
        let (text, origin) = if path.is_file() {
            let text = std::fs::read_to_string(&path).with_context(|| cannot(&path));
            (text.input_output()?, files::shown(&path))
        } else {
            (entry.claim.to_owned(), format!("{}/claim.toml", entry.name))
        };
        let claim = Configured::read(entry, &text, &origin, &Overlay::default()).usage()?;
        let path = folder.join("verdicts.csv");
        let findings = table::read_findings(&path).with_context(|| cannot(&path));
        let tested = Tested::of(&claim, findings.input_output()?);
        Ok(Self { claim, tested })
    }

    fn rows(&self) -> Vec<Row> {
        ledger::rows(std::slice::from_ref(&self.tested))
    }
}

/// An experiment that both runs have.
struct Compared {
    entry: &'static Entry,
    sides: [Side; 2],
    differences: Vec<Difference>,
}

impl Compared {
    fn of(entry: &'static Entry, runs: &[Kept; 2]) -> Result<Self, Failure> {
        let sides = [Side::of(entry, &runs[0])?, Side::of(entry, &runs[1])?];
        let texts = sides.each_ref().map(|side| side.claim.configuration.effective());
        let differences = differing::differences(texts.each_ref().map(String::as_str));
        Ok(Self { entry, sides, differences: differences.usage()? })
    }

    fn pairs(&self) -> Vec<Pair<'_>> {
        let [first, second] = self.sides.each_ref().map(|side| side.tested.findings());
        side_by_side::pairs(first, second)
    }

    /// The claims of both, each with its verdict in either.
    fn verdicts(&self) -> Vec<[Option<Row>; 2]> {
        let [first, mut second] = self.sides.each_ref().map(Side::rows);
        let mut verdicts = Vec::new();
        for row in first {
            let other = second.iter().position(|other| other.id == row.id);
            let other = other.map(|other| second.remove(other));
            verdicts.push([Some(row), other]);
        }
        verdicts.extend(second.into_iter().map(|row| [None, Some(row)]));
        verdicts
    }

    /// The table of pairs, and a chart for each claim.
    fn outputs(&self, names: [&str; 2]) -> Result<Vec<Output>, Failure> {
        let (name, pairs) = (self.entry.name, self.pairs());
        let found = side_by_side::table(&pairs).usage()?;
        let mut outputs = vec![artifacts::csv(&format!("{name}/found.csv"), &found)?];
        for drawn in side_by_side::charts(&self.sides[0].claim.file().claims, &pairs, names) {
            let svg = chart::svg(&drawn, Layout::FILE).usage()?;
            let path = format!("{name}/{}.svg", drawn.name);
            outputs.push(Output { path, bytes: svg.into_bytes() });
        }
        Ok(outputs)
    }

    fn text(&self, names: [&str; 2], all: bool) -> String {
        let title = &self.sides[0].claim.file().title;
        let settings: Vec<(&str, [&str; 2])> = self
            .differences
            .iter()
            .map(|difference| {
                let values = difference.values.each_ref();
                (&*difference.place, values.map(|value| value.as_deref().unwrap_or("-")))
            })
            .collect();
        let compared = report::compared::Compared {
            settings: &settings,
            verdicts: &self.verdicts(),
            pairs: &self.pairs(),
            names,
        };
        format!("{}: {title}\n\n{}", self.entry.name, compared.text(terminal::width(), all))
    }

    fn json(&self) -> serde_json::Value {
        let number = |x: f64| serde_json::Number::from_f64(x);
        let settings = self
            .differences
            .iter()
            .map(|difference| json!({ "key": difference.place, "values": difference.values }));
        let verdicts = self.verdicts().into_iter().map(|rows| {
            let id = rows.iter().flatten().map(|row| row.id.clone()).next();
            json!({ "id": id, "verdicts": rows.map(|row| row.map(|row| row.verdict.to_string())) })
        });
        let found = self.pairs().into_iter().map(|pair| {
            let one = pair.either();
            let of = pair.found().map(|finding| {
                finding.map(|finding| {
                    json!({
                        "value": number(finding.shown_value()),
                        "low": finding.interval.and_then(|(low, _)| number(low)),
                        "high": finding.interval.and_then(|(_, high)| number(high)),
                        "n": finding.n,
                        "outcome": finding.outcome.to_string(),
                    })
                })
            });
            json!({ "id": one.id, "criterion": one.criterion, "at": one.at.to_string(), "found": of })
        });
        json!({
            "experiment": self.entry.name,
            "settings": settings.collect::<Vec<_>>(),
            "claims": verdicts.collect::<Vec<_>>(),
            "findings": found.collect::<Vec<_>>(),
        })
    }
}

/// The whole of the binary.
pub fn main(catalogue: &Catalogue) -> ExitCode {
    exit(completions::parsed(|command| main_of(catalogue, &command)))
}

fn main_of(catalogue: &Catalogue, command: &CommandLine) -> Result<u8, Failure> {
    let Some(first) = &command.first else { return list(catalogue, command.json) };
    let runs = [Kept::find(catalogue, first)?, Kept::find(catalogue, &command.second)?];
    let [here, there] = runs.each_ref().map(|run| kept::experiments(catalogue, &run.folder));
    let is_in_both = |entry: &&'static Entry| there.iter().any(|other| other.name == entry.name);
    let both: Vec<&'static Entry> = here.into_iter().filter(is_in_both).collect();
    let names = runs.each_ref().map(|run| run.name.as_str());
    if both.is_empty() {
        let [first, second] = names;
        return Err(anyhow!("`{first}` and `{second}` have no experiment in common")).usage();
    }
    let compared =
        both.into_iter().map(|entry| Compared::of(entry, &runs)).collect::<Result<Vec<_>, _>>()?;
    if command.json {
        let all: Vec<_> = compared.iter().map(Compared::json).collect();
        terminal::write(&format!("{:#}\n", json!({ "runs": names, "experiments": all })))?;
        return Ok(REGISTERED);
    }
    let folder = match &command.out {
        Some(folder) => folder.clone(),
        None => files::workspace()?.join("target/compared"),
    };
    for compared in &compared {
        let outputs = compared.outputs(names)?;
        files::write(&folder, &outputs)?;
        terminal::write(&compared.text(names, command.all))?;
        let files = outputs.iter().map(|output| output.path.rsplit('/').next().unwrap_or_default());
        let files: Vec<&str> = files.collect();
        let folder = files::shown(&folder.join(compared.entry.name));
        terminal::write(&format!("{folder}:\n  {}\n\n", files.join("\n  ")))?;
    }
    Ok(REGISTERED)
}

/// Every run that is kept, with what was changed in it.
fn list(catalogue: &Catalogue, as_json: bool) -> Result<u8, Failure> {
    let runs = kept::all(catalogue, &files::workspace()?);
    let mut all = Vec::new();
    for run in &runs {
        for entry in kept::experiments(catalogue, &run.folder) {
            let side = Side::of(entry, run)?;
            let effective = side.claim.configuration.effective();
            let changes = differing::differences([entry.claim, &effective]).usage()?;
            all.push((run.name.as_str(), entry.name, changes));
        }
    }
    if as_json {
        let run = |(run, experiment, changes): &(&str, &str, Vec<Difference>)| {
            let changes = changes
                .iter()
                .map(|change| json!({ "key": change.place, "value": change.values[1] }));
            json!({ "run": run, "experiment": experiment, "changes": changes.collect::<Vec<_>>() })
        };
        let all: Vec<_> = all.iter().map(run).collect();
        terminal::write(&format!("{:#}\n", json!(all)))?;
        return Ok(REGISTERED);
    }
    if all.is_empty() {
        terminal::write("no run is kept; a run with --name, --set, --seeds or --quick is\n")?;
    }
    for (run, experiment, changes) in all {
        let change = |change: &Difference| {
            format!("{}={}", change.place, change.values[1].as_deref().unwrap_or("(none)"))
        };
        let changes: Vec<String> = changes.iter().map(change).collect();
        let line = format!("{run}  {experiment}  {}", changes.join("  "));
        terminal::write(&format!("{}\n", lines::wrapped(line.trim_end(), terminal::width())))?;
    }
    Ok(REGISTERED)
}
