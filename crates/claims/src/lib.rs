//! What is claimed and what was seen: from claim.toml and trials to verdicts.
//!
//! Everything that decides a verdict, and nothing else: no network is trained here, no table or
//! chart is made, and of files only the journal is touched. How claims about training are tested
//! is told in `experiments/METHODOLOGY.md`. In the order to read it in:
//!
//! | module | idea |
//! |---|---|
//! | [`claim`] | claim.toml: everything a reader could dispute, fixed before the run |
//! | [`criterion`] | the closed grammar in which a claim says when it holds |
//! | [`formula`] | formulas as claim.toml writes them: read, computed, mutated |
//! | [`overlay`] | `[quick]`, `--seeds`, `--set`: what a command line lays over it |
//! | `nesting`, `bounds`, [`single`] | what is refused before it is parsed, and after |
//! | [`configuration`] | the two together, checked and hashed |
//! | [`seed`] | random streams keyed by what a trial is, and by nothing else |
//! | [`trial`] | cells, trials and their outcomes, run in parallel, kept in order |
//! | [`journal`] | finished trials on disk: a run that was stopped goes on |
//! | [`durable`] | folders that outlast a failure of the machine |
//! | [`tuning`] | learning rates chosen on pilot seeds |
//! | [`shard`] | the part k/n of a run |
//! | [`statistics`] | every reduction of floats, each in a fixed order |
//! | [`verdict`] | from trials and criteria to supported, refuted, inconclusive |
//! | [`ledger`] | one row a claim |

mod bounds;
pub mod claim;
pub mod configuration;
pub mod criterion;
pub mod durable;
pub mod formula;
pub mod journal;
pub mod ledger;
mod nesting;
pub mod overlay;
pub mod seed;
pub mod shard;
pub mod single;
pub mod statistics;
pub mod trial;
pub mod tuning;
pub mod verdict;

pub use claim::{Claim, ClaimFile, Kind};
pub use configuration::{Configuration, ConfigurationError};
pub use criterion::{Comparison, Criterion, Operator, Statistic};
pub use formula::Formula;
pub use seed::{Phase, Streams};
pub use trial::{Cell, Metrics, Trial};
pub use verdict::{Finding, Verdict};
