//! Tests the claims of `deep_elu`; `--help` lists what it understands.
experiments::main!(deep_elu);
