//! Any text as the claim.toml of an experiment: an error, or a plan that a machine can hold.

#![no_main]

use experiments::command_line::Changes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((entry, options, text)) = fuzz::chosen(input) else { return };
    let changes = Changes { text: Some(text.to_owned()), ..Changes::default() };
    fuzz::check(entry, &options, &changes);
});
