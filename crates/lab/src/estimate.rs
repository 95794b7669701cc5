//! How large a run would be, what memory it needs, and how long it would take, by a short probe.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use claims::Phase;
use claims::trial::Group;
use experiment::{Configured, Plan, Run};
use mlp::Simd;
use serde_json::json;

use crate::catalogue::Catalogue;
use crate::command_line::Options;
use crate::failure::{Attempt, Failure, REGISTERED};
use crate::request::Request;
use crate::{memory, terminal};

/// How long a probe takes at most.
const BUDGET: Duration = Duration::from_secs(3);

/// How long a run would take.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Estimate {
    /// If tuning leaves one rate of each cell, and if it leaves two, between which the pilots do not decide.
    seconds: [f64; 2],
    /// Whether a group of trials was not done when the probe ended: it takes as long, or longer.
    is_least: bool,
    /// Of how many cells a group was run.
    probed: usize,
    threads: usize,
}

/// When a group of a cell began, and how long it took once it was done.
type Times = BTreeMap<usize, (Instant, Option<Duration>)>;

/// Prints the plan of a run.
///
/// # Errors
/// If `MLP_SIMD` names no path, or standard output cannot be written to.
pub(crate) fn print(
    catalogue: &Catalogue,
    configured: Configured,
    options: &Options,
) -> Result<u8, Failure> {
    let simd = Simd::from_environment().usage()?;
    let plan = Plan::of(&configured);
    let bytes = memory::needed(&configured, &Request::Whole);
    // Data that are not there cannot be tried.
    let data_sets = &configured.file().trials.data_sets;
    let is_ready = data_sets.iter().all(|name| (catalogue.ready)(name).is_ok());
    let threads = options.thread_count();
    let estimate = is_ready.then(|| probe(configured, simd, threads)).flatten();
    if options.json {
        let all = json!({
            "experiment": plan.name, "title": plan.title, "claims": plan.claims,
            "cells": plan.cells, "learning_rates": plan.rates, "pilot_trials": plan.pilots,
            "trials": plan.trials, "threads": threads, "memory_bytes": bytes,
            "seconds": estimate.map(|estimate| estimate.seconds[0]),
            "seconds_with_two_rates": estimate.map(|estimate| estimate.seconds[1]),
            "at_least": estimate.map(|estimate| estimate.is_least),
        });
        terminal::write(&format!("{all:#}\n"))?;
        return Ok(REGISTERED);
    }
    let time = match estimate {
        Some(estimate) => estimate.to_string(),
        None if is_ready => "no trials".to_owned(),
        None => "unknown: its data are not there; scripts/fetch-data fetches them".to_owned(),
    };
    let memory = memory::in_words(bytes);
    terminal::write(&format!("{plan}  memory        about {memory}\n  time          {time}\n"))?;
    Ok(REGISTERED)
}

/// Runs a group of as many cells as there is time for, spread over all of them. What is not done by then is
/// left behind: only the end of the program ends it.
fn probe(configured: Configured, simd: Simd, threads: usize) -> Option<Estimate> {
    let configured = Arc::new(configured);
    let groups = Arc::new(first_groups(&Run { configured: &configured, simd }));
    if groups.is_empty() {
        return None;
    }
    let (next, times) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Times::new())));
    let started = Instant::now();
    let workers = (0..threads.min(groups.len())).map(|_| {
        let (configured, groups) = (Arc::clone(&configured), Arc::clone(&groups));
        let (next, times) = (Arc::clone(&next), Arc::clone(&times));
        thread::spawn(move || {
            let run = Run { configured: &configured, simd };
            let write = |cell, time| {
                times.lock().unwrap_or_else(PoisonError::into_inner).insert(cell, time);
            };
            while started.elapsed() < BUDGET
                && let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed))
            {
                let began = Instant::now();
                write(group.cell, (began, None));
                run.group(Phase::Confirm, group);
                write(group.cell, (began, Some(began.elapsed())));
            }
        })
    });
    let workers: Vec<_> = workers.collect();
    while started.elapsed() < BUDGET && workers.iter().any(|worker| !worker.is_finished()) {
        thread::sleep(Duration::from_millis(10));
    }
    let mut times = times.lock().unwrap_or_else(PoisonError::into_inner).clone();
    // What has only begun says nothing; what has run for long, that it takes longer.
    times.retain(|_, (began, time)| time.is_some() || began.elapsed() > BUDGET / 2);
    extrapolated(&configured, &groups, &times, threads)
}

