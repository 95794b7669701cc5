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
use crate::command_line::{Options, RESULTS};
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
    /// Write charts and tables into DIR instead of target/compared/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print all of it as JSON; write nothing
    #[arg(long, conflicts_with_all = ["all", "out"])]
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
        let (text, origin) = if path.is_file() {
            (read(&path)?, files::shown(&path))
        } else {
            (entry.claim.to_owned(), format!("{}/claim.toml", entry.name))
        };
        let claim = Configured::read(entry, &text, &origin, &Overlay::default()).usage()?;
        let is_its = artifacts::are_judged_by(&claim, &folder);
        if !is_its.with_context(|| cannot_read(&folder.join("hashes.toml"))).input_output()? {
            let shown = files::shown(&folder);
            return Err(anyhow!(
                "{shown} was made by another claim.toml than {origin}; run {} again",
                entry.name
            ))
            .usage();
        }
        let path = folder.join("verdicts.csv");
        let findings = table::read_findings(&path).with_context(|| cannot_read(&path));
        let tested = Tested::of(&claim, findings.input_output()?);
        Ok(Self { claim, tested })
    }

    fn rows(&self) -> Vec<Row> {
        ledger::rows(std::slice::from_ref(&self.tested))
    }
}

fn cannot_read(path: &Path) -> String {
    format!("cannot read {}; a run makes it", files::shown(path))
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).with_context(|| cannot_read(path)).input_output()
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
        let claims = self.sides.each_ref().map(|side| &*side.claim.file().claims);
        for drawn in side_by_side::charts(claims, &pairs, names) {
            let svg = chart::svg(&drawn, Layout::FILE).usage()?;
            let path = format!("{name}/{}.svg", drawn.name);
            outputs.push(Output { path, bytes: svg.into_bytes() });
        }
        Ok(outputs)
    }

    fn text(&self, catalogue: &Catalogue, names: [&str; 2], all: bool) -> String {
        let others = catalogue.experiments.iter().filter(|entry| entry.name != self.entry.name);
        let shared: Vec<&str> =
            others.flat_map(|entry| &entry.summary().ids).map(String::as_str).collect();
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
            shared: &shared,
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
                        "unobserved": finding.unobserved,
                        "p": finding.p,
                        "criterion": finding.criterion,
                        "outcome": finding.outcome.to_string(),
                    })
                })
            });
            json!({
                "id": one.id, "role": one.role.to_string(), "printed": one.printed,
                "at": one.at.to_string(), "found": of,
            })
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
    let real = |run: &Kept| std::fs::canonicalize(&run.folder).unwrap_or_default();
    if real(&runs[0]) == real(&runs[1]) {
        return Err(anyhow!("`{}` is compared with itself; name another run", names[0])).usage();
    }
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
        None => files::workspace()?.join("target/compared").join(pair_name(&runs)),
    };
    files::refuse_committed(&folder, &Options::default())?;
    for compared in &compared {
        let outputs = compared.outputs(names)?;
        files::write(&folder, &outputs)?;
        if command.out.is_none() {
            files::remove_stale(&folder, compared.entry.name, &outputs)?;
        }
        terminal::write(&compared.text(catalogue, names, command.all))?;
        let files = outputs.iter().map(|output| output.path.rsplit('/').next().unwrap_or_default());
        let files: Vec<&str> = files.collect();
        let folder = files::shown(&folder.join(compared.entry.name));
        terminal::write(&format!("{folder}:\n  {}\n\n", files.join("\n  ")))?;
    }
    Ok(REGISTERED)
}

/// What the folder of two runs is called.
fn pair_name(runs: &[Kept; 2]) -> String {
    let name = |run: &Kept| {
        let name = run.folder.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    format!("{} and {}", name(&runs[0]), name(&runs[1])).replace(' ', "-")
}

/// Every run that is kept, with what was changed in it.
fn list(catalogue: &Catalogue, as_json: bool) -> Result<u8, Failure> {
    let runs = kept::all(catalogue, &files::workspace()?);
    let mut all = Vec::new();
    for run in &runs {
        for entry in kept::experiments(catalogue, &run.folder) {
            // One that is damaged does not hide the others.
            let text = read(&run.folder.join(entry.name).join("claim.toml"));
            let changes =
                text.and_then(|text| differing::differences([entry.claim, &text]).usage());
            all.push((run.name.as_str(), entry.name, changes));
        }
    }
    if as_json {
        let all: Vec<_> = all
            .iter()
            .map(|(run, experiment, changes)| {
                let changes = changes
                    .iter()
                    .flatten()
                    .map(|change| json!({ "key": change.place, "value": change.values[1] }));
                json!({
                    "run": run, "experiment": experiment, "changes": changes.collect::<Vec<_>>(),
                })
            })
            .collect();
        terminal::write(&format!("{:#}\n", json!(all)))?;
        return Ok(REGISTERED);
    }
    if all.is_empty() {
        terminal::write("no runs kept yet; a changed run is, as with --name, --set or --quick\n")?;
    }
    for (run, experiment, changes) in all {
        let change = |change: &Difference| {
            format!("{}={}", change.place, change.values[1].as_deref().unwrap_or("(none)"))
        };
        let changes = match changes {
            Ok(changes) => changes.iter().map(change).collect::<Vec<_>>().join("  "),
            Err(failure) => failure.to_string(),
        };
        let line = format!("{run}  {experiment}  {changes}");
        terminal::write(&format!("{}\n", lines::wrapped(line.trim_end(), terminal::width())))?;
    }
    Ok(REGISTERED)
}
