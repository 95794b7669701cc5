//! Any text as the claim.toml of an experiment: an error, or a plan that a machine can hold.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((entry, overlay, text)) = fuzz::chosen(input) else { return };
    fuzz::check(entry, &overlay, text);
});
