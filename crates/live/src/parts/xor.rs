//! The part on XOR: one network as it learns, and how many of many get there.

use std::sync::{Mutex, PoisonError};

use claims::statistics::clopper_pearson;
use experiments::xor_relu::Ended;
use serde::Deserialize;
use serde_json::{Value, json};

use super::picture::picture;
use super::recorded::{Recorded, Setting};

/// What may be asked about networks on XOR, or on other points.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// A run: how it ends, and J after every step.
    Run { setting: Setting, seed: u64 },
    /// Its network after so many steps, as it is seen.
    At { setting: Setting, seed: u64, step: usize },
    /// How the runs of seeds end, from the first on.
    Ends { setting: Setting, first: u64, count: u64 },
    /// The 95 % interval of a share.
    Interval { solved: u64, of: u64 },
}

/// The last run that was asked for: what is asked next is most often about the same.
static LAST: Mutex<Option<Recorded>> = Mutex::new(None);

/// What `of` finds in a run.
fn recorded<R>(setting: Setting, seed: u64, of: impl FnOnce(&Recorded) -> R) -> Result<R, String> {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let same = last.take().filter(|run| run.setting == setting && run.seed == seed);
    let run = same.map_or_else(|| Recorded::new(setting, seed), Ok)?;
    Ok(of(last.insert(run)))
}

/// The answer to a request.
///
/// # Errors
/// If there can be no such run.
pub(super) fn answered(request: Request) -> Result<Value, String> {
    match request {
        Request::Run { setting, seed } => recorded(
            setting,
            seed,
            |run| json!({ "ended": ended(run.ended), "losses": run.losses }),
        ),
        Request::At { setting, seed, step } => {
            let data = setting.data()?;
            recorded(setting, seed, |run| json!(picture(&run.network(step), &data)))
        }
        Request::Ends { setting, first, count } => {
            let seeds: Vec<u64> = (first..first.saturating_add(count)).collect();
            Ok(setting.ends(&seeds)?.into_iter().map(ended).collect())
        }
        Request::Interval { solved, of } => Ok(json!(clopper_pearson(solved.min(of), of))),
    }
}

fn ended(Ended { solved, steps, loss }: Ended) -> Value {
    json!({ "solved": solved, "steps": steps, "loss": loss })
}
