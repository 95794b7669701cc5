//! Tests the claims of `linear_collapse`; `--help` lists what it understands.
experiments::main!(linear_collapse);
