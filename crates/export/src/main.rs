//! `cargo run -p export -- activation_race/ratios --format pdf --width single`: a chart or a table
//! of `results/`, for a paper or a slide.
//!
//! A crate of its own, so that no claim waits for its dependencies. What it writes is not among the
//! files whose bytes are compared.

mod figure;
mod size;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{CommandFactory, Parser, ValueEnum};
use clap_complete::Shell;
use report::chart::{self, Chart};
use report::table;
use report::theme::Theme;

use crate::size::Size;

/// Writes a chart or a table of results/ for a paper or a slide
#[derive(Parser, Debug)]
#[command(
    version,
    after_help = "Exit codes: 0 written, 2 a wrong command line, 3 a file that \
    cannot be read or written.\n\nExamples:\n  \
    export --list\n  \
    export activation_race/ratios --width single         a vector PDF, 85 mm wide\n  \
    export activation_race/ratios --format png --width slide --theme dark\n  \
    export xor_relu/success --format latex               a table, to standard output"
)]
struct CommandLine {
    /// What to write, as experiment/chart or experiment/table
    #[arg(required_unless_present_any = ["list", "completions"])]
    name: Option<String>,
    /// Of a chart svg, png, pdf; of a table csv, markdown, latex [default: by the ending of --out, or pdf]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Of a chart: single (85 mm), double (178 mm), slide (254 mm), or millimetres
    #[arg(long, default_value = "double")]
    width: Size,
    /// The colours of a chart
    #[arg(long, value_enum, default_value = "print")]
    theme: Colours,
    /// Dots an inch of a PNG
    #[arg(long, default_value = "300", value_parser = clap::value_parser!(u16).range(30..=1200))]
    dpi: u16,
    /// Draw title and caption into the chart
    #[arg(long)]
    captioned: bool,
    /// The file; a table goes to standard output without it [default: EXPERIMENT-NAME.FORMAT]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The folder of the results
    #[arg(long, value_name = "DIR", default_value = "results")]
    results: PathBuf,
    /// List all charts and tables
    #[arg(long)]
    list: bool,
    /// Print completions for a shell
    #[arg(long, value_name = "SHELL", hide_short_help = true)]
    completions: Option<Shell>,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A chart as vectors, its font inside.
    Svg,
    /// A chart as pixels.
    Png,
    /// A chart as vectors, its font inside.
    Pdf,
    /// A table, to the last digit.
    Csv,
    /// A table to four digits.
    Markdown,
    /// A table to four digits, with the rules of booktabs.
    Latex,
}

impl Format {
    /// How a file of it ends.
    fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Latex => "tex",
        }
    }
}

impl CommandLine {
    /// What is asked for, by name or by the ending of the file.
    fn format(&self) -> Result<Format> {
        let Some(ending) = self.out.as_ref().and_then(|path| path.extension()) else {
            return Ok(self.format.unwrap_or(Format::Pdf));
        };
        let ending = ending.to_string_lossy().to_lowercase();
        let of_ending =
            Format::value_variants().iter().copied().find(|format| format.ending() == ending);
        match (self.format, of_ending) {
            (Some(named), Some(other)) if named != other => {
                bail!("--format {} and a file that ends in .{ending}", named.ending())
            }
            (Some(format), _) | (None, Some(format)) => Ok(format),
            (None, None) => bail!("no format ends in .{ending}; name one with --format"),
        }
    }
}

/// The colours of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colours {
    /// On white.
    Light,
    /// On nearly black.
    Dark,
    /// On white, with black text.
    Print,
}

impl From<Colours> for Theme {
    fn from(colours: Colours) -> Self {
        match colours {
            Colours::Light => Self::Light,
            Colours::Dark => Self::Dark,
            Colours::Print => Self::Print,
        }
    }
}

fn main() -> ExitCode {
    match export(&CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("error: {error:#}"));
            // What is wrong with files is said to be, or has an error of theirs below it.
            let files = error.is::<Unreadable>() || error.root_cause().is::<std::io::Error>();
            ExitCode::from(if files { 3 } else { 2 })
        }
    }
}

