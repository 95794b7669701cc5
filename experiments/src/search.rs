//! Searching a box for the point where a function is largest: the hunt for a counterexample.

use anyhow::ensure;
use indexmap::IndexMap;
use mlp::Random;

use crate::limits;

/// Where each variable may go: an interval, or one of some numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    axes: Vec<(String, Axis)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Axis {
    Interval(f64, f64),
    Choices(Vec<f64>),
}

/// A point and the function's value there.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The value; infinite where the function is not a number.
    pub value: f64,
    /// One number for each variable.
    pub at: Vec<f64>,
}

/// Where an interval is looked at first.
const QUARTERS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// Random points tried before the best are refined.
const DRAWS: usize = 4000;
/// The most points where ends, quarters, middles and choices cross.
const MOST_CORNERS: usize = 100_000;
/// How many are refined.
const REFINED: usize = 4;

impl Domain {
    /// Variables with their intervals, and variables with their choices.
    pub fn new(
        intervals: &IndexMap<String, [f64; 2]>,
        choices: &IndexMap<String, Vec<f64>>,
    ) -> Self {
        let intervals =
            intervals.iter().map(|(name, &[low, high])| (name.clone(), Axis::Interval(low, high)));
        let choices =
            choices.iter().map(|(name, values)| (name.clone(), Axis::Choices(values.clone())));
        Self { axes: intervals.chain(choices).collect() }
    }

    /// Refuses a box that cannot be searched.
    ///
    /// # Errors
    /// Names the variable and the remedy.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(!self.axes.is_empty(), "over: there is no variable; give at least one");
        let mut corners = 1_usize;
        for (name, axis) in &self.axes {
            let values = match axis {
                Axis::Interval(low, high) => {
                    limits::interval(&format!("over: {name}"), [*low, *high])?;
                    QUARTERS.len()
                }
                Axis::Choices(values) => {
                    ensure!(!values.is_empty(), "choices: {name} has none; give at least one");
                    values.len()
                }
            };
            corners = corners.saturating_mul(values);
        }
        limits::at_most("over, choices: points to start from", corners, MOST_CORNERS)
    }

    /// The same box with one variable held to an interval, or to a number.
    pub fn within(&self, name: &str, low: f64, high: f64) -> Self {
        let mut held = self.clone();
        for (_, axis) in held.axes.iter_mut().filter(|(known, _)| known == name) {
            *axis = Axis::Interval(low, high);
        }
        held
    }

    /// Names beside values, as a formula takes them.
    pub fn named<'a>(&'a self, point: &[f64]) -> Vec<(&'a str, f64)> {
        self.axes.iter().zip(point).map(|((name, _), &x)| (name.as_str(), x)).collect()
    }

    /// The point where f is largest, as far as a search finds it.
    ///
    /// Ends, quarters and middles of every interval are crossed, 4,000 random points drawn, and
    /// from the best four of all these it goes uphill along the axes in ever smaller steps.
    pub fn largest(&self, random: &mut Random, f: impl Fn(&[f64]) -> f64) -> Found {
        let look = |at: Vec<f64>| {
            let value = f(&at);
            Found { value: if value.is_nan() { f64::INFINITY } else { value }, at }
        };
        let mut found: Vec<Found> = self.corners().into_iter().map(look).collect();
        found.extend((0..DRAWS).map(|_| look(self.draw(random))));
        found.sort_by(|a, b| b.value.total_cmp(&a.value));
        found.truncate(REFINED);
        let refined = found.into_iter().map(|start| self.climb(start, &look));
        let best = refined.reduce(|best, next| if next.value > best.value { next } else { best });
        best.unwrap_or(Found { value: f64::NAN, at: Vec::new() })
    }

    /// The least of the largest values of f that are found with one variable held to each of 21
    /// values across its interval; NaN if it has none.
    pub fn least_of_largest(
        &self,
        name: &str,
        random: &mut Random,
        f: impl Fn(&[f64]) -> f64,
    ) -> f64 {
        let interval = self.axes.iter().find_map(|(known, axis)| match axis {
            Axis::Interval(low, high) if known == name => Some((*low, *high)),
            _ => None,
        });
        let Some((low, high)) = interval else { return f64::NAN };
        let largest = (0..=20).map(|i| {
            let value = low + (high - low) * f64::from(i) / 20.0;
            self.within(name, value, value).largest(random, &f).value
        });
        claims::statistics::min(&largest.collect::<Vec<_>>())
    }

    /// Ends, middles and quarters of every interval, crossed, with every choice.
    fn corners(&self) -> Vec<Vec<f64>> {
        let values = |axis: &Axis| match axis {
            Axis::Interval(low, high) => QUARTERS.map(|share| low + share * (high - low)).to_vec(),
            Axis::Choices(values) => values.clone(),
        };
        self.axes.iter().fold(vec![Vec::new()], |points, (_, axis)| {
            let values = values(axis);
            points
                .iter()
                .flat_map(|point| values.iter().map(move |&x| [&point[..], &[x]].concat()))
                .collect()
        })
    }

    fn draw(&self, random: &mut Random) -> Vec<f64> {
        self.axes
            .iter()
            .map(|(_, axis)| match axis {
                Axis::Interval(low, high) => random.between(*low, *high),
                Axis::Choices(values) => values[random.below(values.len() as u32) as usize],
            })
            .collect()
    }

    fn climb(&self, start: Found, look: &impl Fn(Vec<f64>) -> Found) -> Found {
        let mut best = start;
        let mut share = 0.125;
        while share > 1e-10 && best.value.is_finite() {
            // More rounds at one step than cross the box would be climbing about in rounding.
            for _ in 0..16 {
                let before = best.value;
                for (i, (_, axis)) in self.axes.iter().enumerate() {
                    let Axis::Interval(low, high) = *axis else { continue };
                    for side in [-1.0, 1.0] {
                        let mut at = best.at.clone();
                        at[i] = (at[i] + side * share * (high - low)).clamp(low, high);
                        let next = look(at);
                        best = if next.value > best.value { next } else { best };
                    }
                }
                if best.value <= before {
                    break;
                }
            }
            share *= 0.5;
        }
        best
    }
}

