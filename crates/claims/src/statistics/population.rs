//! Two arms compared over a population: groups of units, in each of which both have times that were
//! not always waited for.

use mlp::Random;

use super::expansion::normal_tail;
use super::survival::Time;
use super::{mean, sorted};

/// The times of two arms in one unit of a population.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The group it belongs to, counted from 0.
    pub group: usize,
    /// The runs: the time of the arm that is compared and that of the other, above 0. The two of a
    /// run may have something in common.
    pub runs: Vec<[Time; 2]>,
}

/// A quantity of the model: the mean of its distribution given the times, and the ends of the middle
/// 95 % of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// The mean.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What is known of a population.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// ln of the factor between the arms' times in the mean of all groups.
    pub effect: Posterior,
    /// The deviation of that logarithm between groups.
    pub between_groups: Posterior,
    /// The same between units of a group.
    pub between_units: Posterior,
    /// The deviation of ln time between the runs of a unit that both arms share.
    pub between_runs: Posterior,
    /// The deviation of ln time that is left.
    pub residual: Posterior,
    /// The probability that the mean of another group is below 0.
    pub next_is_below: Posterior,
}

/// What is drawn and not counted, and what is counted.
const DRAWS: [usize; 2] = [1000, 10_000];

/// The log-normal model with a factor between two arms that varies by group and by unit:
/// ln T = m + u + x + s e in a run of the arm that is compared, and m + u - x + s e in that of the
/// other, e standard normal; u is normal about 0, 2 x about its group's mean, and that about `effect`.
///
/// m is the unit's own. Priors are flat in m, in `effect`, in ln s and in the other deviations.
/// Sampled by Gibbs: each time that was not waited for is drawn from what it may have been. A unit
/// without a time that was observed says nothing and is left out. None for fewer than three groups,
/// which say nothing of their deviation, or if s falls to 1e-8, where rounding shows.
/// Sources: Tanner and Wong 1987, for censored data; Gelman 2006, for the priors.
pub fn population(units: &[Unit], random: &mut Random) -> Option<Population> {
    let observed = |unit: &&Unit| unit.runs.iter().flatten().any(|time| time.observed);
    let units: Vec<&Unit> = units.iter().filter(observed).collect();
    let mut groups: Vec<usize> = units.iter().map(|unit| unit.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let place = |unit: &&Unit| groups.iter().position(|&group| group == unit.group);
    let group_of: Vec<usize> = units.iter().filter_map(place).collect();
    let mut state = (groups.len() >= 3).then(|| State::new(&units, group_of, groups.len()))?;
    let mut draws: [Vec<f64>; 6] = Default::default();
    for round in 0..DRAWS[0] + DRAWS[1] {
        state.step(random);
        let Deviations { groups, units, runs, residual } = state.deviations;
        let all = [state.effect, groups, units, runs, residual, normal_tail(state.effect / groups)];
        if !all.iter().all(|x| x.is_finite()) || residual < 1e-8 {
            return None;
        }
        if round >= DRAWS[0] {
            draws.iter_mut().zip(all).for_each(|(draws, x)| draws.push(x));
        }
    }
    let [effect, between_groups, between_units, between_runs, residual, next_is_below] =
        draws.each_ref().map(|x| posterior(x));
    Some(Population {
        effect,
        between_groups,
        between_units,
        between_runs,
        residual,
        next_is_below,
    })
}

fn posterior(draws: &[f64]) -> Posterior {
    let sorted = sorted(draws);
    let tail = sorted.len() / 40;
    Posterior { mean: mean(draws), low: sorted[tail], high: sorted[sorted.len() - 1 - tail] }
}

/// The logarithm of a time that was observed; or where the waiting for it ended, and what it may have
/// been.
#[derive(Clone, Copy, Debug)]
struct Log {
    least: Option<f64>,
    value: f64,
}

/// Between groups, units and runs, and what is left.
#[derive(Clone, Copy, Debug)]
struct Deviations {
    groups: f64,
    units: f64,
    runs: f64,
    residual: f64,
}

/// One draw of everything that is not known.
struct State {
    group_of: Vec<usize>,
    /// Of each unit and run, both arms.
    logs: Vec<Vec<[Log; 2]>>,
    /// u of each run.
    of_runs: Vec<Vec<f64>>,
    /// m of each unit.
    middles: Vec<f64>,
    /// 2 x of each unit.
    contrasts: Vec<f64>,
    of_groups: Vec<f64>,
    effect: f64,
    deviations: Deviations,
}

impl State {
    fn new(units: &[&Unit], group_of: Vec<usize>, groups: usize) -> Self {
        let log = |time: &Time| {
            let value = libm::log(time.at);
            Log { least: (!time.observed).then_some(value), value }
        };
        let logs: Vec<Vec<[Log; 2]>> = units
            .iter()
            .map(|unit| unit.runs.iter().map(|run| run.each_ref().map(log)).collect())
            .collect();
        let of = |combine: fn(&[Log; 2]) -> f64| -> Vec<f64> {
            let of_unit =
                |runs: &Vec<[Log; 2]>| mean(&runs.iter().map(combine).collect::<Vec<_>>());
            logs.iter().map(of_unit).collect()
        };
        Self {
            group_of,
            of_runs: logs.iter().map(|runs| vec![0.0; runs.len()]).collect(),
            middles: of(|[a, b]| 0.5 * (a.value + b.value)),
            contrasts: of(|[a, b]| a.value - b.value),
            of_groups: vec![0.0; groups],
            effect: 0.0,
            deviations: Deviations { groups: 1.0, units: 1.0, runs: 1.0, residual: 1.0 },
            logs,
        }
    }

    /// Draws everything once, each given the rest.
    fn step(&mut self, random: &mut Random) {
        let Deviations { groups, units, runs, residual } = self.deviations;
        let (mut left, mut of_runs) = (Squares::default(), Squares::default());
        for unit in 0..self.group_of.len() {
            let half = 0.5 * self.contrasts[unit];
            let halves = [half, -half];
            for (logs, run) in self.logs[unit].iter_mut().zip(&mut self.of_runs[unit]) {
                for (log, half) in logs.iter_mut().zip(halves) {
                    let centre = self.middles[unit] + *run + half;
                    if let Some(least) = log.least {
                        log.value = centre + residual * above((least - centre) / residual, random);
                    }
                }
                let about = 0.5 * (logs[0].value + logs[1].value) - self.middles[unit];
                *run = normal(&[(about, 0.5 * residual * residual), (0.0, runs * runs)], random);
                of_runs.add(*run);
            }
            let n = self.logs[unit].len() as f64;
            let pairs = self.logs[unit].iter().zip(&self.of_runs[unit]);
            let (mut differences, mut sums) = (0.0, 0.0);
            for ([a, b], run) in pairs {
                differences += a.value - b.value;
                sums += 0.5 * (a.value + b.value) - run;
            }
            let told = (differences / n, 2.0 * residual * residual / n);
            let of_group = (self.of_groups[self.group_of[unit]], units * units);
            let contrast = normal(&[told, of_group], random);
            let middle = sums / n + residual / (2.0 * n).sqrt() * random.normal();
            (self.contrasts[unit], self.middles[unit]) = (contrast, middle);
            let halves = [0.5 * contrast, -0.5 * contrast];
            for (logs, run) in self.logs[unit].iter().zip(&self.of_runs[unit]) {
                let both = logs.iter().zip(halves);
                both.for_each(|(log, half)| left.add(log.value - middle - run - half));
            }
        }
        let mut of_units = Squares::default();
        for (group, mean) in self.of_groups.iter_mut().enumerate() {
            let here = self.group_of.iter().zip(&self.contrasts).filter(|(of, _)| **of == group);
            let (count, sum) = here.fold((0.0, 0.0), |(n, sum), (_, x)| (n + 1.0, sum + x));
            let told = (sum / count, units * units / count);
            *mean = normal(&[told, (self.effect, groups * groups)], random);
        }
        let contrasts = self.contrasts.iter().zip(&self.group_of);
        contrasts.for_each(|(contrast, &group)| of_units.add(contrast - self.of_groups[group]));
        let count = self.of_groups.len() as f64;
        self.effect = mean(&self.of_groups) + groups / count.sqrt() * random.normal();
        let mut of_groups = Squares::default();
        self.of_groups.iter().for_each(|mean| of_groups.add(mean - self.effect));
        // As many degrees of freedom as numbers where the prior is flat in the logarithm, and one
        // less where it is flat in the deviation: there, flat in the logarithm, it would fall to 0
        // and stay.
        self.deviations = Deviations {
            groups: of_groups.deviation(of_groups.count - 1.0, random),
            units: of_units.deviation(of_units.count - 1.0, random),
            runs: of_runs.deviation(of_runs.count - 1.0, random),
            residual: left.deviation(left.count, random),
        };
    }
}

/// A normal number that several normal ones tell of: their means and variances.
fn normal(told: &[(f64, f64)], random: &mut Random) -> f64 {
    let (mut weight, mut sum) = (0.0, 0.0);
    for (mean, variance) in told {
        weight += 1.0 / variance;
        sum += mean / variance;
    }
    sum / weight + random.normal() / weight.sqrt()
}

/// A sum of squares and its number of terms.
#[derive(Default)]
struct Squares {
    count: f64,
    sum: f64,
}

impl Squares {
    fn add(&mut self, x: f64) {
        self.count += 1.0;
        self.sum += x * x;
    }

    /// A deviation, its square being the sum over a chi-squared number of so many degrees of
    /// freedom.
    fn deviation(&self, freedom: f64, random: &mut Random) -> f64 {
        (0.5 * self.sum / gamma(0.5 * freedom, random)).sqrt()
    }
}

/// A gamma number of this shape, at least 1/2, and scale 1. Source: Marsaglia and Tsang 2000, who
/// reach a shape below 1 from the one above it.
fn gamma(shape: f64, random: &mut Random) -> f64 {
    if shape < 1.0 {
        return gamma(shape + 1.0, random) * libm::pow(random.uniform(), 1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = random.normal();
        let v = (1.0 + c * z) * (1.0 + c * z) * (1.0 + c * z);
        if v > 0.0 && libm::log(random.uniform()) < 0.5 * z * z + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// A standard normal number above `least`: such a one by trial, or an exponential one far out.
/// Source: Robert 1995.
fn above(least: f64, random: &mut Random) -> f64 {
    if least < 0.5 {
        loop {
            let z = random.normal();
            if z > least {
                return z;
            }
        }
    }
    let rate = 0.5 * (least + (least * least + 4.0).sqrt());
    loop {
        let z = least - libm::log(1.0 - random.uniform()) / rate;
        let accepted = libm::exp(-0.5 * (z - rate) * (z - rate));
        if random.uniform() < accepted {
            return z;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DRAWS, Time, Unit, above, gamma, population};
    use crate::statistics::mean;
    use mlp::Random;

    /// Units in groups whose effect is -0.5, 0.4 apart between groups and 0.3 between units; the
    /// runs of a unit vary by 0.15, times beside that by 0.2, and they are waited for up to `most`.
    fn planted(most: f64, seed: u64) -> Vec<Unit> {
        let random = &mut Random::from_number(seed);
        let mut units = Vec::new();
        for group in 0..12 {
            let of_group = -0.5 + 0.4 * random.normal();
            for _ in 0..10 {
                let (middle, contrast) =
                    (3.0 + 0.5 * random.normal(), of_group + 0.3 * random.normal());
                let mut run = || {
                    let of_run = 0.15 * random.normal();
                    [0.5, -0.5].map(|half| {
                        let left = 0.2 * random.normal();
                        let at = libm::exp(middle + of_run + half * contrast + left);
                        let observed = at <= most;
                        Time { at: if observed { at } else { most }, observed }
                    })
                };
                units.push(Unit { group, runs: (0..5).map(|_| run()).collect() });
            }
        }
        units
    }

    #[test]
    fn what_was_planted_is_found_whether_or_not_it_was_waited_for() {
        // About a third of the times lie beyond e^3.2.
        for most in [f64::INFINITY, libm::exp(3.2)] {
            let covered = |seed| {
                let found = population(&planted(most, seed), &mut Random::from_number(seed + 99));
                let found = found.expect("groups and units");
                let is_in =
                    |p: super::Posterior, x: f64| f64::from(u8::from(p.low < x && x < p.high));
                [
                    is_in(found.effect, -0.5),
                    is_in(found.between_groups, 0.4),
                    is_in(found.between_units, 0.3),
                    is_in(found.between_runs, 0.15),
                    is_in(found.residual, 0.2),
                ]
            };
            let covered: Vec<[f64; 5]> = (0..20).map(covered).collect();
            for quantity in 0..5 {
                // 19 of 20 are expected; 15 or fewer of them have the probability 0.003.
                let share = mean(&covered.iter().map(|all| all[quantity]).collect::<Vec<f64>>());
                assert!(share >= 0.8, "{quantity}: {share} of 20, up to {most}");
            }
        }
    }

    #[test]
    fn without_censoring_the_effect_is_that_of_the_groups_means() {
        let units = planted(f64::INFINITY, 3);
        let log_ratio = |unit: &Unit| {
            let logs = unit.runs.iter().map(|[a, b]| libm::log(a.at) - libm::log(b.at));
            mean(&logs.collect::<Vec<_>>())
        };
        let of_group = |group: usize| {
            let here = units.iter().filter(|unit| unit.group == group);
            mean(&here.map(log_ratio).collect::<Vec<_>>())
        };
        let means: Vec<f64> = (0..12).map(of_group).collect();
        let centre = mean(&means);
        let squares: Vec<f64> = means.iter().map(|x| (x - centre) * (x - centre)).collect();
        let error = (mean(&squares) / 11.0).sqrt();
        let found = population(&units, &mut Random::from_number(1)).expect("a population");
        // Balanced: Student's interval, but for the prior; and draws leave about error / 100.
        assert!((found.effect.mean - centre).abs() < 0.05 * error, "{found:?}, {centre}");
        let width = (found.effect.high - found.effect.low) / (2.0 * 2.201 * error);
        assert!((0.95..1.15).contains(&width), "{width}");
        assert!(found.next_is_below.mean > 0.8 && found.next_is_below.low > 0.5);
    }

    #[test]
    fn what_was_never_observed_says_nothing() {
        let all_alike = |at, observed| vec![[Time { at, observed }; 2]; 5];
        let mut units = planted(f64::INFINITY, 4);
        let before = population(&units, &mut Random::from_number(1));
        units.push(Unit { group: 0, runs: all_alike(5.0, false) });
        assert_eq!(population(&units, &mut Random::from_number(1)), before);
        for observed in [false, true] {
            let of = |group| Unit { group, runs: all_alike(5.0, observed) };
            assert_eq!(population(&[of(0), of(1), of(2)], &mut Random::from_number(1)), None);
        }
    }

    #[test]
    fn draws_follow_their_distributions() {
        let random = &mut Random::from_number(5);
        let mut many = |draw: &dyn Fn(&mut Random) -> f64| {
            mean(&(0..DRAWS[1]).map(|_| draw(random)).collect::<Vec<f64>>())
        };
        // Means and deviations: the shape and its root; of a tail, scipy 1.17's
        // truncnorm.stats(a, inf): 0.509, 1.525, 3.283, deviations 0.45 and below for the last two.
        for (shape, found) in [0.5, 1.0, 7.5].map(|s| (s, many(&|random| gamma(s, random)))) {
            assert!((found - shape).abs() < 4.0 * shape.sqrt() / 100.0, "{shape}: {found}");
        }
        for (least, wanted) in [(-0.5, 0.509160), (1.0, 1.525135), (3.0, 3.283099)] {
            let found = many(&|random| above(least, random));
            assert!((found - wanted).abs() < 4.0 * 0.8 / 100.0, "{least}: {found}");
        }
    }
}
