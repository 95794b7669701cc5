//! Tests the claims of `protocol`; `--help` lists what it understands.
experiments::main!(protocol);
