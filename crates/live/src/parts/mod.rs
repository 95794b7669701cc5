//! What one plays with in the page.
//!
//! | module | idea |
//! |---|---|
//! | `recorded` | a run, step by step |
//! | `picture` | a network as it is seen: its outputs, its hidden space |
//! | `xor` | one network on XOR, and many |
//! | `curves` | activations and costs: formulas along a line |
//! | `zig_zag` | descent on least squares |

mod curves;
mod picture;
mod recorded;
mod xor;
mod zig_zag;

use serde::Deserialize;
use serde_json::Value;

/// What a part may ask.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    Xor(xor::Request),
    Curves(curves::Request),
    ZigZag(zig_zag::Request),
}

/// The answer to a request.
///
/// # Errors
/// If it cannot be computed, or not in a page.
pub(crate) fn answered(request: Request) -> Result<Value, String> {
    match request {
        Request::Xor(request) => xor::answered(request),
        Request::Curves(request) => curves::answered(request),
        Request::ZigZag(request) => zig_zag::answered(request),
    }
}
