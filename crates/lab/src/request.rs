//! What a run is asked to do, and its outcome.

use std::path::PathBuf;

use claims::Finding;
use claims::ledger::Row;

use crate::files::Output;
use crate::journal::Journal;
use crate::shard::Shard;

/// What is to be run.
#[derive(Clone, Debug)]
pub enum Request {
    /// All of it.
    Whole,
    /// The part k/n; its confirmation at the learning rates of a table, if one is named.
    Part {
        /// Which part.
        shard: Shard,
        /// A tuning.csv.
        tuning: Option<PathBuf>,
    },
    /// Run nothing: join what the parts have run, or only what they tuned.
    Joined {
        /// The claim.toml of all parts.
        claim: String,
        /// The bytes of their journals.
        journals: Vec<Vec<u8>>,
        /// Nothing after the tuning.
        only_tuning: bool,
    },
    /// Run nothing: judge the committed trials of this folder.
    Committed {
        /// Where its tables are.
        folder: PathBuf,
    },
    /// One seed of every cell, at the learning rates of a table.
    SpotCheck {
        /// A tuning.csv, if the experiment has one.
        tuning: Option<PathBuf>,
    },
}

/// The outcome of a run.
#[derive(Debug)]
pub enum Outcome {
    /// A part, kept in its folder.
    Part {
        /// How many trials it has.
        trials: usize,
        /// Whether its confirmation still needs learning rates that all parts decide together.
        is_untuned: bool,
    },
    /// The learning rates that parts tuned.
    Tuned {
        /// How many trials tuned them.
        trials: usize,
        /// tuning.csv.
        output: Output,
    },
    /// Everything that could be written, nothing written yet.
    Whole(Box<Report>),
}

/// A whole run.
#[derive(Debug)]
pub struct Report {
    /// The title of claim.toml.
    pub title: String,
    /// One row a claim.
    pub rows: Vec<Row>,
    /// One finding a criterion and place.
    pub findings: Vec<Finding>,
    /// The files under `results/`.
    pub outputs: Vec<Output>,
    /// A line for each table: the hash of its values and its path.
    pub table_hashes: String,
    /// How many trials were run, tuning included.
    pub trials: usize,
    /// The hash of what decides the trials.
    pub trials_hash: String,
    /// The journal of finished trials: locked, and removed once the outputs are safe.
    pub journal: Option<Journal>,
}
