//! Features: what the notes say of them that only words can settle.
//!
//! Source: the notes, "The name deep learning".

use claims::Metrics;
use serde::Deserialize;

use crate::experiment::Work;

/// Features.
pub struct Experiment;

/// There is nothing to run.
#[derive(Clone, Copy, Debug, Deserialize)]
pub enum Arm {}

/// Nothing to set.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {}

impl crate::experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[];

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        match *work.arm {}
    }
}
