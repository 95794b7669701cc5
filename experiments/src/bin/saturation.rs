//! Tests the claims of `saturation`; `--help` lists what it understands.
experiments::main!(saturation);
