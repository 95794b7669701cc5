//! The modules of the page: a request as JSON goes in, an answer as JSON comes out.
//!
//! The caller asks for room with [`reserve`], writes the request's bytes there and calls [`run`];
//! the answer then stands at the address that `run` returns, and is [`length`] bytes long. Whoever
//! loads the module reads and writes its memory, so that no pointer is followed here.
//!
//! Two are built: with the feature `again`, what runs published trials again, and the parts that need as
//! much; with `parts`, the other parts that one plays with. With `ledger` whole experiments are run, for
//! `scripts/portability`.
#![allow(unsafe_code, reason = "names that are exported; no unsafe block")]

#[cfg(feature = "ledger")]
mod ledger;
mod parts;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

/// What the page may ask.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Request {
    /// What a published trial records: `[[name, number], ...]`.
    #[cfg(feature = "again")]
    Trial(experiments::again::Request),
    /// The activation that a formula in x gives, as configurations have it.
    #[cfg(feature = "again")]
    Activation(String),
    /// The hashes of an experiment's tables by its quick numbers, as `results/quick.blake3` has them.
    #[cfg(feature = "ledger")]
    Quick(String),
    Part(parts::Request),
}

/// The request, then the answer.
static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn text() -> MutexGuard<'static, Vec<u8>> {
    TEXT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Room for a request of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(bytes: usize) -> *mut u8 {
    let mut text = text();
    text.clear();
    text.resize(bytes, 0);
    text.as_mut_ptr()
}

/// Answers the request that stands in the reserved room.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> *const u8 {
    let mut text = text();
    *text = answer(&text).into_bytes();
    text.as_ptr()
}

/// How many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    text().len()
}

/// `{"answer": ...}`, or `{"error": text}`.
pub fn answer(request: &[u8]) -> String {
    let answer = match answered(request) {
        Ok(answer) => json!({ "answer": answer }),
        Err(error) => json!({ "error": error }),
    };
    answer.to_string()
}

fn answered(request: &[u8]) -> Result<Value, String> {
    // By way of a value, for which less code is made than for text.
    let request: Value = serde_json::from_slice(request).map_err(|error| error.to_string())?;
    match serde_json::from_value(request).map_err(|error| error.to_string())? {
        #[cfg(feature = "again")]
        Request::Trial(trial) => {
            let metrics = experiments::again::trial(trial).map_err(|error| error.to_string())?;
            let recorded = |(name, value)| json!([name, claims::Recorded(value)]);
            Ok(metrics.into_iter().map(recorded).collect())
        }
        #[cfg(feature = "again")]
        Request::Activation(formula) => {
            let activation = claims::formulated::activation(&formula)?;
            serde_json::to_value(activation).map_err(|error| error.to_string())
        }
        #[cfg(feature = "ledger")]
        Request::Quick(name) => ledger::quick(&name).map(Value::from),
        Request::Part(request) => parts::answered(request),
    }
}
