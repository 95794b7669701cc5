//! A small multilayer perceptron whose results are the same bits on every machine.
//!
//! The mathematics of the notes and nothing else. Claims, their verdicts and charts belong to the
//! crates above; automatic differentiation, convolutions and GPUs are outside this project.
//! What makes the bits the same is stated on one page, [`contract`], which binds every line here.
//!
//! In reading order; names without a link are private. Numbers, products and everything specific to
//! a processor are in the crate [`kernels`].
//!
//! | module | idea |
//! |---|---|
//! | [`contract`] | the rules that make results portable |
//! | [`functions`] | sigmoid, softplus and friends |
//! | [`checked`] | numbers from configuration |
//! | [`formula`] | f and f' as steps, for those that are not in the table |
//! | [`activation`], `named` | the table of f and f'; activations by name |
//! | `prelu`, `maxout` | the two that need more than one z |
//! | [`layer`] | z = x W + b, h = f(z), and the backward pass |
//! | [`output`], [`cost`] | y from z; J and dJ/dz |
//! | [`network`] | the whole: architecture and parameters |
//! | `sweep` | forward, cost, backward |
//! | [`random`], [`init`] | keyed random streams; initial weights |
//! | [`optimizer`] | the update |
//! | [`map`], [`passes`] | a function of a slice; the work compiled for each instruction set |
//! | [`workspace`] | buffers allocated once |
//! | [`matrix`], [`data`] | rows of numbers; examples |
//! | [`trainer`] | one step after another |
//! | [`plan`], `batches`, [`film`], [`fit`] | schedules, budgets, goals; mini-batches; who looks on; epochs |
//! | `tensor`, `header`, [`weights`] | numbers of any precision; keys that stand there once; networks on disk |
//! | [`tally`] | what an activation costs, counted |
//!
//! # Names and shapes
//! Matrices are row-major, a batch has one example a row. x is a layer's input `[batch, fan_in]`,
//! W its weights `[fan_in, columns]`, b its biases `[columns]`, z = x W + b and h = f(z); a unit is
//! one column, or several for pointwise maxout. y is the prediction and t the target
//! `[batch, outputs]`, J the cost of a batch, one number, and delta = dJ/dz. Epochs and layers are
//! counted from 0. All quantities are dimensionless.
//!
//! # Examples
//! `examples/` has five programs of ten to thirty lines: XOR; a table with mini-batches, Adam and
//! held-out rows; 10,000 seeds in lanes; weights to PyTorch and back; a custom update rule.
//! ```
//! use mlp::{Architecture, Data, Matrix, Network, Optimizer, Plan, Simd, Trainer};
//!
//! // Is the number above 1/2? One layer, trained on four examples.
//! let network = Network::<f32>::new(Architecture::classifier(&[1, 2]))?;
//! let input = Matrix::from_rows(&[[0.1], [0.3], [0.7], [0.9]]);
//! let data = Data::classes(input, &[0, 0, 1, 1], 2);
//! let mut trainer = Trainer::new(network, Optimizer::adam(), 4, Simd::from_environment()?);
//! trainer.fit(&data, 0.1, &Plan::default(), &mut []);
//! assert_eq!(trainer.errors(&data), [0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod activation;
mod batches;
pub mod checked;
pub mod cost;
pub mod data;
pub mod film;
pub mod fit;
pub mod formula;
pub mod functions;
mod header;
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
mod tensor;
pub mod trainer;
pub mod weights;
pub mod workspace;

#[doc = include_str!("contract.md")]
pub mod contract {}

pub use activation::{Activation, MaxoutForm};
pub use cost::Cost;
pub use data::Data;
pub use fit::{Compiled, Observer};
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
pub use weights::{Names, WeightsError};
pub use workspace::Workspace;
