//! Joins parts that `--shard k/n` made: the files of the whole run, byte for byte.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::catalogue::Catalogue;
use crate::command_line::{Changes, EXIT_CODES, Options};
use crate::completions::Completions;
use crate::exit::exit;
use crate::failure::{Failure, REGISTERED};
use crate::request::{Outcome, Request};
use crate::{completions, files, kept, run, shards, terminal};

/// Join the parts of runs that --shard k/n made, and write what the whole run would have written
#[derive(Parser, Debug)]
#[command(name = "merge", version, after_help = EXIT_CODES)]
struct CommandLine {
    /// Read the parts from these folders
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// Write the files of the whole run into DIR
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Join only the tuning: write tuning.csv, to be passed to the parts' second run by --tuning
    #[arg(long)]
    tuning: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    _completions: Completions,
}

/// The whole of the binary.
pub fn main(catalogue: &Catalogue) -> ExitCode {
    exit(completions::parsed(|command| merge(catalogue, &command)))
}

fn merge(catalogue: &Catalogue, command: &CommandLine) -> Result<u8, Failure> {
    let options = Options { quiet: command.quiet, ..Options::default() };
    for joined in shards::join(&command.parts, |name| catalogue.code_version(name))? {
        let name = &joined.experiment;
        let entry = catalogue.entry(name)?;
        let request = Request::Joined {
            claim: joined.claim,
            journals: joined.journals,
            only_tuning: command.tuning,
        };
        let changes = Changes::default();
        let configured = run::configured(catalogue, entry, &options, &changes, &request)?;
        let out = Some(&*command.out);
        let trials = match run::run(catalogue, entry, &configured, &options, &request, out)? {
            Outcome::Tuned { trials, output } => {
                files::write(&command.out, &[output])?;
                trials
            }
            Outcome::Whole(mut report) => {
                if kept::is_other(entry, &configured)? {
                    report.outputs.push(kept::claim(&configured));
                }
                files::write(&command.out, &report.outputs)?;
                terminal::print(&report.title, &report.findings, &report.rows, &options)?;
                report.trials
            }
            // A request to join parts never gives a plan or a part.
            Outcome::Part { .. } => continue,
        };
        let out = files::shown(&command.out.join(name));
        terminal::say(&options, &format!("{name}: {trials} trials joined, in {out}"))?;
    }
    Ok(REGISTERED)
}
