//! Any bytes as what a page asks its module, but for training, which takes its time: an answer or an
//! error, in JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let trains = ["xor", "dying_relu", "approximation", "trial", "many", "two"];
    if trains.iter().any(|word| text.contains(word)) || text.contains("\\u") {
        return;
    }
    let answer = fuzz::within(64 << 20, || live::answer(input));
    assert!(answer.starts_with("{\"answer\":") || answer.starts_with("{\"error\":\""), "{answer}");
});
