//! Tuning: each cell's learning rate, chosen on pilot seeds by successive halving.
//!
//! All rates of the grid get an eighth of the pilot seeds; the better half of them goes on with
//! twice as many, and so on until the last three or so have had all. Where the best of those is an
//! end of the grid, the grid grows there, and its new rates go the same way. Source: Karnin, Koren
//! and Somekh 2013, "Almost optimal exploration in multi-armed bandits".
//!
//! With other pilot seeds another rate might have come out best. How often is seen by drawing the
//! pilot seeds again; every rate that is chosen often enough is confirmed, and the intervals of
//! verdicts are taken over all of them.

use std::ops::Range;

use mlp::Random;

use crate::claim::{ClaimFile, Goal, Tuning};
use crate::criterion::Statistic;
use crate::grid::Grid;
use crate::seed::Phase;
use crate::statistics::{interquartile_mean, max, mean, median, min};
use crate::trial::{Cell, Trial};

/// The result of the pilot trials of one cell at one learning rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Index into the list of cells.
    pub cell: usize,
    /// The rate.
    pub learning_rate: f64,
    /// The tuning statistic over the pilot seeds.
    pub value: f64,
    /// How many pilot trials.
    pub n: u64,
    /// How often it is chosen when the pilot seeds are drawn again, of those that are confirmed; 0
    /// for a rate that is not.
    pub share: f64,
    /// Whether it is the cell's rate.
    pub chosen: bool,
}

/// Rates that halving leaves for the last round.
const FINALISTS: usize = 3;
/// The first round's part of the pilot seeds.
const FIRST: usize = 8;
/// How often a grid may grow.
const GROWTHS: usize = 3;
/// How often the pilot seeds are drawn again.
const RESAMPLES: u32 = 1000;
/// A rate that is chosen in this share of them is confirmed.
const CONFIRMED_FROM: f64 = 0.05;

/// How many pilot seeds a rate has had after each round; the last round has all of them.
pub fn rounds(pilot_seeds: usize) -> impl Iterator<Item = usize> {
    let halvings = FIRST.ilog2();
    let first = (0..=halvings).map(move |k| pilot_seeds.div_ceil(1 << (halvings - k)));
    let mut before = 0;
    first.filter(move |&seeds| std::mem::replace(&mut before, seeds) < seeds)
}

/// The most pilot trials of a cell whose grid does not grow.
pub fn most_pilots(tuning: &Tuning, pilot_seeds: usize) -> usize {
    let (mut alive, mut before, mut all) = (tuning.learning_rates.rates().len(), 0, 0);
    for seeds in rounds(pilot_seeds) {
        all += alive * (seeds - before);
        (alive, before) = (kept(alive), seeds);
    }
    all
}

impl ClaimFile {
    /// How many pilot trials all cells need, if no grid grows.
    pub fn pilots(&self) -> usize {
        self.cells().iter().map(|cell| self.pilots_of(cell)).sum()
    }

    /// How many pilot trials a cell needs, if its grid does not grow.
    pub fn pilots_of(&self, cell: &Cell) -> usize {
        let tuning = self.tuning.as_ref();
        tuning.map_or(0, |tuning| most_pilots(tuning, self.seeds(cell, Phase::Pilot)))
    }
}

/// How many of so many rates go on.
fn kept(rates: usize) -> usize {
    rates.div_ceil(2).max(FINALISTS.min(rates))
}

/// Where the tuning of one cell stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// These seeds are to be run at these rates.
    Run(Vec<(f64, Range<u64>)>),
    /// It is over; those of the last round, the best first.
    Finished(Vec<f64>),
}

/// What the tuning of a cell needs next, after these `pilots` of the cell. They have the seeds from
/// `first_seed`, at most `pilot_seeds` of them at each rate.
pub fn next(tuning: &Tuning, (first_seed, pilot_seeds): (u64, usize), pilots: &[&Trial]) -> Next {
    let of_rate = OfRate { tuning, pilots };
    let mut grid: Grid = tuning.learning_rates.clone();
    for growth in 0.. {
        let mut alive = grid.rates().to_vec();
        for seeds in rounds(pilot_seeds) {
            let missing: Vec<(f64, Range<u64>)> = alive
                .iter()
                .map(|&rate| (rate, of_rate.values(rate).len() as u64..seeds as u64))
                .filter(|(_, missing)| !missing.is_empty())
                .map(|(rate, missing)| (rate, first_seed + missing.start..first_seed + missing.end))
                .collect();
            if !missing.is_empty() {
                return Next::Run(missing);
            }
            of_rate.rank(&mut alive, seeds);
            if seeds < pilot_seeds {
                alive.truncate(kept(alive.len()));
                alive.sort_by(f64::total_cmp);
            }
        }
        match grid.grown(alive[0]) {
            Some(grown) if growth < GROWTHS => grid = grown,
            _ => return Next::Finished(alive),
        }
    }
    unreachable!("a grid grows so many times at most")
}

