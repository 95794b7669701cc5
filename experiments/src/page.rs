//! `results/report.html`: every claim, chart and table in one page, made of what is in `results/`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use claims::overlay::Overlay;
use claims::{ClaimFile, Configuration};
use clap::Parser;
use report::page::{Page, Section};
use report::{chart, table};

use crate::EXPERIMENTS;
use crate::command_line::{EXIT_CODES, Options};
use crate::failure::{Failure, REGISTERED, exit};
use crate::files::{self, Output};
use crate::run::Entry;
use crate::{reproduce, runner, terminal};

/// The page's file.
const NAME: &str = "report.html";

/// Makes results/report.html from what is in results/: one page, to be opened from the disk
#[derive(Parser, Debug)]
#[command(name = "report", version, after_help = EXIT_CODES)]
struct CommandLine {
    /// Compare with the page that is there; write nothing
    #[arg(long)]
    check: bool,
    /// The folder to read results from, and to write the page into
    #[arg(long, value_name = "DIR")]
    out: Option<std::path::PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// The whole of the binary.
pub fn main() -> ExitCode {
    let command = CommandLine::parse();
    exit(main_of(&command))
}

fn main_of(command: &CommandLine) -> Result<u8, Failure> {
    let started = Instant::now();
    let options = Options { quiet: command.quiet, ..Options::default() };
    let folder = match &command.out {
        Some(folder) => folder.clone(),
        None => files::workspace()?.join("results"),
    };
    let page = of(&folder)?;
    if command.check {
        return runner::say_differences(&files::differences(&folder, &[page]), &options);
    }
    let (size, path) = (page.bytes.len() as f64 / 1e6, folder.join(NAME));
    files::write(&folder, &[page])?;
    let (path, seconds) = (files::shown(&path), started.elapsed().as_secs_f64());
    terminal::say(&options, &format!("{path}: {size:.1} MB in {seconds:.1} s"))?;
    Ok(REGISTERED)
}

/// The page of what is in `folder`.
///
/// # Errors
/// If something there cannot be read, or a formula of a claim.toml is none.
pub(crate) fn of(folder: &Path) -> Result<Output, Failure> {
    let ledger = reproduce::read_ledger(folder)?;
    let there = EXPERIMENTS.iter().filter(|entry| folder.join(entry.name).is_dir());
    let sections = there.map(|entry| section(entry, &folder.join(entry.name)));
    let page = Page { sections: sections.collect::<Result<_, _>>()?, ledger };
    let html = page.html().context(NAME).map_err(Failure::Usage)?;
    Ok(Output { path: NAME.to_owned(), bytes: html.into_bytes() })
}

/// An experiment's results.
fn section(entry: &Entry, folder: &Path) -> Result<Section, Failure> {
    let origin = format!("{}/claim.toml", entry.name);
    let configuration = Configuration::read(entry.claim, &origin, &Overlay::default());
    let file: ClaimFile<_, _> = configuration.map_err(Failure::usage)?.file;
    let cannot_read = |name: &str| {
        let path = files::shown(&folder.join(name));
        move || format!("cannot read {path}; a run of {} makes it", entry.name)
    };
    let read = |name: &str| {
        fs::read(folder.join(name)).with_context(cannot_read(name)).map_err(Failure::InputOutput)
    };
    let findings = table::read_findings(&folder.join("verdicts.csv"))
        .with_context(cannot_read("verdicts.csv"))
        .map_err(Failure::InputOutput)?;
    let charts = if folder.join("charts.json").is_file() {
        chart::read(&read("charts.json")?)
            .with_context(cannot_read("charts.json"))
            .map_err(Failure::InputOutput)?
    } else {
        Vec::new()
    };
    let hashes = String::from_utf8_lossy(&read("hashes.toml")?).parse();
    let hashes = hashes.with_context(cannot_read("hashes.toml")).map_err(Failure::InputOutput)?;
    let mut tables = Vec::new();
    for name in files::names(folder, "csv")? {
        // The page has the findings with their claims.
        if name != "verdicts" {
            let path = folder.join(format!("{name}.csv"));
            let table = table::read_typed(&path).with_context(cannot_read(&name));
            tables.push((name, table.map_err(Failure::InputOutput)?));
        }
    }
    let (name, is_fetched) = (entry.name.to_owned(), entry.is_fetched());
    Ok(Section { name, file, findings, charts, tables, hashes, is_fetched })
}
