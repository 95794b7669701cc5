//! Tests the claims of `activation_shapes`; `--help` lists what it understands.
experiments::main!(activation_shapes);
