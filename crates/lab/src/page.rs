//! `results/report.html`: every claim, chart and table on one page, made from `results/`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, anyhow};
use claims::Overlay;
use clap::Parser;
use experiment::{Configured, Entry};
use report::page::{Page, Section};
use report::{chart, table};

use crate::catalogue::Catalogue;
use crate::command_line::{EXIT_CODES, Options};
use crate::completions::Completions;
use crate::exit::exit;
use crate::failure::{Attempt, Failure, REGISTERED};
use crate::files::{self, Output};
use crate::{comparison, completions, ledger, terminal};

/// The page's file.
pub(crate) const NAME: &str = "report.html";

/// Make results/report.html from the files in results/: one page that opens without a server
#[derive(Parser, Debug)]
#[command(name = "report", version, after_help = EXIT_CODES)]
struct CommandLine {
    /// Compare with the existing page; write nothing
    #[arg(long)]
    check: bool,
    /// Read results from DIR and write the page into it, instead of results/
    #[arg(long, value_name = "DIR")]
    out: Option<std::path::PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    _completions: Completions,
}

/// The whole of the binary.
pub fn main(catalogue: &Catalogue) -> ExitCode {
    exit(completions::parsed(|command| main_of(catalogue, &command)))
}

fn main_of(catalogue: &Catalogue, command: &CommandLine) -> Result<u8, Failure> {
    let started = Instant::now();
    let options = Options { quiet: command.quiet, ..Options::default() };
    let folder = match &command.out {
        Some(folder) => folder.clone(),
        None => files::workspace()?.join("results"),
    };
    if !catalogue.experiments.iter().any(|entry| folder.join(entry.name).is_dir()) {
        let shown = files::shown(&folder);
        return Err(Failure::InputOutput(anyhow!("no results in {shown}; a run makes them")));
    }
    let page = of(catalogue, &folder)?;
    if command.check {
        return comparison::say(&files::differences(&folder, &[page]), &options);
    }
    let (size, path) = (page.bytes.len() as f64 / 1e6, folder.join(NAME));
    files::write(&folder, &[page])?;
    let (path, seconds) = (files::shown(&path), started.elapsed().as_secs_f64());
    terminal::say(&options, &format!("{path}: {size:.1} MB in {seconds:.1} s"))?;
    Ok(REGISTERED)
}

/// The page for the results in `folder`.
///
/// # Errors
/// If a file cannot be read, or a formula in a claim.toml is invalid.
pub(crate) fn of(catalogue: &Catalogue, folder: &Path) -> Result<Output, Failure> {
    let ledger = ledger::read(folder)?;
    let there = catalogue.experiments.iter().filter(|entry| folder.join(entry.name).is_dir());
    let sections =
        there.map(|entry| section(entry, catalogue.is_fetched(entry), &folder.join(entry.name)));
    let page = Page {
        sections: sections.collect::<Result<_, _>>()?,
        ledger,
        headings: catalogue.headings.to_vec(),
        live: Some(catalogue.live),
    };
    let html = page.html().context(NAME).usage()?;
    Ok(Output { path: NAME.to_owned(), bytes: html.into_bytes() })
}

/// An experiment's results.
fn section(entry: &Entry, is_fetched: bool, folder: &Path) -> Result<Section, Failure> {
    let file = Configured::of(entry, &Overlay::default()).usage()?.configuration.file;
    let cannot_read = |name: &str| {
        let path = files::shown(&folder.join(name));
        move || format!("cannot read {path}; a run of {} makes it", entry.name)
    };
    let read =
        |name: &str| fs::read(folder.join(name)).with_context(cannot_read(name)).input_output();
    let findings = table::read_findings(&folder.join("verdicts.csv"))
        .with_context(cannot_read("verdicts.csv"))
        .input_output()?;
    let charts = if folder.join("charts.json").is_file() {
        chart::read(&read("charts.json")?)
            .with_context(cannot_read("charts.json"))
            .input_output()?
    } else {
        Vec::new()
    };
    let hashes = String::from_utf8_lossy(&read("hashes.toml")?).parse();
    let hashes = hashes.with_context(cannot_read("hashes.toml")).input_output()?;
    let mut tables = Vec::new();
    let names = table::names(folder).with_context(|| files::shown(folder)).input_output()?;
    for name in names {
        // The page shows findings and proofs with their claims instead.
        if name != "verdicts" && name != "proofs" {
            let path = folder.join(format!("{name}.csv"));
            let table = table::read_typed(&path).with_context(cannot_read(&name));
            tables.push((name, table.input_output()?));
        }
    }
    let name = entry.name.to_owned();
    Ok(Section { name, file, findings, charts, tables, hashes, is_fetched })
}
