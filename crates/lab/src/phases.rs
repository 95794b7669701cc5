//! The two phases of a run, tuning and confirmation: on all threads, every trial of every cell is
//! found in the store, or run and stored.

use anyhow::anyhow;
use claims::trial::{self, Group};
use claims::{Cell, Metrics, Phase, Trial};
use experiment::{Configured, Run};

use crate::command_line::Options;
use crate::failure::Failure;
use crate::store::{self, Store};
use crate::{interrupt, terminal};

/// How many missing groups are named.
const SHOWN: usize = 10;

/// What the phases of a run share.
pub(crate) struct Phases<'a> {
    pub(crate) run: Run<'a>,
    pub(crate) options: &'a Options,
    pub(crate) store: Store,
}

impl Phases<'_> {
    /// Tunes every cell, or only those of the part.
    ///
    /// # Errors
    /// As [`phase`](Self::phase).
    pub(crate) fn tune(&self) -> Result<Vec<Trial>, Failure> {
        let mut cells = self.run.tuned();
        if let Store::Part(_, shard) = &self.store {
            let Configured { name, cells: all, .. } = self.run.configured;
            cells.retain(|&cell| shard.tunes(name, &all[cell]));
        }
        self.run.tune(&cells, |groups| self.phase(Phase::Pilot, groups))
    }

    /// Confirms every cell at its learning rates, or only what is the part's.
    ///
    /// # Errors
    /// As [`phase`](Self::phase).
    pub(crate) fn confirm(&self, rates: &[Vec<Option<f64>>]) -> Result<Vec<Trial>, Failure> {
        let mut groups = self.run.confirmations(rates);
        if let Store::Part(_, shard) = &self.store {
            let name = self.run.configured.name;
            groups.retain(|group| shard.has(name, self.cell(group), group));
        }
        self.phase(Phase::Confirm, &groups)
    }

    /// Runs these groups; groups found in the store are not run again.
    ///
    /// # Errors
    /// If the journal cannot be written to, a signal came, or joined parts lack something.
    fn phase(&self, phase: Phase, groups: &[Group]) -> Result<Vec<Trial>, Failure> {
        let name = self.run.configured.name;
        self.check_all_there(phase, groups)?;
        let trials = groups.iter().map(|group| group.seeds.end - group.seeds.start).sum::<u64>();
        let bar = terminal::progress(trials as usize, &format!("{name} {phase}"), self.options);
        let trials = trial::run(groups, |group| {
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

    fn cell(&self, group: &Group) -> &Cell {
        &self.run.configured.cells[group.cell]
    }

    /// Fails if joined parts lack a group, and names what is missing.
    fn check_all_there(&self, phase: Phase, groups: &[Group]) -> Result<(), Failure> {
        let Store::Joined(found) = &self.store else { return Ok(()) };
        let is_missing = |group: &&Group| found.group(phase, self.cell(group), group).is_none();
        let missing: Vec<&Group> = groups.iter().filter(is_missing).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let damaged = match found.damaged() {
            0 => String::new(),
            damaged => format!(" ({damaged} lines are damaged)"),
        };
        let more = if missing.len() > SHOWN { "\n  ..." } else { "" };
        let shown: Vec<String> = missing.iter().take(SHOWN).map(|group| self.name(group)).collect();
        Err(Failure::InputOutput(anyhow!(
            "{}: {} of {} groups of {phase} trials are missing{damaged}; run their parts again:\n  {}{more}",
            self.run.configured.name,
            missing.len(),
            groups.len(),
            shown.join("\n  ")
        )))
    }

    /// A group in words.
    fn name(&self, group: &Group) -> String {
        let rate = group.learning_rate.map(|rate| format!(", learning rate {rate}"));
        let (rate, seeds) = (rate.unwrap_or_default(), &group.seeds);
        format!("{}{rate}, seeds {} to {}", self.cell(group), seeds.start, seeds.end - 1)
    }

    /// What a group recorded: found in the store, or run and stored.
    fn group(&self, phase: Phase, group: &Group) -> Result<Vec<Metrics>, Failure> {
        let cell = self.cell(group);
        if let Some(metrics) = self.store.found().and_then(|found| found.group(phase, cell, group))
        {
            return Ok(metrics);
        }
        if interrupt::is_wanted() {
            return Err(Failure::Interrupted);
        }
        let metrics = self.run.group(phase, group);
        if let Some(journal) = self.store.journal() {
            store::written(journal, journal.append(phase, cell, group, &metrics))?;
        }
        Ok(metrics)
    }
}
