//! A published trial, run again from data alone: what a web page asks for.
//!
//! Only the experiments named here are part of the page's module: those of which most trials take
//! seconds in a browser, and which need no data that are fetched.

use claims::{Metrics, Parameters, Phase, Recipe, Streams};
use experiment::{Experiment, Work};
use mlp::Simd;
use serde::Deserialize;
use thiserror::Error;

/// A trial of an experiment, with the experiment's arms and settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The experiment.
    pub experiment: String,
    /// Its `arms` and `settings`, as claim.toml has them.
    pub parameters: serde_json::Value,
    /// The trial.
    pub recipe: Recipe,
}

/// A trial that cannot be run.
#[derive(Debug, Error)]
pub enum AgainError {
    /// The experiment is not one of [`NAMES`].
    #[error("{0} is not run here")]
    Experiment(String),
    /// Arms or settings are not the experiment's.
    #[error(transparent)]
    Parameters(#[from] serde_json::Error),
    /// There is no such arm.
    #[error("no arm {0}")]
    Arm(String),
    /// The arm cannot be run there.
    #[error("{0:#}")]
    Cell(anyhow::Error),
}

fn of<E: Experiment>(request: Request) -> Result<Metrics, AgainError> {
    let Request { experiment, parameters, recipe: Recipe { cell, learning_rate, seed } } = request;
    let parameters: Parameters<E::Arm, E::Settings> = serde_json::from_value(parameters)?;
    let (arms, settings) = (&parameters.arms, &parameters.settings);
    let arm = arms.get(&cell.arm).ok_or_else(|| AgainError::Arm(cell.arm.clone()))?;
    E::check(arm, settings, &cell).map_err(AgainError::Cell)?;
    let phase = Phase::Confirm;
    let seeds = &[Streams::new(&experiment, phase, &cell.data_set, seed)];
    let simd = Simd::fastest();
    let work = Work { cell: &cell, arm, settings, phase, learning_rate, seeds, simd };
    Ok(E::run(&work).pop().unwrap_or_default())
}

/// Experiments and beginnings of arms whose trials take more than some seconds in a browser.
pub const SLOW: [(&str, &str); 6] = [
    ("capacity", "relu"),
    ("capacity", "tanh"),
    ("linear_collapse", "autoencoder_"),
    ("output_units", "hinge"),
    ("universal_approximation", "product"),
    ("universal_approximation", "trained_"),
];

/// Declares, from one list, the experiments and how a trial of each is run.
macro_rules! again {
    ($($name:ident),* $(,)?) => {
        /// The experiments of which a trial can be run again.
        pub const NAMES: [&str; [$(stringify!($name)),*].len()] = [$(stringify!($name)),*];

        /// What a trial records.
        ///
        /// # Errors
        /// If there is no such experiment or arm, or it cannot be run so.
        pub fn trial(request: Request) -> Result<Metrics, AgainError> {
            match request.experiment.as_str() {
                $(stringify!($name) => of::<crate::$name::Experiment>(request),)*
                _ => Err(AgainError::Experiment(request.experiment)),
            }
        }
    };
}
again! {
    neuron,
    biology,
    linear_collapse,
    capacity,
    xor_linear,
    xor_relu,
    feature_learning,
    probes,
    activation_shapes,
    maxout,
    saturation,
    zig_zag,
    dying_relu,
    activation_cost,
    activation_race,
    mse_vs_cross_entropy,
    output_units,
    universal_approximation,
    errata,
    protocol,
}
