//! What an experiment is, and one run of it in memory: from claim.toml and seeds to verdicts,
//! tables and charts as data.
//!
//! Nothing here touches a disk or a terminal; threads are rayon's. What keeps trials, draws and
//! writes is the crate `lab`. In the order to read it in:
//!
//! | module | idea |
//! |---|---|
//! | [`experiment`] | the trait that an experiment implements, and what it is given |
//! | [`parametrised`] | the same without its types, so that all that follows is compiled once |
//! | [`entry`] | an experiment in a list: its name, its claim.toml |
//! | [`configured`] | claim.toml and what is laid over it, checked against the experiment |
//! | [`run`] | tuning, confirmation, verdicts, tables and charts |
//! | [`plan`] | the size of a run, nothing run |

pub mod configured;
pub mod entry;
pub mod experiment;
pub mod parametrised;
pub mod plan;
pub mod run;

pub use configured::Configured;
pub use entry::{Entry, Summary};
pub use experiment::{Experiment, Rate, Results, Trials, Work};
pub use plan::Plan;
pub use run::{Report, Run};
