//! Tests the claims of `errata`; `--help` lists what it understands.
experiments::main!(errata);
