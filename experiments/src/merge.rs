//! Joins parts that `--shard k/n` made: the files of the whole run, byte for byte.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Parser;

use crate::EXPERIMENTS;
use crate::command_line::{Changes, EXIT_CODES, Options};
use crate::failure::{Failure, REGISTERED, exit};
use crate::{files, parts, terminal};

/// Joins the parts of runs that --shard k/n made, and writes what the whole run would have written
#[derive(Parser, Debug)]
#[command(name = "merge", version, after_help = EXIT_CODES)]
struct CommandLine {
    /// The folders that the parts were written to
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// Where the files of the whole go
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Join the tuning only: write tuning.csv, for --tuning of the parts' second run
    #[arg(long)]
    tuning: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// The whole of the binary.
pub fn main() -> ExitCode {
    exit(merge(&CommandLine::parse()))
}

fn merge(command: &CommandLine) -> Result<u8, Failure> {
    let options = Options { quiet: command.quiet, ..Options::default() };
    for joined in parts::join(&command.parts)? {
        let name = &joined.experiment;
        let entry = EXPERIMENTS.iter().find(|entry| entry.name == name);
        let entry = entry.ok_or_else(|| Failure::Usage(anyhow!("no experiment {name}")))?;
        let changes = Changes {
            text: Some(joined.claim),
            joined: joined.trials,
            only_tuning: command.tuning,
            ..Changes::default()
        };
        let report = entry.run(&options, &changes, Some(&command.out))?;
        files::write(&command.out, &report.outputs)?;
        if !command.tuning {
            terminal::print(&report.title, &report.findings, &report.rows, &options)?;
        }
        let (trials, out) = (report.trials, files::shown(&command.out.join(name)));
        terminal::say(&options, &format!("{name}: {trials} trials joined, in {out}"))?;
    }
    Ok(REGISTERED)
}
