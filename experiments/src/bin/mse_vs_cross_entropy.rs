//! Tests the claims of `mse_vs_cross_entropy`; `--help` lists what it understands.
experiments::main!(mse_vs_cross_entropy);
