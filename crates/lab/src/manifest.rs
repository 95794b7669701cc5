//! `target/runs/<run>/<experiment>/run.toml`: a record of what ran where. It varies by machine and by day, so
//! it stays out of `results/`, and a run succeeds even if it cannot be written.

use std::process::Command;

use experiment::Entry;
use mlp::Simd;

use crate::command_line::{Changes, Options};
use crate::failure::{Attempt, Failure};
use crate::files::{self, Output};
use crate::request::Report;
use crate::{kept, registered, terminal};

/// Where the record of a run is that `--out` has written elsewhere.
const ELSEWHERE: &str = "elsewhere";

/// What the run is called, and what was asked on the command line.
type Asked<'a> = (&'a str, &'a Options, &'a Changes);

/// Writes the manifest of a finished run. Outside the repository there is nowhere to put it; if it
/// cannot be written, as in a read-only checkout, that is only a warning.
pub(crate) fn write(entry: &Entry, report: &Report, asked: Asked<'_>, seconds: f64) {
    let Err(failure) = try_to_write(entry, report, asked, seconds) else { return };
    if !asked.1.quiet {
        let why = failure.to_string();
        let why = why.strip_prefix("error: ").unwrap_or(&why);
        terminal::complain(&format!("warning: no record of this run: {why}"));
    }
}

fn try_to_write(
    entry: &Entry,
    report: &Report,
    (run_name, options, changes): Asked<'_>,
    seconds: f64,
) -> Result<(), Failure> {
    let name = entry.name;
    let Ok(workspace) = files::workspace() else { return Ok(()) };
    let said = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(&workspace).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let text = |value: String| toml::Value::String(value);
    let unknown = || "unknown".to_owned();
    let mut run = toml::Table::new();
    run.insert("experiment".to_owned(), text(name.to_owned()));
    run.insert("run".to_owned(), text(run_name.to_owned()));
    run.insert("trials_configuration".to_owned(), text(report.trials_hash.clone()));
    // What makes it another run than the registered one.
    if options.quick {
        run.insert("quick".to_owned(), toml::Value::Boolean(true));
    }
    if let Some(seeds) = changes.seeds {
        run.insert("seeds".to_owned(), toml::Value::Integer(seeds.into()));
    }
    if let Some(config) = &changes.config {
        run.insert("config".to_owned(), text(config.display().to_string()));
    }
    if let Some(data) = &changes.data {
        run.insert("data".to_owned(), text(data.display().to_string()));
    }
    if let Some(label) = &changes.label {
        run.insert("label".to_owned(), text(label.clone()));
    }
    if !changes.set.is_empty() {
        let set = changes.set.iter().cloned().map(text).collect();
        run.insert("set".to_owned(), toml::Value::Array(set));
    }
    if changes.config.is_none()
        && let Some(is_committed) = registered::is_committed(&workspace, entry)
    {
        run.insert("criteria_committed".to_owned(), toml::Value::Boolean(is_committed));
    }
    let commit = said("git", &["rev-parse", "HEAD"]);
    let dirty = said("git", &["status", "--porcelain"]).is_none_or(|changes| !changes.is_empty());
    run.insert("commit".to_owned(), text(commit.unwrap_or_else(unknown)));
    run.insert("dirty".to_owned(), toml::Value::Boolean(dirty));
    let rustc = said("rustc", &["--version"]);
    run.insert("rustc".to_owned(), text(rustc.unwrap_or_else(unknown)));
    let target = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    run.insert("target".to_owned(), text(target));
    let simd = Simd::from_environment().usage()?;
    run.insert("simd".to_owned(), text(simd.to_string()));
    let threads = options.thread_count();
    run.insert("threads".to_owned(), toml::Value::Integer(threads as i64));
    run.insert("trials".to_owned(), toml::Value::Integer(report.trials as i64));
    run.insert("seconds".to_owned(), toml::Value::Float(seconds));
    let hash = |output: &Output| {
        (output.path.clone(), text(blake3::hash(&output.bytes).to_hex().to_string()))
    };
    let outputs = report.outputs.iter().map(hash).collect();
    run.insert("outputs".to_owned(), toml::Value::Table(outputs));
    let manifest = Output { path: format!("{name}/run.toml"), bytes: run.to_string().into_bytes() };
    let folder = if options.out.is_some() { ELSEWHERE } else { run_name };
    files::write(&kept::folder(&workspace).join(folder), &[manifest])
}
