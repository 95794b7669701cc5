//! Every checkable statement of the notes, tested.
//!
//! An experiment is a folder with two files: `claim.toml` says what is claimed, how it is judged
//! and what is run; `mod.rs` says how one group of trials is run and what is drawn. A larger one
//! has a file for each idea, and `settings.rs` for what they all need of claim.toml: `mod.rs` calls
//! them, and none of them names it. The crates [`experiment`] and `lab` give the rest. This file is
//! the table of contents, in the notes' order: [`EXPERIMENTS`].
//!
//! Networks belong to [`mlp`], verdicts to [`claims`], tables and charts as data to [`figures`];
//! here is what only an experiment can know. Nothing here touches a disk, unless the feature `lab`,
//! which the binaries need, brings the catalogue they are given. Read [`xor_linear`], then:
//!
//! | module | idea |
//! |---|---|
//! | [`notes`] | the headings of the notes |
//! | [`data`] | data sets by name |
//! | [`training`], [`lanes`] | training on classes; replicates side by side |
//! | [`mod@unit`], [`output_unit`] | one unit, one output with its cost, seen from outside |
//! | [`statement`], [`search`], [`differences`] | formulas, counterexamples, derivatives |
//! | [`eigen`], [`mod@line`] | eigenvalues of a symmetric matrix; the line through points |
//! | [`mod@format`] | numbers of fewer digits |
//! | [`again`] | a published trial, from data alone |
//!
//! How claims about training are tested is told in `experiments/METHODOLOGY.md`.

pub mod again;
pub mod data;
pub mod differences;
pub mod eigen;
pub mod format;
pub mod lanes;
mod limits;
pub mod line;
pub mod notes;
pub mod output_unit;
pub mod search;
pub mod statement;
#[cfg(test)]
mod templates;
pub mod training;
pub mod unit;

use experiment::Entry;

/// Declares the modules and the list of all experiments from one line each.
macro_rules! experiments {
    ($($name:ident),* $(,)?) => {
        $(pub mod $name;)*

        /// Every experiment, in the notes' order.
        pub static EXPERIMENTS: [Entry; [$(stringify!($name)),*].len()] = [$(
            Entry::of::<$name::Experiment>(
                stringify!($name),
                include_str!(concat!(stringify!($name), "/claim.toml")),
            )
        ),*];
    };
}

experiments! {
    neuron,
    biology,
    linear_collapse,
    capacity,
    xor_linear,
    xor_relu,
    xor_atlas,
    feature_learning,
    probes,
    activation_shapes,
    maxout,
    saturation,
    zig_zag,
    dying_relu,
    exact_zeros,
    deep_elu,
    activation_cost,
    activation_race,
    activation_race_mnist,
    activation_atlas,
    mse_vs_cross_entropy,
    output_units,
    universal_approximation,
    errata,
    every_float,
    published,
    protocol,
}

/// What the binaries are given.
#[cfg(feature = "lab")]
pub fn catalogue() -> lab::Catalogue {
    lab::Catalogue {
        experiments: &EXPERIMENTS,
        headings: &notes::HEADINGS,
        fetched: &data::fetched::FETCHED,
        ready: data::ready,
        own_data: data::provide,
        live: lab::Live {
            again: include_bytes!("../../crates/live/again.wasm.gz"),
            parts: include_bytes!("../../crates/live/parts.wasm.gz"),
            experiments: &again::NAMES,
            slow: &again::SLOW,
        },
        code_versions: env!("CODE_VERSIONS"),
        drawing_version: env!("DRAWING_VERSION"),
    }
}

/// The whole of an experiment's binary.
#[cfg(feature = "lab")]
#[macro_export]
macro_rules! main {
    ($name:ident) => {
        fn main() -> std::process::ExitCode {
            lab::runner::main(&$crate::catalogue(), stringify!($name))
        }
    };
}
