//! Tests the claims of `capacity`; `--help` lists what it understands.
experiments::main!(capacity);
