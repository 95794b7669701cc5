//! What one plays with in the page. What needs the digits, or the kernels of many numbers at once,
//! stands in the module that runs published trials again, which has them.
//!
//! | module | idea |
//! |---|---|
//! | `answer` | what parts answer alike |
//! | `recorded` | a run, step by step |
//! | `picture` | a network as it is seen: its outputs, its hidden space |
//! | `xor` | one network on XOR, and many |
//! | `curves` | activations and costs: formulas along a line |
//! | `zig_zag` | descent on least squares |
//! | `dying_relu` | which units are active, epoch by epoch |
//! | `approximation` | a function drawn by a hidden layer |

mod answer;
#[cfg(feature = "again")]
mod approximation;
#[cfg(feature = "parts")]
mod curves;
#[cfg(feature = "again")]
mod dying_relu;
#[cfg(feature = "parts")]
mod picture;
#[cfg(feature = "parts")]
mod recorded;
#[cfg(feature = "parts")]
mod xor;
#[cfg(feature = "parts")]
mod zig_zag;

use serde::Deserialize;
use serde_json::Value;

/// What a part may ask.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    #[cfg(feature = "parts")]
    Xor(xor::Request),
    #[cfg(feature = "parts")]
    Curves(curves::Request),
    #[cfg(feature = "parts")]
    ZigZag(zig_zag::Request),
    #[cfg(feature = "again")]
    DyingRelu(dying_relu::Request),
    #[cfg(feature = "again")]
    Approximation(approximation::Request),
}

/// The answer to a request.
///
/// # Errors
/// If it cannot be computed, or not in a page.
pub(crate) fn answered(request: Request) -> Result<Value, String> {
    match request {
        #[cfg(feature = "parts")]
        Request::Xor(request) => xor::answered(request),
        #[cfg(feature = "parts")]
        Request::Curves(request) => curves::answered(request),
        #[cfg(feature = "parts")]
        Request::ZigZag(request) => zig_zag::answered(request),
        #[cfg(feature = "again")]
        Request::DyingRelu(request) => dying_relu::answered(request),
        #[cfg(feature = "again")]
        Request::Approximation(request) => approximation::answered(request),
    }
}
