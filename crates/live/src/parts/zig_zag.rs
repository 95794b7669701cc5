//! The part on zig-zag: descent on least squares, for two inputs as it is seen, for many as it is
//! published.

use claims::{Phase, Streams};
use experiments::zig_zag::{Draw, Hessian, crookedness, one_sign, path};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::named;

/// More than this is not computed in a page.
const MOST_INPUTS: usize = 100;
const MOST_EXAMPLES: usize = 1 << 20;
/// Steps times inputs, all of which are kept.
const MOST_KEPT: usize = 1 << 21;

/// What may be asked about descent on inputs that are drawn.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// With two inputs: the Hessian, and the path from a start, whose step is so many times the best.
    Two { draw: Draw, examples: usize, seed: u64, start: [f64; 2], rate: f64, steps: usize },
    /// With many: what a published trial records.
    Many { draw: Draw, inputs: usize, examples: usize, seed: u64, tolerance: f64, most: usize },
    /// The share of batches whose gradient has one sign.
    Signs { draw: Draw, inputs: usize, batch: usize, batches: usize, seed: u64 },
}

/// The answer to a request.
///
/// # Errors
/// If too much is asked.
pub(super) fn answered(request: Request) -> Result<Value, String> {
    let streams = |seed| Streams::new("zig_zag", Phase::Confirm, "", seed);
    match request {
        Request::Two { draw, examples, seed, start, rate, steps } => {
            within(2, examples, steps)?;
            let hessian =
                Hessian::of(&draw, (2, false), examples, &mut streams(seed).stream("data"));
            let path = hessian.descent(start.to_vec(), rate * hessian.best_step());
            let path: Vec<Vec<f64>> = path.take(steps + 1).collect();
            let rows = [[1.0, 0.0], [0.0, 1.0]].map(|unit| hessian.gradient(&unit));
            Ok(json!({ "hessian": rows, "kappa": hessian.kappa(), "path": path }))
        }
        Request::Many { draw, inputs, examples, seed, tolerance, most } => {
            within(inputs, examples, most)?;
            let streams = streams(seed);
            let random = &mut streams.stream("data");
            let hessian = Hessian::of(&draw, (inputs, false), examples, random);
            let path = path(&hessian, (tolerance, most), &mut streams.stream("start"));
            let found = [("kappa", hessian.kappa())].into_iter().chain(crookedness(&path));
            Ok(Value::Object(named(found.collect())))
        }
        Request::Signs { draw, inputs, batch, batches, seed } => {
            within(inputs, batch.saturating_mul(batches), 0)?;
            let random = &mut streams(seed).stream("data");
            Ok(json!(one_sign((inputs, batch), &draw, batches, random)))
        }
    }
}

fn within(inputs: usize, examples: usize, steps: usize) -> Result<(), String> {
    let fits = (1..=MOST_INPUTS).contains(&inputs) && (1..=MOST_EXAMPLES).contains(&examples);
    if fits && inputs.saturating_mul(steps) <= MOST_KEPT {
        Ok(())
    } else {
        Err(format!("{inputs} inputs, {examples} examples, {steps} steps: too many for a page"))
    }
}
