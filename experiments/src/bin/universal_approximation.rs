//! Tests the claims of `universal_approximation`; `--help` lists what it understands.
experiments::main!(universal_approximation);
