//! Tests the claims of `probes`; `--help` lists what it understands.
experiments::main!(probes);
