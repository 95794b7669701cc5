//! Any bytes as the weights of a small network, and as those of the network that they describe: an
//! error or a whole network, in memory of the size of the file.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use mlp::{Activation, Architecture, Cost, Network, Output};

fuzz_target!(|input: &[u8]| {
    let Some((&first, file)) = input.split_first() else { return };
    // `a` is the first activation.
    let activation = Activation::ALL[usize::from(first.wrapping_sub(b'a')) % Activation::ALL.len()];
    let architecture = Architecture {
        sizes: vec![2, 4, 1],
        activation,
        output: Output::Linear,
        cost: Cost::HalfSquaredError,
    };
    let empty = Network::<f32>::new(architecture.clone()).expect("a small network");
    // A tensor is named in some 50 bytes of the header and kept in a few hundred.
    let read = || Network::from_bytes(file, Path::new("weights"), architecture);
    match fuzz::within((1 << 20) + 64 * file.len(), read) {
        Ok(network) => {
            assert_eq!(network.parameters.len(), empty.parameters.len());
            assert_eq!(network.layers, empty.layers);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match fuzz::within((1 << 20) + 64 * file.len(), || Network::decode(file, Path::new("weights")))
    {
        Ok(network) => assert!(2 * network.parameters.len() <= file.len()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
