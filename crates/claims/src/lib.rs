//! Claims and observations: from claim.toml and trials to verdicts.
//!
//! Everything that decides a verdict, and nothing else: no network is trained here, no table or
//! chart is made, and no file is touched. `experiments/METHODOLOGY.md` describes how claims about
//! training are tested. In reading order:
//!
//! | module | idea |
//! |---|---|
//! | [`criterion`] | the closed grammar in which a claim says when it holds |
//! | [`statistics`] | every reduction of floats, each in a fixed order |
//! | [`grid`] | the learning rates that tuning chooses from |
//! | [`claim`] | claim.toml: everything a reader could dispute, fixed before the run |
//! | [`seed`] | random streams keyed by what a trial is, and by nothing else |
//! | [`trial`] | cells, trials and their outcomes, run in parallel, kept in order |
//! | [`recipe`] | a trial as data |
//! | [`spelling`], [`error`] | the name that was meant; what is wrong and where |
//! | `nesting`, `setting`, [`overlay`] | what is too deep; one value, and all overrides, from the command line and `[quick]` |
//! | [`formulated`] | activations that are given by a formula |
//! | `bounds`, `references` | what is rejected: too large, undefined names |
//! | [`configuration`] | claim.toml with its overlay, checked and hashed |
//! | [`differing`] | what differs between two claim.toml |
//! | [`tuning`] | learning rates chosen on pilot seeds, by halving |
//! | [`outcome`], [`place`] | what a criterion comes to, and where |
//! | `uncertainty` | intervals and p-values of criteria |
//! | [`sample`] | what a statistic is taken over, for each rate that tuning might have chosen |
//! | [`finding`] | from trials and criteria to outcomes |
//! | [`verdict`], [`region`] | from outcomes to a verdict, and where it holds |
//! | [`ledger`] | one row a claim |

mod bounds;
pub mod claim;
pub mod configuration;
pub mod criterion;
pub mod differing;
pub mod error;
pub mod finding;
pub mod formulated;
pub mod grid;
pub mod ledger;
mod nesting;
pub mod outcome;
pub mod overlay;
pub mod place;
pub mod recipe;
mod references;
pub mod region;
pub mod sample;
pub mod seed;
mod setting;
pub mod spelling;
pub mod statistics;
pub mod trial;
pub mod tuning;
mod uncertainty;
pub mod verdict;

pub use claim::{Claim, ClaimFile, Kind, Parameters, Quantifier};
pub use configuration::Configuration;
pub use criterion::{Comparison, Criterion, Evidence, Operator, Role, Statistic};
pub use error::ConfigurationError;
pub use finding::Finding;
pub use outcome::Outcome;
pub use overlay::Overlay;
pub use place::Place;
pub use proofs::{Formula, Theorem};
pub use recipe::{Recipe, Recorded};
pub use sample::{Observed, Resampling};
pub use seed::{Phase, Streams};
pub use trial::{Cell, Metrics, Trial};
pub use verdict::Verdict;
