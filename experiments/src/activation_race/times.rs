//! Times to the goal that were not all waited for: a test and a model that know of censoring.

use claims::statistics::{
    NORMAL_95, Time, accelerated, kaplan_meier, log_rank, median_time, shown,
};
use claims::{Cell, Trial};
use experiment::Results;
use figures::{Table, column, frame};

use super::settings::{Arm, Role, Settings};

/// What every racer is compared with.
const BASE: &str = "tanh";

/// One racer at one place, beside tanh.
struct Row<'a> {
    cell: &'a Cell,
    /// The share that got to the goal.
    reached: f64,
    /// Of Kaplan and Meier's curve, in steps; infinite if half of the runs did not get there.
    median_steps: f64,
    /// Of the log-rank test against tanh.
    log_rank_p: f64,
    /// How many times the steps of tanh, by a log-normal model, with its 95 % interval, errors
    /// clustered by seed; NaN where nothing is to be estimated, as if an arm never got there.
    factor: [f64; 3],
}

/// One row a racer, data set and depth.
pub(super) fn times(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Table> {
    let is_racer = |cell: &Cell| {
        let role = results.arms[&cell.arm].role;
        matches!(role, Role::Racer | Role::Variant) && cell.arm != BASE
    };
    let mut rows = Vec::new();
    for (index, cell) in results.cells.iter().enumerate().filter(|(_, cell)| is_racer(cell)) {
        let base = Cell { arm: BASE.to_owned(), ..cell.clone() };
        let Some(with) = results.cells.iter().position(|cell| *cell == base) else { continue };
        let here = times_of(results, index);
        if !here.is_empty() {
            rows.push(row(cell, &here, &times_of(results, with)));
        }
    }
    Ok(frame(vec![
        column("data_set", &rows, |row| row.cell.data_set.clone()),
        column("depth", &rows, |row| row.cell.level("depth")),
        column("arm", &rows, |row| row.cell.arm.clone()),
        column("reached", &rows, |row| shown(row.reached)),
        column("median_steps", &rows, |row| shown(row.median_steps)),
        column("log_rank_p", &rows, |row| shown(row.log_rank_p)),
        column("factor", &rows, |row| shown(row.factor[0])),
        column("low", &rows, |row| shown(row.factor[1])),
        column("high", &rows, |row| shown(row.factor[2])),
    ])?)
}

/// Seeds and their times.
fn times_of(results: &Results<'_, Arm, Settings>, cell: usize) -> Vec<(u64, Time)> {
    let here = results.trials.iter().filter(|trial| trial.cell == cell);
    let time = |trial: &Trial| {
        let observed = trial.metric("reached")? == 1.0;
        Some((trial.seed, Time { at: trial.metric("steps")?, observed }))
    };
    here.filter_map(time).collect()
}

fn row<'a>(cell: &'a Cell, here: &[(u64, Time)], base: &[(u64, Time)]) -> Row<'a> {
    let of = |times: &[(u64, Time)]| times.iter().map(|&(_, time)| time).collect::<Vec<Time>>();
    let (arm, tanh) = (of(here), of(base));
    let all: Vec<Time> = [&tanh[..], &arm].concat();
    let design: Vec<Vec<f64>> =
        (0..all.len()).map(|i| vec![1.0, f64::from(u8::from(i >= tanh.len()))]).collect();
    let seeds = base.iter().chain(here).map(|&(seed, _)| seed as usize);
    let fit = accelerated(&all, &design, &seeds.collect::<Vec<usize>>());
    let factor = fit.map_or([f64::NAN; 3], |fit| {
        let half = NORMAL_95 * fit.robust[1][1].sqrt();
        [0.0, -half, half].map(|by| libm::exp(fit.coefficients[1] + by))
    });
    let left = kaplan_meier(&arm).last().map_or(1.0, |&(_, share)| share);
    Row {
        cell,
        reached: 1.0 - left,
        median_steps: median_time(&arm),
        log_rank_p: log_rank(&tanh, &arm).p,
        factor,
    }
}
