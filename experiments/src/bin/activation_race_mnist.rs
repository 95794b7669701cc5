//! Tests the claims of `activation_race_mnist`; `--help` lists what it understands.
experiments::main!(activation_race_mnist);
