//! Numbers, their exact functions and the matrix product: the same bits on every machine.
//!
//! Which operations are allowed, and in which order, is stated on one page, the contract of the
//! crate `mlp` (`contract.md`), which binds every line here. This crate knows nothing about
//! layers: `mlp` hands it work (a value with one generic method), which is compiled for each
//! instruction set.
//!
//! In reading order; names without a link are private:
//!
//! | module | idea |
//! |---|---|
//! | [`cast`] | the same numbers under another type |
//! | [`real`] | what a number can do |
//! | [`single`], `double` | exp, ln, tanh and friends in each precision |
//! | `scalar`, [`software`] | `f32` and `f64`; scalars whose multiply-add is software |
//! | [`lanes`] | runs side by side in one number |
//! | [`elementwise`] | loops that become vectors |
//! | `vector`, `arch` | numbers side by side, loaded and stored; the processor's registers |
//! | [`sink`], [`tile`] | where results go; chains of multiply-adds, where the time is spent |
//! | [`panel`], [`product`] | strips of the right factor, packed; the matrix product |
//! | `stream` | products that memory bounds |
//! | `path`, [`simd`] | the tiles of each instruction set; which set is used |
//! | [`dispatch`] | work compiled for each instruction set |
//! | [`mod@multiply`], [`sums`] | a product on its own; sums of columns |
//! | [`tally`] | what a function costs, counted |

mod arch;
pub mod cast;
pub mod dispatch;
mod double;
pub mod elementwise;
pub mod lanes;
pub mod multiply;
pub mod panel;
mod path;
pub mod product;
pub mod real;
mod scalar;
pub mod simd;
pub mod single;
pub mod sink;
pub mod software;
#[cfg_attr(
    not(any(target_arch = "x86_64", target_arch = "aarch64")),
    allow(dead_code, reason = "the portable path has tiles only")
)]
mod stream;
pub mod sums;
pub mod tally;
pub mod tile;
mod vector;

pub use dispatch::{Dispatch, Work};
pub use lanes::Lanes;
pub use multiply::multiply;
pub use panel::{Panel, Panels, Shape};
pub use product::{Path, Right};
pub use real::{Number, Real};
pub use simd::{Simd, SimdError};
pub use sink::{Sink, Stride};
pub use tile::Left;
