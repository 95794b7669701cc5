//! Tests the claims of `maxout`; `--help` lists what it understands.
experiments::main!(maxout);
