//! `cargo xtask`: records, compares and draws measurements of the project itself.
//!
//! `scripts/` start the programs that measure; this one reads and writes the tables in
//! `results/performance` and `results/reliability`.

mod bench;
mod charts;
mod growth;
mod history;
mod instructions;
mod map;
mod mutants;
mod peers;
mod programs;
mod record;
mod registered;
mod reliability;
mod table;

use std::env;
use std::path::Path;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

/// Records, compares and draws measurements of the project itself
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Adds criterion's last run to the history and compares it with the host's previous run
    Bench(history::Run),
    /// Counts the instructions of the hot kernels; fails if one takes 3 % more than on record
    Instructions {
        /// Record the counts, after an intended change
        #[arg(long)]
        update: bool,
    },
    /// Changes the code, and counts which changes the tests notice
    Mutants {
        /// How many changes
        #[arg(default_value_t = 300)]
        size: usize,
        /// Only those that survived or timed out in the last run
        #[arg(long)]
        again: bool,
    },
    /// Draws the comparison with other libraries
    Peers,
    /// Draws the same over widths, batches and depths
    Map,
    /// Measures how time and memory of a run grow with its size, and draws them
    Growth {
        /// Only draw what was measured
        #[arg(long)]
        draw: bool,
    },
    /// Writes a row into a table of results/reliability, replacing an earlier measurement
    Record {
        /// cluster, fuzz or portability
        table: String,
        /// Each column's value
        #[arg(value_name = "COLUMN=VALUE")]
        cells: Vec<String>,
    },
    /// Removes the rows of a table of results/reliability that have these values
    Forget {
        /// cluster, fuzz or portability
        table: String,
        /// What the rows have in common
        #[arg(value_name = "COLUMN=VALUE", required = true)]
        cells: Vec<String>,
    },
    /// Reads from the history of git whether each claim's criteria were committed before its results
    Registered,
    /// Writes results/reliability.md from the tables beside it
    Reliability,
}

fn main() -> Result<()> {
    let task = Arguments::parse().task;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    env::set_current_dir(&root).with_context(|| format!("no folder {}", root.display()))?;
    match task {
        Task::Bench(run) => bench::record(&run),
        Task::Instructions { update } => instructions::count(update),
        Task::Mutants { size, again } => mutants::test(size, again),
        Task::Peers => peers::draw(),
        Task::Map => map::draw(),
        Task::Growth { draw: true } => growth::draw(),
        Task::Growth { draw: false } => growth::measure(),
        Task::Record { table, cells } => record::record(&table, &cells),
        Task::Forget { table, cells } => record::forget(&table, &cells),
        Task::Registered => registered::write(),
        Task::Reliability => reliability::write(),
    }
}
