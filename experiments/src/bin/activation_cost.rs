//! Tests the claims of `activation_cost`; `--help` lists what it understands.
experiments::main!(activation_cost);
