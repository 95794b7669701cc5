//! Tests the claims of `xor_relu`; `--help` lists what it understands.
experiments::main!(xor_relu);