/// The ends of an interval halved so many times, `past` the higher one and not the lower, if it
/// was so at first.
pub fn bisect(
    (mut low, mut high): (f64, f64),
    halvings: usize,
    mut past: impl FnMut(f64) -> bool,
) -> (f64, f64) {
    for _ in 0..halvings {
        let middle = 0.5 * (low + high);
        if past(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::Domain;
    use indexmap::IndexMap;
    use mlp::Random;

    #[test]
    fn the_largest_value_of_a_narrow_hill_is_found() {
        let intervals =
            IndexMap::from([("x".to_owned(), [-3.0, 3.0]), ("y".to_owned(), [0.0, 10.0])]);
        let domain = Domain::new(&intervals, &IndexMap::new());
        let hill = |p: &[f64]| {
            5.0 - 40.0 * (p[0] - 1.2345) * (p[0] - 1.2345) - (p[1] - 6.5432) * (p[1] - 6.5432)
        };
        let found = domain.largest(&mut Random::from_number(1), hill);
        assert!((found.value - 5.0).abs() < 1e-12 && (found.at[0] - 1.2345).abs() < 1e-6);
        let edge = domain.largest(&mut Random::from_number(1), |p| p[0] + p[1]);
        assert_eq!(edge.at, [3.0, 10.0]);
        assert!(domain.check().is_ok());
        let nowhere = domain.largest(&mut Random::from_number(1), |p| (p[0] - 4.0).sqrt());
        assert_eq!(nowhere.value, f64::INFINITY);
    }

    #[test]
    fn boxes_that_cannot_be_searched_are_refused() {
        let of = |intervals: &[(&str, [f64; 2])], choices: &[(&str, Vec<f64>)]| {
            let intervals = intervals.iter().map(|(name, ends)| ((*name).to_owned(), *ends));
            let choices = choices.iter().map(|(name, x)| ((*name).to_owned(), x.clone()));
            let domain = Domain::new(&intervals.collect(), &choices.collect());
            domain.check().expect_err("no box").to_string()
        };
        assert!(of(&[], &[]).contains("no variable"));
        for ends in [[1.0, 0.0], [f64::NAN, 1.0], [0.0, f64::INFINITY], [-1e308, 1e308]] {
            assert!(of(&[("x", ends)], &[]).contains("over: x"), "{ends:?}");
        }
        assert!(of(&[("x", [0.0, 1.0])], &[("k", Vec::new())]).contains("choices: k"));
        let unit = [0.0, 1.0];
        let many = [("a", unit), ("b", unit), ("c", unit), ("d", unit), ("e", unit), ("f", unit)];
        let many = [&many[..], &[("g", unit), ("h", unit)]].concat();
        assert!(of(&many, &[]).contains("390625"));
    }
}