/// What came of each rate of one cell, in increasing order, once its tuning is over; `random` draws
/// the pilot seeds again. Empty for a cell that is not tuned.
pub fn choices(
    tuning: &Tuning,
    (cell, pilot_seeds): (usize, usize),
    pilots: &[&Trial],
    random: &mut Random,
) -> Vec<Choice> {
    let Next::Finished(finalists) = next(tuning, (0, pilot_seeds), pilots) else {
        return Vec::new();
    };
    let of_rate = OfRate { tuning, pilots };
    let shares = of_rate.shares(&finalists, pilot_seeds, random);
    let mut rates: Vec<f64> = pilots.iter().filter_map(|trial| trial.learning_rate).collect();
    rates.sort_by(f64::total_cmp);
    rates.dedup();
    let choice = |learning_rate| {
        let values = of_rate.values(learning_rate);
        let of = |(_, share): (&f64, &f64)| *share;
        let finalist = finalists.iter().zip(&shares).find(|(rate, _)| **rate == learning_rate);
        Choice {
            cell,
            learning_rate,
            value: reduce(tuning.statistic, &values),
            n: values.len() as u64,
            share: finalist.map_or(0.0, of),
            chosen: learning_rate == finalists[0],
        }
    };
    rates.into_iter().map(choice).collect()
}

/// The pilots of one cell, by rate.
struct OfRate<'a> {
    tuning: &'a Tuning,
    pilots: &'a [&'a Trial],
}

impl OfRate<'_> {
    /// The tuning metric of every pilot at this rate, in the order of the seeds.
    fn values(&self, rate: f64) -> Vec<f64> {
        let here = self.pilots.iter().filter(|trial| trial.learning_rate == Some(rate));
        here.map(|trial| trial.metric(&self.tuning.metric).unwrap_or(f64::NAN)).collect()
    }

    /// Puts rates in order, the best of so many seeds first, and of equals the smaller. A rate with
    /// a NaN among its values comes after all without.
    fn rank(&self, rates: &mut [f64], seeds: usize) {
        let value = |rate: f64| self.badness(&self.values(rate)[..seeds]);
        let mut ranked: Vec<(f64, f64)> = rates.iter().map(|&rate| (value(rate), rate)).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        rates.iter_mut().zip(ranked).for_each(|(rate, (_, ranked))| *rate = ranked);
    }

    /// The tuning statistic, so that small is good; infinite where it is none.
    fn badness(&self, values: &[f64]) -> f64 {
        let value = reduce(self.tuning.statistic, values);
        let value = if self.tuning.goal == Goal::Maximize { -value } else { value };
        if value.is_nan() { f64::INFINITY } else { value }
    }

    /// How often each of the finalists, the best first, is the best of a resample of the pilot
    /// seeds, among those confirmed.
    fn shares(&self, finalists: &[f64], seeds: usize, random: &mut Random) -> Vec<f64> {
        let values: Vec<Vec<f64>> = finalists.iter().map(|&rate| self.values(rate)).collect();
        let mut wins = vec![0_u32; finalists.len()];
        for _ in 0..RESAMPLES {
            let drawn: Vec<usize> =
                (0..seeds).map(|_| random.below(seeds as u32) as usize).collect();
            let badness = |values: &Vec<f64>| {
                self.badness(&drawn.iter().map(|&seed| values[seed]).collect::<Vec<f64>>())
            };
            let badness: Vec<f64> = values.iter().map(badness).collect();
            // Of equals the one that ranks first.
            let best = (1..badness.len())
                .fold(0, |best, i| if badness[i] < badness[best] { i } else { best });
            wins[best] += 1;
        }
        let enough = CONFIRMED_FROM * f64::from(RESAMPLES);
        let is_confirmed = |(i, wins): (usize, &u32)| i == 0 || f64::from(*wins) >= enough;
        let counted: Vec<u32> = wins
            .iter()
            .enumerate()
            // The chosen one counts even if it seldom wins: among three rates that are level.
            .map(|(i, wins)| if is_confirmed((i, wins)) { (*wins).max(1) } else { 0 })
            .collect();
        let all = f64::from(counted.iter().sum::<u32>());
        counted.into_iter().map(|wins| f64::from(wins) / all).collect()
    }
}

/// The statistic; NaN if any value is.
fn reduce(statistic: Statistic, values: &[f64]) -> f64 {
    if values.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    match statistic {
        Statistic::Min => min(values),
        Statistic::Max => max(values),
        Statistic::Mean | Statistic::Rate | Statistic::Estimate => mean(values),
        Statistic::Median => median(values),
        Statistic::InterquartileMean => interquartile_mean(values),
    }
}
