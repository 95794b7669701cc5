//! The two phases of a run, tuning and confirmation: every trial of every cell, on every thread.

use anyhow::anyhow;
use claims::shard::Shard;
use claims::trial::{self, Group};
use claims::{Cell, ClaimFile, Metrics, Phase, Streams, Trial};
use mlp::Simd;

use crate::command_line::Options;
use crate::experiment::{Experiment, Work};
use crate::failure::Failure;
use crate::run::Entry;
use crate::store::{self, Store};
use crate::{interrupt, terminal};

/// What the phases of a run share.
pub(crate) struct Phases<'a, E: Experiment> {
    pub(crate) entry: &'a Entry,
    pub(crate) file: &'a ClaimFile<E::Arm, E::Settings>,
    pub(crate) cells: &'a [Cell],
    pub(crate) simd: Simd,
    pub(crate) options: &'a Options,
    pub(crate) store: Store,
}

impl<E: Experiment> Phases<'_, E> {
    /// Runs every cell's seeds at the learning rates that `rates` gives for it; what the journal
    /// has is not run again.
    ///
    /// # Errors
    /// If the journal cannot be written to, a signal came, or joined parts lack something.
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
        if let Store::Part(_, shard) = &self.store {
            groups.retain(|group| self.is_in(*shard, phase, group));
        }
        self.check_all_there(phase, &groups)?;
        let trials = groups.iter().map(|group| group.seeds.end - group.seeds.start).sum::<u64>();
        let what = format!("{} {phase}", self.entry.name);
        let bar = terminal::progress(trials as usize, &what, self.options);
        let trials = trial::run(&groups, |group| {
            let metrics = self.group(phase, group)?;
            bar.inc(metrics.len() as u64);
            Ok(metrics)
        });
        bar.finish_and_clear();
        if let Some(journal) = self.store.journal() {
            store::written(journal, journal.sync())?;
        }
        trials
    }

    fn is_in(&self, shard: Shard, phase: Phase, group: &Group) -> bool {
        shard.has(self.entry.name, phase, &self.cells[group.cell], group)
    }

    /// What parts that were joined lack.
    fn check_all_there(&self, phase: Phase, groups: &[Group]) -> Result<(), Failure> {
        const SHOWN: usize = 10;
        let Store::Joined(found) = &self.store else { return Ok(()) };
        let missing = groups.iter().filter(|group| found.group(phase, group).is_none());
        let missing: Vec<String> = missing.map(|group| self.name(group)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let damaged = match found.damaged() {
            0 => String::new(),
            damaged => format!(" ({damaged} lines are damaged)"),
        };
        let more = if missing.len() > SHOWN { "\n  ..." } else { "" };
        Err(Failure::InputOutput(anyhow!(
            "{}: {} of {} groups of {phase} trials are missing{damaged}; run their parts again:\n  {}{more}",
            self.entry.name,
            missing.len(),
            groups.len(),
            missing.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n  ")
        )))
    }

    /// A group in words.
    fn name(&self, group: &Group) -> String {
        let Cell { data_set, arm, levels } = &self.cells[group.cell];
        let mut words: Vec<String> = [data_set, arm].into_iter().cloned().collect();
        words.retain(|word| !word.is_empty());
        words.extend(levels.iter().map(|(factor, level)| format!("{factor} {level}")));
        words.extend(group.learning_rate.map(|rate| format!("learning rate {rate}")));
        words.push(format!("seeds {} to {}", group.seeds.start, group.seeds.end - 1));
        words.join(", ")
    }

    /// What a group recorded: found, or run and kept.
    fn group(&self, phase: Phase, group: &Group) -> Result<Vec<Metrics>, Failure> {
        if let Some(metrics) = self.store.found().and_then(|found| found.group(phase, group)) {
            return Ok(metrics);
        }
        if interrupt::is_wanted() {
            return Err(Failure::Interrupted);
        }
        let metrics = self.work(phase, group);
        if let Some(journal) = self.store.journal() {
            store::written(journal, journal.append(phase, group, &metrics))?;
        }
        Ok(metrics)
    }

    fn work(&self, phase: Phase, group: &Group) -> Vec<Metrics> {
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
