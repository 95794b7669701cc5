//! Tests the claims of `output_units`; `--help` lists what it understands.
experiments::main!(output_units);
