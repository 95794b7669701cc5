//! A small multilayer perceptron whose results are the same bits on every machine.
//!
//! The mathematics of the notes and nothing else. What is claimed, how it is judged and drawn is
//! for the crates above; automatic differentiation, convolutions and GPUs are not for this project.
//! What makes the bits the same is one page, [`contract`], and binds every line here.
//!
//! A good order to read it in; names without a link are private modules:
//!
//! | module | idea |
//! |---|---|
//! | [`contract`] | what is done, and not done, so that bytes are portable |
//! | [`real`], [`portable`], [`lanes`] | numbers: `f64`, `f32`, software ones, runs side by side |
//! | [`single`], `fused` | exp, ln, tanh in single precision; the fused multiply-add |
//! | [`functions`], [`activation`] | sigmoid, softplus and friends; activations by name |
//! | [`matrix`], [`product`] | rows of numbers; the one matrix product |
//! | [`layer`], [`output`], [`cost`] | z = x W + b, h = f(z); y from z; J and dJ/dz |
//! | [`network`] | the whole: architecture and parameters |
//! | [`random`], [`init`] | streams under a key; first weights |
//! | [`optimizer`], [`plan`] | the update; schedules, budgets, goals |
//! | [`workspace`], [`train`], `batches` | buffers allocated once; epochs; mini-batches |
//! | [`weights`], [`checked`] | networks on disk; numbers from configuration |
//! | [`tally`] | what a function costs, counted |
//! | [`pass`], [`dispatch`] | forward, cost, backward on slices; which instructions |
//! | `elementwise`, `tile`, `tiles`, `panel` | loops that become vectors; where a product's time goes |
//! | `division` | a large product on several threads |
//! | `register`, `registers`, `rows`, `layout` | lanes and rows of tiles as registers; the same numbers under another type |
//!
//! # Names and shapes
//! Matrices are row-major, a batch has one example a row. x is a layer's input `[batch, fan_in]`,
//! W its weights `[fan_in, columns]`, b its biases `[columns]`, z = x W + b and h = f(z); columns
//! are units, but for a maxout, which has several a unit. y is the prediction and t the target
//! `[batch, outputs]`, J the cost of a batch, one number, and delta = dJ/dz. Epochs and layers are
//! counted from 0. All quantities are dimensionless.
//!
//! # Example
//! ```
//! use mlp::{Activation, Architecture, Cost, Data, Initialization, Matrix, Network, Optimizer};
//! use mlp::{Output, Plan, Random, Schedule, Simd, Stop, Trainer};
//!
//! // XOR, as in the notes: 2-4-1, squared error, the four points as one batch.
//! let architecture = Architecture {
//!     sizes: vec![2, 4, 1],
//!     activation: Activation::Tanh {},
//!     output: Output::Linear,
//!     cost: Cost::HalfSquaredError,
//! };
//! let mut network = Network::<f32>::new(architecture)?;
//! Initialization::GlorotUniform.fill(&mut network, 0.0, &mut [Random::from_number(1)]);
//! let data = Data {
//!     input: Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
//!     target: Matrix::from_rows(&[[0.0], [1.0], [1.0], [0.0]]),
//! };
//! let plan = Plan {
//!     schedule: Schedule::Constant,
//!     batch_size: None,
//!     epochs: 2000,
//!     stop: Stop::LossBelow(1e-3),
//! };
//! let simd = Simd::from_environment()?;
//! let mut trainer = Trainer::new(network, Optimizer::GradientDescent, 4, simd);
//! let endings = trainer.fit(&data, 0.3, &plan, &mut []);
//! assert!(matches!(endings[..], [mlp::Ending::Reached(_)]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod activate;
pub mod activation;
mod batches;
pub mod checked;
pub mod cost;
pub mod dispatch;
mod division;
mod elementwise;
pub mod functions;
mod fused;
pub mod init;
pub mod lanes;
pub mod layer;
mod layout;
pub mod matrix;
pub mod network;
pub mod optimizer;
pub mod output;
mod panel;
pub mod pass;
pub mod plan;
pub mod portable;
pub mod product;
pub mod random;
pub mod real;
#[cfg(target_arch = "x86_64")]
mod register;
#[cfg(target_arch = "x86_64")]
mod registers;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod rows;
pub mod single;
mod store;
mod sums;
pub mod tally;
mod tile;
mod tiles;
pub mod train;
pub mod weights;
pub mod workspace;

#[doc = include_str!("contract.md")]
pub mod contract {}

pub use activation::{Activation, MaxoutForm};
pub use cost::Cost;
pub use dispatch::{Compiled, Simd, SimdError};
pub use init::Initialization;
pub use lanes::Lanes;
pub use matrix::Matrix;
pub use network::{Architecture, ArchitectureError, Network};
pub use optimizer::Optimizer;
pub use output::Output;
pub use plan::{Ending, Plan, Schedule, Stop};
pub use random::Random;
pub use real::Real;
pub use train::{Data, Trainer};
pub use weights::WeightsError;
pub use workspace::Workspace;
