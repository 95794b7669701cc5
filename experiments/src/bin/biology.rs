//! Tests the claims of `biology`; `--help` lists what it understands.
experiments::main!(biology);
