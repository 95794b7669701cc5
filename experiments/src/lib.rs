//! Every checkable statement of the notes, tested.
//!
//! An experiment is a folder with two files: `claim.toml` says what is claimed, how it is judged
//! and what is run; `mod.rs` says how one group of trials is run and what is drawn. The runner
//! gives the rest. This file is the table of contents, in the notes' order: [`EXPERIMENTS`].
//!
//! Networks belong to [`mlp`], verdicts to [`claims`], tables and charts to [`report`]; here is
//! what only an experiment can know, and what all binaries share. Read [`xor_linear`], then:
//!
//! | module | idea |
//! |---|---|
//! | [`experiment`] | what an experiment is |
//! | [`run`], [`plan`] | one run: from claim.toml to files, nothing written; its size |
//! | [`runner`], [`command_line`], [`failure`] | the binary of one experiment, its exit codes |
//! | [`reproduce`], [`page`], [`merge`] | all experiments; the report; the parts of a run |
//! | [`files`], [`manifest`], [`terminal`] | results on disk; what ran where; what is printed |
//! | [`data`] | data sets by name |
//! | [`training`], [`lanes`] | training on classes; replicates side by side |
//! | [`mod@unit`], [`output_unit`] | one unit, one output with its cost, seen from outside |
//! | [`statement`], [`search`], [`differences`] | formulas, counterexamples, derivatives |
//! | [`eigen`] | eigenvalues of a symmetric matrix |
//!
//! How claims about training are tested is told in `experiments/METHODOLOGY.md`.

mod checked;
pub mod command_line;
pub mod data;
pub mod differences;
pub mod eigen;
pub mod experiment;
pub mod failure;
pub mod files;
mod interrupt;
pub mod lanes;
mod limits;
pub mod manifest;
pub mod merge;
pub mod output_unit;
mod outputs;
pub mod page;
mod parts;
mod phases;
pub mod plan;
pub mod reproduce;
pub mod run;
pub mod runner;
mod sample;
pub mod search;
pub mod statement;
mod store;
pub mod terminal;
pub mod training;
pub mod unit;

/// Declares the modules and the list of all experiments from one line each.
macro_rules! experiments {
    ($($name:ident),* $(,)?) => {
        $(pub mod $name;)*

        /// Every experiment, in the notes' order.
        pub static EXPERIMENTS: &[run::Entry] = &[$(
            run::Entry::of::<$name::Experiment>(
                stringify!($name),
                include_str!(concat!(stringify!($name), "/claim.toml")),
            )
        ),*];
    };
}

experiments! {
    neuron,
    linear_collapse,
    xor_linear,
    xor_relu,
    feature_learning,
    activation_shapes,
    maxout,
    saturation,
    zig_zag,
    dying_relu,
    activation_cost,
    activation_race,
    activation_race_mnist,
    mse_vs_cross_entropy,
    output_units,
    universal_approximation,
    errata,
    published,
    protocol,
}

/// The whole of an experiment's binary.
#[macro_export]
macro_rules! main {
    ($name:ident) => {
        fn main() -> std::process::ExitCode {
            $crate::runner::main(stringify!($name))
        }
    };
}
