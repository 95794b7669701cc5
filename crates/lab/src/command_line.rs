//! The command-line options that all binaries share.

use std::path::PathBuf;

use anyhow::ensure;
use clap::{Args, ValueEnum};

use crate::shard::Shard;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set or the terminal is dumb.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The committed results, which are a run like any other.
pub(crate) const RESULTS: &str = "results";
/// More threads than this only take memory.
const MOST_THREADS: i64 = 1024;

/// What a run of quick numbers alone is called.
pub(crate) const QUICK: &str = "quick";

/// A name of a run: that of a folder of its own.
fn kept_name(text: &str) -> anyhow::Result<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_name = text.len() <= 60 && text.chars().all(is_part) && !text.starts_with(['.', '-']);
    let wanted = "1 to 60 letters, digits, `-`, `_` or `.`, not beginning with `.` or `-`";
    ensure!(is_name && !text.is_empty(), "give {wanted}");
    // Some file systems take capitals for small letters.
    let is_taken = [RESULTS, QUICK].iter().any(|name| text.eq_ignore_ascii_case(name));
    ensure!(
        !is_taken,
        "`{text}` is what the committed results or quick runs are called; give another name"
    );
    Ok(text.to_owned())
}

/// What is run and where it goes.
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Use the quick numbers of claim.toml: a smoke run, never written to results/
    #[arg(long)]
    pub quick: bool,
    /// Recompute and compare with results/; write nothing
    #[arg(long, conflicts_with = "out")]
    pub check: bool,
    /// Run on N threads (default: one for each core); the bytes are the same for any N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub threads: Option<u16>,
    /// Discard saved progress (default: resume a run that was stopped)
    #[arg(long)]
    pub fresh: bool,
    /// Write into DIR instead of results/
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Let a changed run write into results/, or take the place of another run of its --name
    #[arg(long, hide_short_help = true)]
    pub overwrite: bool,
    /// Run even if the memory of this machine seems too small
    #[arg(long, hide_short_help = true)]
    pub force: bool,
    /// Judge N times more, from other random streams of the bootstrap, and say which verdicts change
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..1000))]
    pub resamplings: u64,
    /// Print nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the ledger rows and findings as JSON
    #[arg(long, conflicts_with = "quiet")]
    pub json: bool,
    /// Colour the output: auto, always or never
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

impl Options {
    /// On how many threads a run is.
    pub(crate) fn thread_count(&self) -> usize {
        self.threads.map_or_else(rayon::current_num_threads, usize::from)
    }
}

/// Further options of the binary of one experiment.
#[derive(Args, Clone, Debug, Default)]
pub struct Changes {
    /// Run N confirmation seeds in every cell
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "check")]
    pub seeds: Option<u32>,
    /// Read this file instead of the built-in claim.toml
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub config: Option<PathBuf>,
    /// Change one value, as in --set settings.steps=100
    #[arg(long, value_name = "KEY=VALUE", conflicts_with = "check")]
    pub set: Vec<String>,
    /// Put the examples of FILE in the place of the digits: a CSV with a header, of numbers and a class.
    /// Every input is standardised by the training part
    #[arg(long, value_name = "FILE", conflicts_with_all = ["check", "shard"])]
    pub data: Option<PathBuf>,
    /// The column of --data that has the class (default: the last)
    #[arg(long, value_name = "COLUMN", requires = "data")]
    pub label: Option<String>,
    /// Keep the run under this name in target/runs/ (default: a hash of its settings); `compare NAME` shows it
    /// beside what is committed
    #[arg(long, value_name = "NAME", value_parser = kept_name, conflicts_with_all = ["check", "out", "shard"])]
    pub name: Option<String>,
    /// Run part K of N, as in 2/3, and keep its trials in the --out folder for merge
    #[arg(long, value_name = "K/N", requires = "out", conflicts_with_all = ["check", "json"])]
    pub shard: Option<Shard>,
    /// Take the learning rates of a part from FILE, a tuning.csv written by merge --tuning
    #[arg(long, value_name = "FILE", requires = "shard")]
    pub tuning: Option<PathBuf>,
    /// Print how large the run would be, and how long it would take by a probe of three seconds
    #[arg(long)]
    pub dry_run: bool,
}

impl Changes {
    /// Whether the run is no longer the registered one.
    pub fn any(&self) -> bool {
        let Self { seeds, config, set, data, name, .. } = self;
        let is_other = seeds.is_some() || config.is_some() || !set.is_empty() || data.is_some();
        is_other || name.is_some()
    }
}

/// The exit codes, as `--help` explains them.
pub const EXIT_CODES: &str = "Exit codes:
  0    all went as registered
  1    a verdict differs from the committed ledger, or --check found a difference
  2    the command line or the configuration is wrong; nothing was written
  3    a file could not be read or written
  130  interrupted

A run changed by --quick, --seeds, --set, --data, --config or --name is kept in target/runs/, unless --out
names another folder, and is not compared with the ledger. MLP_SIMD=portable|avx2|avx512|neon forces a path.";

#[cfg(test)]
mod tests {
    use super::kept_name;

    #[test]
    fn a_name_is_one_of_a_folder_of_its_own() {
        for right in ["swish", "3-layers_2.0", "A"] {
            assert_eq!(kept_name(right).expect("a name"), right);
        }
        for wrong in
            ["", ".", "..", "a/b", "-x", "results", "Quick", "na me", "\u{e9}", &"x".repeat(61)]
        {
            assert!(kept_name(wrong).is_err(), "{wrong}");
        }
    }
}
