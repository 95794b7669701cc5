//! Any bytes as an IDX file: an error, or as many bytes as its sizes say.

#![no_main]

use experiments::data::idx;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    read::<1>(input);
    read::<2>(input);
    read::<3>(input);
});

fn read<const D: usize>(file: &[u8]) {
    match fuzz::within(1 << 16, || idx::read::<D>(file)) {
        Ok((sizes, bytes)) => {
            assert_eq!(sizes.iter().product::<usize>(), bytes.len());
            assert_eq!(4 + 4 * D + bytes.len(), file.len());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
