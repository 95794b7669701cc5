//! Tests the claims of `activation_race`; `--help` lists what it understands.
experiments::main!(activation_race);
