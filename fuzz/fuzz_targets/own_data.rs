//! Any bytes as a CSV file of one's own data: an error, or examples of finite numbers and their
//! classes.

#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use lab::own_data::Examples;
use libfuzzer_sys::fuzz_target;

/// In memory, where the system has such a folder.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("fuzz-own-data-{}.csv", std::process::id()))
});

fuzz_target!(|input: &[u8]| {
    std::fs::write(&*FILE, input).expect("written");
    match fuzz::within(64 << 20, || Examples::read(&FILE, None)) {
        Ok(Examples { inputs, labels, classes, .. }) => {
            assert_eq!(inputs.len(), labels.len());
            assert!(inputs.iter().all(|example| example.len() == inputs[0].len()));
            assert!(inputs.iter().flatten().all(|number| number.is_finite()));
            assert!(labels.iter().all(|&label| label < classes.len()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
