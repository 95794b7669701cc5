//! The module of the page: a request as JSON goes in, an answer as JSON comes out.
//!
//! The caller asks for room with [`reserve`], writes the request's bytes there and calls [`run`];
//! the answer then stands at the address that `run` returns, and is [`length`] bytes long. Whoever
//! loads the module reads and writes its memory, so that no pointer is followed here.
#![allow(unsafe_code, reason = "names that are exported; no unsafe block")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use experiments::again::{self, Request};
use serde_json::{Number, Value, json};

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

/// Answers the request that stands in the reserved room: `{"metrics": [[name, number], ...]}`, or
/// `{"error": text}`. Numbers that JSON lacks are texts: "NaN", "inf", "-inf".
#[unsafe(no_mangle)]
pub extern "C" fn run() -> *const u8 {
    let mut text = text();
    let answer = match answered(&text) {
        Ok(metrics) => json!({ "metrics": metrics }),
        Err(error) => json!({ "error": error }),
    };
    *text = answer.to_string().into_bytes();
    text.as_ptr()
}

/// How many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    text().len()
}

fn answered(request: &[u8]) -> Result<Vec<Value>, String> {
    let request: Request = serde_json::from_slice(request).map_err(|error| error.to_string())?;
    let metrics = again::trial(request).map_err(|error| error.to_string())?;
    Ok(metrics.into_iter().map(|(name, value)| json!([name, number(value)])).collect())
}

fn number(value: f64) -> Value {
    Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number)
}
