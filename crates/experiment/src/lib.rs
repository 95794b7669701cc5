//! What an experiment is, and one run of it in memory: from claim.toml and seeds to verdicts,
//! tables and charts as data.
//!
//! Nothing here touches a disk or a terminal; threads are rayon's. Storing trials, drawing and
//! writing are left to the crate `lab`. In reading order:
//!
//! | module | idea |
//! |---|---|
//! | [`experiment`] | the trait that an experiment implements, and what it is given |
//! | [`parametrised`] | the same with its types erased, so that the rest is compiled once |
//! | [`entry`] | an experiment in a list: its name, its claim.toml |
//! | [`configured`] | claim.toml with its overlay, checked against the experiment |
//! | [`run`] | tuning, confirmation, verdicts, tables and charts |
//! | [`plan`] | the size of a run, without running it |
//! | `passed`, [`measured`] | what a network makes of inputs; one training, frame by frame: J, gradients, units that are dead or saturated |
//! | [`curve`], `boundary`, [`plane`] | the same as a chart; what a network does with one or two inputs |

mod boundary;
pub mod configured;
pub mod curve;
pub mod entry;
pub mod experiment;
pub mod measured;
pub mod parametrised;
mod passed;
pub mod plan;
pub mod plane;
pub mod run;

pub use configured::Configured;
pub use entry::{Entry, Summary};
pub use experiment::{Experiment, Rate, Results, Trials, Work};
pub use plan::Plan;
pub use run::{Report, Run};
