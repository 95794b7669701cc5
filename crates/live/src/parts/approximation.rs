//! The part on approximation: a function drawn by a hidden layer, constructed or trained.

use claims::{Formula, Phase, Streams};
use experiments::universal_approximation::{
    Learner, largest_error, outputs, polygon, scaled, staircase, unscaled,
};
use mlp::{Network, Simd};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::known;

/// Where functions are drawn, and where their errors are looked at.
const DRAWN: usize = 257;
const TESTED: usize = 1025;
/// More than this is not computed in a page.
const MOST_UNITS: usize = 128;
const MOST_STEPS: usize = 4000;
/// What is drawn of a run: so many pictures, and the one before the first step.
const PICTURES: usize = 80;

/// A function to be drawn.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Target {
    /// Of x.
    Formula(Formula),
    /// Evenly spaced values from end to end of the interval, with straight lines between them.
    Values(Vec<f64>),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Construction {
    Polygon,
    Staircase,
}

/// A function over an interval.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Curve {
    target: Target,
    interval: [f64; 2],
}

/// What may be asked about networks that approximate functions.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// A network through knots, those of the target unless they are given.
    Constructed { curve: Curve, construction: Construction, units: usize, knots: Option<Vec<f64>> },
    /// Its largest error for so many units.
    Law { curve: Curve, construction: Construction, units: Vec<usize> },
    /// A network that learns the target.
    Trained { curve: Curve, units: usize, learning_rate: f64, steps: usize, seed: u64 },
}

impl Curve {
    /// # Errors
    /// If it is no function over an interval.
    fn checked(self) -> Result<Self, String> {
        let [low, high] = self.interval;
        if !(low < high && (high - low).is_finite()) {
            return Err("an interval goes from a number to a larger one".to_owned());
        }
        match &self.target {
            Target::Formula(formula) => known(formula, &["x"])?,
            Target::Values(values) if !(2..=TESTED).contains(&values.len()) => {
                return Err(format!("{} values: give 2 to {TESTED}", values.len()));
            }
            Target::Values(_) => {}
        }
        if self.drawn().iter().all(|y| y.is_finite()) {
            Ok(self)
        } else {
            Err("the function is not finite everywhere in the interval".to_owned())
        }
    }

    /// Where it is drawn.
    fn places(&self) -> Vec<f64> {
        scaled(DRAWN).iter().map(|&u| unscaled(u, self.interval)).collect()
    }

    /// Its values there.
    fn drawn(&self) -> Vec<f64> {
        self.places().iter().map(|&x| self.at(x)).collect()
    }

    fn at(&self, x: f64) -> f64 {
        match &self.target {
            Target::Formula(formula) => formula.at(x),
            Target::Values(values) => {
                let [low, high] = self.interval;
                let place = (x - low) / (high - low) * (values.len() - 1) as f64;
                let before = (place.floor() as usize).min(values.len() - 2);
                let share = place - before as f64;
                values[before] + share * (values[before + 1] - values[before])
            }
        }
    }
}

/// The answer to a request.
///
/// # Errors
/// If it cannot be computed, or not in a page.
pub(super) fn answered(request: Request) -> Result<Value, String> {
    let simd = Simd::fastest();
    match request {
        Request::Constructed { curve, construction, units, knots } => {
            let curve = curve.checked()?;
            at_most("units", units, MOST_UNITS)?;
            let [low, high] = curve.interval;
            let knots = knots.unwrap_or_else(|| {
                (0..=units)
                    .map(|i| curve.at(low + (high - low) * i as f64 / units as f64))
                    .collect()
            });
            if knots.len() != units + 1 {
                return Err(format!("{units} units have {} knots", units + 1));
            }
            let knot = |x: f64| {
                let place = (x - low) / (high - low) * units as f64;
                knots[(place.round() as usize).min(units)]
            };
            let network = constructed(construction, knot, curve.interval, units);
            let found = outputs(&network, &curve.places(), simd);
            let error = largest_error(&network, |x| curve.at(x), curve.interval, TESTED, simd);
            Ok(json!({ "target": curve.drawn(), "found": found, "knots": knots, "error": error }))
        }
        Request::Law { curve, construction, units } => {
            let curve = curve.checked()?;
            let error = |&units: &usize| {
                at_most("units", units, MOST_UNITS)?;
                let at = |x| curve.at(x);
                let network = constructed(construction, at, curve.interval, units);
                Ok(largest_error(&network, at, curve.interval, TESTED, simd))
            };
            Ok(json!(units.iter().map(error).collect::<Result<Vec<f64>, String>>()?))
        }
        Request::Trained { curve, units, learning_rate, steps, seed } => {
            let curve = curve.checked()?;
            at_most("units", units, MOST_UNITS)?;
            at_most("steps", steps, MOST_STEPS)?;
            let streams = Streams::new("universal_approximation", Phase::Confirm, "", seed);
            let draws = (&mut [streams.stream("init")][..], &mut [streams.stream("kinks")][..]);
            let mut learner =
                Learner::<f32>::new(|x| curve.at(x), curve.interval, units, draws, simd);
            let inputs: Vec<f32> = scaled(DRAWN).iter().map(|&u| u as f32).collect();
            let mut pictures = Vec::new();
            learner.train(learning_rate, steps, |step, network| {
                if step.is_multiple_of(steps.div_ceil(PICTURES)) || step == steps {
                    let found = shortened(&outputs(network, &inputs, simd));
                    pictures.push(json!({ "step": step, "found": found }));
                }
            });
            let error = learner.largest_errors(|x| curve.at(x), curve.interval);
            Ok(json!({ "target": curve.drawn(), "pictures": pictures, "trained_error": error[0] }))
        }
    }
}

fn constructed(
    construction: Construction,
    f: impl Fn(f64) -> f64,
    interval: [f64; 2],
    units: usize,
) -> Network<f64> {
    match construction {
        Construction::Polygon => polygon(f, interval, units),
        Construction::Staircase => staircase(f, interval, units),
    }
}

/// Numbers to four decimals: more cannot be seen.
fn shortened(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&y| (f64::from(y) * 1e4).round() / 1e4).collect()
}

fn at_most(what: &str, count: usize, most: usize) -> Result<(), String> {
    if (1..=most).contains(&count) {
        Ok(())
    } else {
        Err(format!("{count} {what}: give 1 to {most}"))
    }
}
