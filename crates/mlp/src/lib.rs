//! A small multilayer perceptron whose results are the same bits on every machine.
//!
//! The mathematics of the notes and nothing else: no claims, tables or charts. A good order to
//! read it in:
//!
//! | module | idea |
//! |---|---|
//! | [`real`], [`portable`], [`lanes`] | numbers: `f64`, `f32`, software ones, runs side by side |
//! | [`single`] | exp, ln, tanh in single precision |
//! | [`functions`], [`activation`] | sigmoid, softplus and friends; activations by name |
//! | `elementwise`, `registers`, `layout` | loops that become vectors; lanes as registers |
//! | [`matrix`], [`product`], `panel`, `tile` | rows of numbers; the one matrix product; where its time goes |
//! | [`layer`], [`output`], [`cost`], [`network`] | z = x W + b, h = f(z); outputs and costs; the whole |
//! | [`random`], [`init`] | streams under a key; first weights |
//! | [`optimizer`], [`pass`], [`dispatch`] | the update; forward and backward; which instructions |
//! | [`workspace`], [`plan`], [`train`] | buffers allocated once; budgets and goals; epochs |
//! | [`tally`] | what a function costs, counted |
//! | [`weights`] | networks on disk |
//!
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
//! let mut trainer = Trainer::new(network, Optimizer::GradientDescent, 4, Simd::from_environment()?);
//! let endings = trainer.fit(&data, 0.3, &plan, &mut []);
//! assert!(matches!(endings[..], [mlp::Ending::Reached(_)]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod activation;
mod batches;
pub mod checked;
pub mod cost;
pub mod dispatch;
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
mod registers;
pub mod single;
pub mod tally;
mod tile;
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
