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
    /// The times of the arm that is compared, and of the other, above 0.
    pub arms: [Vec<Time>; 2],
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
    /// The deviation of ln time between the times of an arm in a unit.
    pub residual: Posterior,
    /// The probability that the mean of another group is below 0.
    pub next_is_below: f64,
}

/// What is drawn and not counted, and what is counted.
const DRAWS: [usize; 2] = [1000, 10_000];

/// The log-normal model with a factor between two arms that varies by group and by unit:
/// ln T = m + x + s e in the arm that is compared, and m - x + s e in the other, e standard normal;
/// 2 x is normal about its group's mean, and that about `effect`.
///
/// m is the unit's own. Priors are flat in m, in `effect`, in ln s, in `between_units` and in
/// `between_groups`. Sampled by Gibbs: each time that was not waited for
/// is drawn from what it may have been. A unit without a time that was observed says nothing and is
/// left out. None for fewer than three groups, which say nothing of their deviation, or if all units
/// are alike.
/// Sources: Tanner and Wong 1987, for censored data; Gelman 2006, for the priors.
pub fn population(units: &[Unit], random: &mut Random) -> Option<Population> {
    let observed = |unit: &&Unit| unit.arms.iter().flatten().any(|time| time.observed);
    let units: Vec<&Unit> = units.iter().filter(observed).collect();
    let mut groups: Vec<usize> = units.iter().map(|unit| unit.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let place = |unit: &&Unit| groups.iter().position(|&group| group == unit.group);
    let group_of: Vec<usize> = units.iter().filter_map(place).collect();
    let mut state = (groups.len() >= 3).then(|| State::new(&units, group_of, groups.len()))?;
    let mut draws: [Vec<f64>; 4] = Default::default();
    let mut below = Vec::new();
    for round in 0..DRAWS[0] + DRAWS[1] {
        state.step(random);
        if !state.deviations.iter().all(|deviation| *deviation > 0.0 && deviation.is_finite()) {
            return None;
        }
        if round >= DRAWS[0] {
            let [between_groups, between_units, residual] = state.deviations;
            let all = [state.effect, between_groups, between_units, residual];
            draws.iter_mut().zip(all).for_each(|(draws, x)| draws.push(x));
            below.push(normal_tail(state.effect / between_groups));
        }
    }
    let [effect, between_groups, between_units, residual] = draws.each_ref().map(|x| posterior(x));
    let next_is_below = mean(&below);
    Some(Population { effect, between_groups, between_units, residual, next_is_below })
}

fn posterior(draws: &[f64]) -> Posterior {
    let sorted = sorted(draws);
    let tail = sorted.len() / 40;
    Posterior { mean: mean(draws), low: sorted[tail], high: sorted[sorted.len() - 1 - tail] }
}

/// One draw of everything that is not known.
struct State {
    group_of: Vec<usize>,
    /// Of each unit and arm: the logarithms that were observed.
    observed: Vec<[Vec<f64>; 2]>,
    /// Those that were not waited for: where that ended, and what they may have been.
    censored: Vec<[Vec<(f64, f64)>; 2]>,
    /// m of each unit.
    middles: Vec<f64>,
    /// 2 x of each unit.
    contrasts: Vec<f64>,
    of_groups: Vec<f64>,
    effect: f64,
    /// Between groups, between units, residual.
    deviations: [f64; 3],
}

impl State {
    fn new(units: &[&Unit], group_of: Vec<usize>, groups: usize) -> Self {
        let logs = |arm: &Vec<Time>, wanted: bool| -> Vec<f64> {
            let here = arm.iter().filter(|time| time.observed == wanted);
            here.map(|time| libm::log(time.at)).collect()
        };
        let observed: Vec<[Vec<f64>; 2]> =
            units.iter().map(|unit| unit.arms.each_ref().map(|arm| logs(arm, true))).collect();
        let censored = units.iter().map(|unit| {
            unit.arms.each_ref().map(|arm| logs(arm, false).iter().map(|&at| (at, at)).collect())
        });
        let mut state = Self {
            group_of,
            censored: censored.collect(),
            middles: vec![0.0; observed.len()],
            contrasts: vec![0.0; observed.len()],
            observed,
            of_groups: vec![0.0; groups],
            effect: 0.0,
            deviations: [1.0; 3],
        };
        for unit in 0..units.len() {
            let [first, second] = [0, 1].map(|arm| state.mean_of(unit, arm).1);
            state.middles[unit] = 0.5 * (first + second);
            state.contrasts[unit] = first - second;
        }
        state
    }

    /// How many logarithms an arm has in a unit, and their mean.
    fn mean_of(&self, unit: usize, arm: usize) -> (f64, f64) {
        let drawn = self.censored[unit][arm].iter().map(|&(_, drawn)| drawn);
        let all: Vec<f64> = self.observed[unit][arm].iter().copied().chain(drawn).collect();
        (all.len() as f64, mean(&all))
    }

    /// What an arm's logarithms are about.
    fn centre(&self, unit: usize, arm: usize) -> f64 {
        let half = 0.5 * self.contrasts[unit];
        self.middles[unit] + if arm == 0 { half } else { -half }
    }

    /// Draws everything once, each given the rest.
    fn step(&mut self, random: &mut Random) {
        let [between_groups, between_units, residual] = self.deviations;
        let mut squares = Squares::default();
        for unit in 0..self.group_of.len() {
            for arm in 0..2 {
                let centre = self.centre(unit, arm);
                for (from, drawn) in &mut self.censored[unit][arm] {
                    *drawn = centre + residual * above((*from - centre) / residual, random);
                }
            }
            let [(n, first), (m, second)] = [0, 1].map(|arm| self.mean_of(unit, arm));
            let variance = residual * residual * (1.0 / n + 1.0 / m);
            let of_group = (self.of_groups[self.group_of[unit]], between_units * between_units);
            let contrast = normal(&[(first - second, variance), of_group], random);
            let middle = (n * (first - 0.5 * contrast) + m * (second + 0.5 * contrast)) / (n + m);
            self.contrasts[unit] = contrast;
            self.middles[unit] = middle + residual / (n + m).sqrt() * random.normal();
            for arm in 0..2 {
                let centre = self.centre(unit, arm);
                let drawn = self.censored[unit][arm].iter().map(|(_, drawn)| drawn);
                self.observed[unit][arm].iter().chain(drawn).for_each(|x| squares.add(x - centre));
            }
        }
        // Flat in the logarithm: as many degrees of freedom as there are numbers.
        let residual = squares.deviation(squares.count, random);
        for (group, mean) in self.of_groups.iter_mut().enumerate() {
            let here = self.group_of.iter().zip(&self.contrasts).filter(|(of, _)| **of == group);
            let (count, sum) = here.fold((0.0, 0.0), |(n, sum), (_, x)| (n + 1.0, sum + x));
            let of_units = (sum / count, between_units * between_units / count);
            let of_all = (self.effect, between_groups * between_groups);
            *mean = normal(&[of_units, of_all], random);
        }
        let mut squares = Squares::default();
        let units = self.contrasts.iter().zip(&self.group_of);
        units.for_each(|(contrast, &group)| squares.add(contrast - self.of_groups[group]));
        // Flat in the deviation, here and below: one degree less. Flat in its logarithm it would
        // fall to 0 and stay there.
        let between_units = squares.deviation(squares.count - 1.0, random);
        let groups = self.of_groups.len() as f64;
        self.effect = mean(&self.of_groups) + between_groups / groups.sqrt() * random.normal();
        let mut squares = Squares::default();
        self.of_groups.iter().for_each(|mean| squares.add(mean - self.effect));
        let between_groups = squares.deviation(squares.count - 1.0, random);
        self.deviations = [between_groups, between_units, residual];
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

    /// Units in groups whose effect is -0.5, 0.4 apart between groups and 0.3 between units; times
    /// vary by 0.2 and are waited for up to `most`.
    fn planted(most: f64, seed: u64) -> Vec<Unit> {
        let random = &mut Random::from_number(seed);
        let mut units = Vec::new();
        for group in 0..12 {
            let of_group = -0.5 + 0.4 * random.normal();
            for _ in 0..10 {
                let (middle, contrast) =
                    (3.0 + 0.5 * random.normal(), of_group + 0.3 * random.normal());
                let mut arm = |sign: f64| -> Vec<Time> {
                    let mut time = || {
                        let log = middle + 0.5 * sign * contrast + 0.2 * random.normal();
                        let at = libm::exp(log);
                        if at <= most {
                            Time { at, observed: true }
                        } else {
                            Time { at: most, observed: false }
                        }
                    };
                    (0..5).map(|_| time()).collect()
                };
                units.push(Unit { group, arms: [arm(1.0), arm(-1.0)] });
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
                    is_in(found.residual, 0.2),
                ]
            };
            let covered: Vec<[f64; 4]> = (0..20).map(covered).collect();
            for quantity in 0..4 {
                // 19 of 20 are expected; 15 or fewer of them have the probability 0.003.
                let share = mean(&covered.iter().map(|all| all[quantity]).collect::<Vec<f64>>());
                assert!(share >= 0.8, "{quantity}: {share} of 20, up to {most}");
            }
        }
    }

    #[test]
    fn without_censoring_the_effect_is_that_of_the_groups_means() {
        let units = planted(f64::INFINITY, 3);
        let log = |times: &[Time]| mean(&times.iter().map(|t| libm::log(t.at)).collect::<Vec<_>>());
        let of_group = |group: usize| {
            let here = units.iter().filter(|unit| unit.group == group);
            mean(&here.map(|unit| log(&unit.arms[0]) - log(&unit.arms[1])).collect::<Vec<_>>())
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
        assert!(found.next_is_below > 0.8);
    }

    #[test]
    fn what_was_never_observed_says_nothing() {
        let never = vec![Time { at: 5.0, observed: false }; 5];
        let mut units = planted(f64::INFINITY, 4);
        let before = population(&units, &mut Random::from_number(1));
        units.push(Unit { group: 0, arms: [never.clone(), never.clone()] });
        assert_eq!(population(&units, &mut Random::from_number(1)), before);
        let all = |group| Unit { group, arms: [never.clone(), never.clone()] };
        assert_eq!(population(&[all(0), all(1), all(2)], &mut Random::from_number(1)), None);
        let alike = vec![Time { at: 5.0, observed: true }; 5];
        let all = |group| Unit { group, arms: [alike.clone(), alike.clone()] };
        assert_eq!(population(&[all(0), all(1), all(2)], &mut Random::from_number(1)), None);
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
