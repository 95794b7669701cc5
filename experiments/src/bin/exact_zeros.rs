//! Tests the claims of `exact_zeros`; `--help` lists what it understands.
experiments::main!(exact_zeros);
