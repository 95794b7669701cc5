//! Tests the claims of `xor_atlas`; `--help` lists what it understands.
experiments::main!(xor_atlas);
