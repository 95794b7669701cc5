//! The parts on activations and on costs: formulas along a line, the library's units, and descent on a
//! slope.

use std::collections::BTreeMap;

use claims::Formula;
use experiments::differences::derivative;
use experiments::unit::Unit;
use mlp::{Activation, Simd};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::known;

/// More points or steps than this are not computed.
const MOST: usize = 100_000;

/// What may be asked about functions of one variable.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// Values of a formula at these points, and its slopes by central differences.
    Formula { formula: Formula, variable: String, at: Vec<f64>, others: BTreeMap<String, f64> },
    /// Values and slopes of a unit of the library, in single precision.
    Unit { activation: Activation, at: Vec<f64> },
    /// z before each step z <- z - rate slope(z), and at the end.
    Descent { slope: Formula, variable: String, start: f64, rate: f64, steps: usize },
}

/// The answer to a request.
///
/// # Errors
/// If a formula has a variable that is not given, or too much is asked.
pub(super) fn answered(request: Request) -> Result<Value, String> {
    match request {
        Request::Formula { formula, variable, at, others } => {
            at_most(at.len())?;
            let mut names: Vec<&str> = vec![&variable];
            names.extend(others.keys().map(String::as_str));
            known(&formula, &names)?;
            let value = |x: f64| {
                let others = others.iter().map(|(name, value)| (name.as_str(), *value));
                formula.value(&[(&*variable, x)].into_iter().chain(others).collect::<Vec<_>>())
            };
            let values: Vec<f64> = at.iter().map(|&x| value(x)).collect();
            let slopes: Vec<f64> = at.iter().map(|&x| derivative(value, x)).collect();
            Ok(json!({ "values": values, "slopes": slopes }))
        }
        Request::Unit { activation, at } => {
            at_most(at.len())?;
            if matches!(activation, Activation::Maxout { .. }) {
                return Err("a maxout is not one unit".to_owned());
            }
            let mut unit: Unit<f32> = Unit::new(activation, Simd::fastest());
            let values: Vec<f64> = at.iter().map(|&x| unit.value(x)).collect();
            let slopes: Vec<f64> = at.iter().map(|&x| unit.slope(x)).collect();
            Ok(json!({ "values": values, "slopes": slopes }))
        }
        Request::Descent { slope, variable, start, rate, steps } => {
            at_most(steps)?;
            known(&slope, &[&variable])?;
            let next = |z: &f64| Some(z - rate * slope.value(&[(&variable, *z)]));
            let path: Vec<f64> = std::iter::successors(Some(start), next).take(steps + 1).collect();
            Ok(json!(path))
        }
    }
}

fn at_most(count: usize) -> Result<(), String> {
    if count > MOST { Err(format!("{count}: at most {MOST}")) } else { Ok(()) }
}
