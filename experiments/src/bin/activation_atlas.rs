//! Tests the claims of `activation_atlas`; `--help` lists what it understands.
experiments::main!(activation_atlas);
