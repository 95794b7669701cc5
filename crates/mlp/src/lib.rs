//! A small multilayer perceptron whose results are the same bits on every machine.
//!
//! The mathematics of the notes and nothing else. What is claimed, how it is judged and drawn is
//! for the crates above; automatic differentiation, convolutions and GPUs are not for this project.
//! What makes the bits the same is one page, [`contract`], and binds every line here.
//!
//! In the order to read it in; names without a link are private. Numbers, products and what belongs
//! to the processor are the crate [`kernels`].
//!
//! | module | idea |
//! |---|---|
//! | [`contract`] | what is done, and not done, so that bytes are portable |
//! | [`functions`] | sigmoid, softplus and friends |
//! | [`checked`] | numbers from configuration |
//! | [`activation`], `named` | the table of f and f'; activations by name |
//! | `prelu`, `maxout` | the two that are learned |
//! | [`layer`] | z = x W + b, h = f(z), and the way back |
//! | [`output`], [`cost`] | y from z; J and dJ/dz |
//! | [`network`] | the whole: architecture and parameters |
//! | `sweep` | forward, cost, backward |
//! | [`random`], [`init`] | streams under a key; first weights |
//! | [`optimizer`] | the update |
//! | [`map`], [`passes`] | a function of a slice; what is compiled for each instruction set |
//! | [`workspace`] | buffers allocated once |
//! | [`matrix`], [`data`] | rows of numbers; examples |
//! | [`trainer`] | one step after another |
//! | [`plan`], `batches`, [`fit`] | schedules, budgets, goals; mini-batches; epochs |
//! | [`weights`] | networks on disk |
//! | [`tally`] | what an activation costs, counted |
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

pub mod activation;
mod batches;
pub mod checked;
pub mod cost;
pub mod data;
pub mod fit;
pub mod functions;
pub mod init;
pub mod layer;
pub mod map;
pub mod matrix;
mod maxout;
mod named;
pub mod network;
pub mod optimizer;
pub mod output;
pub mod passes;
pub mod plan;
mod prelu;
pub mod random;
mod sweep;
pub mod tally;
pub mod trainer;
pub mod weights;
pub mod workspace;

#[doc = include_str!("contract.md")]
pub mod contract {}

pub use activation::{Activation, MaxoutForm};
pub use cost::Cost;
pub use data::Data;
pub use fit::Compiled;
pub use init::Initialization;
pub use kernels::{Lanes, Number, Real, Simd, SimdError};
pub use map::Function;
pub use matrix::Matrix;
pub use network::{Architecture, ArchitectureError, Network};
pub use optimizer::Optimizer;
pub use output::Output;
pub use plan::{Ending, Plan, Schedule, Stop};
pub use random::Random;
pub use trainer::Trainer;
pub use weights::WeightsError;
pub use workspace::Workspace;
