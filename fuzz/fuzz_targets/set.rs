//! Any lines as the `--set` of an experiment, the last one a number as its `--seeds`.

#![no_main]

use claims::overlay::Overlay;
use libfuzzer_sys::fuzz_target;

/// What is changed: short files, where an experiment's own would be read through for each input.
/// One has formulas, one arms with trials of their own, one factors and a tuning.
const FILES: [&[u8]; 3] = [
    include_bytes!("../corpus/claim_toml/zig_zag_short"),
    include_bytes!("../corpus/claim_toml/xor_linear_short"),
    include_bytes!("../corpus/claim_toml/xor_relu_short"),
];

fuzz_target!(|input: &[u8]| {
    let Some((&first, lines)) = input.split_first() else { return };
    let Ok(lines) = std::str::from_utf8(lines) else { return };
    let file = FILES[usize::from(first) % FILES.len()];
    let (entry, _, text) = fuzz::chosen(file).expect("a file of the corpus");
    let mut set: Vec<String> = lines.lines().map(str::to_owned).collect();
    let seeds = set.last().and_then(|last| last.parse().ok());
    if seeds.is_some() {
        set.pop();
    }
    fuzz::check(entry, &Overlay { quick: first > 0x7f, seeds, set, own_data: None }, text);
});
