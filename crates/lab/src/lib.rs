//! A run, from the command line to its files: written atomically, resumed after a stop, split over
//! machines, and compared byte for byte.
//!
//! [`experiment`] computes, [`report`] draws and formats; this crate does everything that touches a
//! disk, a terminal or a signal. It receives the experiments as a [`Catalogue`]. In reading order:
//!
//! | module | idea |
//! |---|---|
//! | `durable`, [`journal`] | folders that outlast a failure; finished trials on disk |
//! | [`shard`], [`command_line`] | the part k/n of a run; options |
//! | [`failure`] | what goes wrong, with its exit code |
//! | [`catalogue`] | the experiments, their fetched data, the version of their code |
//! | [`files`] | results on disk, written whole, compared byte for byte |
//! | `interrupt`, [`terminal`], `json`, `completions`, `exit` | signals; what is printed; how a program ends |
//! | [`own_data`] | data of one's own, in the place of the digits |
//! | `wording` | ids, headings and formulas of claims |
//! | [`request`] | what is asked for, and what it comes to |
//! | `memory` | what a run needs, and what there is |
//! | `shards`, `store` | parts kept and joined; where the trials of a run are kept |
//! | `artifacts`, `rows`, `learning_rates` | the files of a run; tables of cells read back; what tuning chose |
//! | `phases`, `committed`, [`run`] | trials, run or read back; one run |
//! | `ledger`, `comparison` | the ledger on disk; differences from the committed results |
//! | `estimate` | how long a run would take |
//! | `registered` | whether criteria were committed before the run |
//! | `kept`, `manifest` | runs that are not the registered one; a record of what ran where |
//! | [`runner`] | the binary of one experiment |
//! | [`compare`] | two runs side by side |
//! | `single`, `seen`, [`show`] | one trial of any cell; the binary that shows it step by step |
//! | `listing`, `recomputed`, `spot_check` | experiments and verdicts as lists; what need not be run again; one seed of each cell |
//! | [`page`], [`reproduce`], [`merge`], [`new`] | the other binaries |

mod artifacts;
pub mod catalogue;
pub mod command_line;
mod committed;
pub mod compare;
mod comparison;
mod completions;
mod durable;
mod estimate;
mod exit;
pub mod failure;
pub mod files;
mod interrupt;
pub mod journal;
mod json;
mod kept;
mod learning_rates;
mod ledger;
mod listing;
mod manifest;
mod memory;
pub mod merge;
pub mod new;
pub mod own_data;
pub mod page;
mod phases;
mod recomputed;
mod registered;
pub mod reproduce;
pub mod request;
mod rows;
pub mod run;
pub mod runner;
mod seen;
pub mod shard;
mod shards;
pub mod show;
mod single;
mod spot_check;
mod store;
pub mod terminal;
mod wording;

pub use catalogue::Catalogue;
pub use failure::Failure;
pub use report::page::Live;