/// The first group of each cell, at the middle of its learning rates: every so many-th cell, then those
/// between them.
fn first_groups(run: &Run<'_>) -> Vec<Group> {
    let Configured { cells, .. } = run.configured;
    let file = run.configured.file();
    let grid = file.tuning.as_ref().map(|tuning| tuning.learning_rates.rates());
    let middle = grid.and_then(|rates| rates.get(rates.len() / 2)).copied();
    let rate = |cell| middle.filter(|_| run.configured.is_tuned(cell));
    let rates: Vec<_> = cells.iter().map(|cell| vec![rate(cell)]).collect();
    let mut groups = run.confirmations(&rates);
    groups.dedup_by_key(|group| group.cell);
    // Multiples of the golden ratio spread themselves evenly, wherever one stops.
    let place = |group: &Group| (group.cell as f64 * 0.618_033_988_75).fract();
    groups.sort_by(|a, b| place(a).total_cmp(&place(b)));
    groups
}

/// The time of all trials: each takes as long as one of its cell; or of its arm, or any, where its cell was
/// not tried.
fn extrapolated(
    configured: &Configured,
    groups: &[Group],
    times: &Times,
    threads: usize,
) -> Option<Estimate> {
    let file = configured.file();
    let cost = |group: &Group| {
        let (began, time) = times.get(&group.cell)?;
        let seconds = time.unwrap_or_else(|| began.elapsed()).as_secs_f64();
        Some(seconds / (group.seeds.end - group.seeds.start) as f64)
    };
    let mean = |is_meant: &dyn Fn(&str) -> bool| {
        let meant = groups.iter().filter(|group| is_meant(&configured.cells[group.cell].arm));
        let costs: Vec<f64> = meant.filter_map(cost).collect();
        (!costs.is_empty()).then(|| costs.iter().sum::<f64>() / costs.len() as f64)
    };
    let any = mean(&|_| true)?;
    let of_cell = |group: &Group, rates: usize| {
        let cell = &configured.cells[group.cell];
        let rates = if configured.is_tuned(cell) { rates } else { 1 };
        let trials = rates * file.seeds(cell, Phase::Confirm) + file.pilots_of(cell);
        let one = cost(group).or_else(|| mean(&|arm| arm == cell.arm)).unwrap_or(any);
        one * trials as f64
    };
    let seconds = [1, 2].map(|rates| {
        groups.iter().map(|group| of_cell(group, rates)).sum::<f64>() / threads as f64
    });
    let is_least = times.values().any(|(_, time)| time.is_none());
    Some(Estimate { seconds, is_least, probed: times.len(), threads })
}

/// "about 40 s on 2 threads, by one group of trials in each of 12 cells".
impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seconds, is_least, probed, threads } = *self;
        let [least, most] = seconds.map(in_words);
        let time = match is_least {
            true => format!("more than {least}"),
            false if least == most => format!("about {least}"),
            false => format!("about {least} to {most}"),
        };
        let plural = if threads == 1 { "" } else { "s" };
        let cells =
            if probed == 1 { "one cell".to_owned() } else { format!("each of {probed} cells") };
        write!(f, "{time} on {threads} thread{plural}, by one group of trials in {cells}")
    }
}

/// "0.4 s", "40 s", "3 min", "2.5 h", "4 days".
fn in_words(seconds: f64) -> String {
    match seconds {
        ..0.1 => "0.1 s".to_owned(),
        ..1.0 => format!("{seconds:.1} s"),
        ..100.0 => format!("{seconds:.0} s"),
        ..6000.0 => format!("{:.0} min", seconds / 60.0),
        ..172_800.0 => format!("{:.1} h", seconds / 3600.0),
        _ => format!("{:.0} days", seconds / 86_400.0),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn times_are_told_in_their_unit() {
        let said = [0.04, 12.3, 99.0, 100.0, 5000.0, 9000.0, 200_000.0].map(in_words);
        assert_eq!(said, ["0.1 s", "12 s", "99 s", "2 min", "83 min", "2.5 h", "2 days"]);
    }
}
