//! Any lines as the `--set` of an experiment, the last one a number as its `--seeds`.

#![no_main]

use experiments::command_line::Changes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((entry, options, text)) = fuzz::chosen(input) else { return };
    let mut set: Vec<String> = text.lines().map(str::to_owned).collect();
    let seeds = set.last().and_then(|last| last.parse().ok());
    if seeds.is_some() {
        set.pop();
    }
    fuzz::check(entry, &options, &Changes { set, seeds, ..Changes::default() });
});
