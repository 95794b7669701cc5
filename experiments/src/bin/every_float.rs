//! Tests the claims of `every_float`; `--help` lists what it understands.
experiments::main!(every_float);
