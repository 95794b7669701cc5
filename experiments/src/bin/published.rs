//! Tests the claims of `published`; `--help` lists what it understands.
experiments::main!(published);
