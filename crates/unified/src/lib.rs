//! One build for every command: what is called a workspace-hack crate.
//!
//! Cargo builds a dependency anew for each set of features: `cargo run -p experiments` and
//! `cargo test --workspace` would compile polars and the kernels twice. The programs depend on this crate,
//! which has no code, only the features that any member asks for.
