//! The two phases of a run, tuning and confirmation: every trial of every cell, on every thread.

use anyhow::Context;
use claims::journal::Journal;
use claims::trial::{self, Group};
use claims::{Cell, ClaimFile, Phase, Streams, Trial};
use mlp::Simd;

use crate::command_line::Options;
use crate::experiment::{Experiment, Work};
use crate::failure::Failure;
use crate::run::Entry;
use crate::terminal;

/// What the phases of a run share.
pub(crate) struct Phases<'a, E: Experiment> {
    pub(crate) entry: &'a Entry,
    pub(crate) file: &'a ClaimFile<E::Arm, E::Settings>,
    pub(crate) cells: &'a [Cell],
    pub(crate) simd: Simd,
    pub(crate) options: &'a Options,
    pub(crate) journal: Option<Journal>,
}

impl<E: Experiment> Phases<'_, E> {
    /// Runs every cell's seeds at the learning rates that `rates` gives for it; what the journal
    /// has is not run again.
    ///
    /// # Errors
    /// If the journal cannot be written to.
    pub(crate) fn phase(
        &self,
        phase: Phase,
        rates: impl Fn(usize) -> Vec<Option<f64>>,
    ) -> Result<Vec<Trial>, Failure> {
        let mut groups = Vec::new();
        for (index, cell) in self.cells.iter().enumerate() {
            for rate in rates(index) {
                let seeds = self.file.seeds(cell, phase);
                groups.extend(trial::groups(index, rate, seeds, E::GROUP));
            }
        }
        let trials = groups.iter().map(|group| group.seeds.end - group.seeds.start).sum::<u64>();
        let what = format!("{} {phase}", self.entry.name);
        let bar = terminal::progress(trials as usize, &what, self.options);
        let trials = trial::run(&groups, |group| {
            let found = self.journal.as_ref().and_then(|journal| journal.group(phase, group));
            let metrics = match (found, &self.journal) {
                (Some(metrics), _) => metrics,
                (None, None) => self.work(phase, group),
                (None, Some(journal)) => {
                    let metrics = self.work(phase, group);
                    let written = journal.append(phase, group, &metrics);
                    written.context("cannot write to the journal").map_err(Failure::InputOutput)?;
                    metrics
                }
            };
            bar.inc(metrics.len() as u64);
            Ok(metrics)
        });
        bar.finish_and_clear();
        trials
    }

    fn work(&self, phase: Phase, group: &Group) -> Vec<claims::Metrics> {
        let cell = &self.cells[group.cell];
        let streams = |seed| Streams::new(self.entry.name, phase, &cell.data_set, seed);
        let seeds: Vec<Streams> = group.seeds.clone().map(streams).collect();
        E::run(&Work {
            cell,
            arm: &self.file.arms[&cell.arm],
            settings: &self.file.settings,
            phase,
            learning_rate: group.learning_rate,
            seeds: &seeds,
            simd: self.simd,
        })
    }
}
