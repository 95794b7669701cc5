//! Tests the claims of `neuron`; `--help` lists what it understands.
experiments::main!(neuron);
