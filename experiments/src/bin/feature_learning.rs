//! Tests the claims of `feature_learning`; `--help` lists what it understands.
experiments::main!(feature_learning);
