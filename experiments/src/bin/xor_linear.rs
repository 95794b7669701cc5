//! Tests the claims of `xor_linear`; `--help` lists what it understands.
experiments::main!(xor_linear);