/// Writes a line to standard error. Where that is gone, the exit code still says it.
fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn export(command: &CommandLine) -> Result<()> {
    if let Some(shell) = command.completions {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut CommandLine::command(), "export", &mut script);
        return say(&script);
    }
    let Some(name) = command.name.as_ref().filter(|_| !command.list) else {
        return list(&command.results);
    };
    let Some((experiment, item)) = name.split_once('/') else {
        bail!("`{name}`: name experiment/chart or experiment/table; --list shows them");
    };
    let folder = command.results.join(experiment);
    if experiment.contains(['.', '\\']) || !folder.is_dir() {
        bail!("no experiment `{experiment}` in {}; --list shows them", command.results.display());
    }
    let format = command.format()?;
    let bytes = match format {
        Format::Svg | Format::Png | Format::Pdf => {
            let charts = charts(&folder)?;
            let Some(chart) = charts.iter().find(|chart| chart.name == item) else {
                let names: Vec<&str> = charts.iter().map(|chart| chart.name.as_str()).collect();
                bail!(
                    "no chart `{item}` in {experiment}; it has {} (a table takes --format csv, \
                     markdown or latex)",
                    names.join(", ")
                );
            };
            let layout = command.width.layout(command.theme.into(), command.captioned);
            let svg = figure::svg(chart, layout, command.width)?;
            let missing: Vec<String> = figure::missing(&svg)?.iter().map(char::to_string).collect();
            if !missing.is_empty() {
                let missing = missing.join(", ");
                complain(&format!(
                    "warning: the bundled font has no {missing}; write it otherwise"
                ));
            }
            match format {
                Format::Svg => svg.into_bytes(),
                Format::Png => figure::png(&svg, command.width, command.dpi)?,
                _ => figure::pdf(&svg, command.width)?,
            }
        }
        Format::Csv | Format::Markdown | Format::Latex => {
            let names = table::names(&folder).with_context(|| Unreadable(folder.clone()))?;
            if !names.iter().any(|name| name == item) {
                bail!("no table `{item}` in {experiment}; it has {}", names.join(", "));
            }
            let path = folder.join(format!("{item}.csv"));
            let table = table::read_typed(&path).with_context(|| Unreadable(path))?;
            match format {
                Format::Csv => table::csv(&table)?,
                Format::Markdown => table::markdown(&table)?.into_bytes(),
                _ => table::latex(&table)?.into_bytes(),
            }
        }
    };
    let path = match &command.out {
        Some(path) => path.clone(),
        None if matches!(format, Format::Csv | Format::Markdown | Format::Latex) => {
            return say(&bytes);
        }
        None => PathBuf::from(format!("{experiment}-{item}.{}", format.ending())),
    };
    fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    say(format!("{}: {} kB\n", path.display(), bytes.len().div_ceil(1000)).as_bytes())
}

/// Writes to standard output. A reader that has seen enough and left is no failure.
fn say(bytes: &[u8]) -> Result<()> {
    match std::io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("standard output")
        }
        _ => Ok(()),
    }
}

/// Every chart and table, by experiment.
fn list(results: &Path) -> Result<()> {
    let context = || format!("cannot read {}; name the folder with --results", results.display());
    let mut folders: Vec<PathBuf> = fs::read_dir(results)
        .with_context(context)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.join("verdicts.csv").is_file()) {
        let experiment = folder.file_name().unwrap_or_default().to_string_lossy();
        for chart in charts(folder)? {
            say(format!("{experiment}/{:<24} chart  {}\n", chart.name, chart.title).as_bytes())?;
        }
        for table in table::names(folder).with_context(|| Unreadable(folder.clone()))? {
            say(format!("{experiment}/{table:<24} table\n").as_bytes())?;
        }
    }
    Ok(())
}

/// The charts of an experiment; none where it draws none.
fn charts(folder: &Path) -> Result<Vec<Chart>> {
    let path = folder.join("charts.json");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let context = || Unreadable(path.clone());
    chart::read(&fs::read(&path).with_context(context)?).with_context(context)
}

/// A file of results that is damaged or missing.
#[derive(Debug)]
struct Unreadable(PathBuf);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read {}; a run of the experiment makes it", self.0.display())
    }
}
