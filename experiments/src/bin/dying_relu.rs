//! Tests the claims of `dying_relu`; `--help` lists what it understands.
experiments::main!(dying_relu);
