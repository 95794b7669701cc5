//! Any bytes as a journal; and a trial written among them, which is found as it was.

#![no_main]

use claims::trial::Group;
use claims::{Cell, Phase};
use lab::journal::{Found, place};
use libfuzzer_sys::fuzz_target;

const METRICS: [&str; 3] = ["loss", "epochs", "reached"];

fuzz_target!(|input: &[u8]| {
    // Of what is kept of a line, a key and its place in a tree are longest.
    let found = fuzz::within((1 << 20) + 256 * input.len(), || Found::read(input, &METRICS));
    let lines = input.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).count();
    assert!(found.len() + found.damaged() <= lines);

    let Some((trial, _)) = input.split_first_chunk::<36>() else { return };
    let number = |at: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&trial[at..at + 8]);
        u64::from_le_bytes(bytes)
    };
    let phase = if trial[0] & 1 == 0 { Phase::Pilot } else { Phase::Confirm };
    let learning_rate = (trial[0] & 2 == 0).then(|| f64::from_bits(number(4)));
    let seed = u64::from(trial[2]) + 256 * u64::from(trial[3]);
    let group = Group { cell: 0, learning_rate, seeds: seed..seed + 1 };
    let arm = format!("arm{}", trial[1]);
    let cell = Cell { data_set: "data".to_owned(), arm, levels: vec![("depth".to_owned(), 2)] };
    let bits = [number(12), number(20), number(28)];

    let rate = learning_rate.map_or("-".to_owned(), |rate| format!("{:016x}", rate.to_bits()));
    let mut line = format!("{phase} {} {rate} {seed}", place(&cell));
    for (name, bits) in METRICS.iter().zip(bits) {
        line.push_str(&format!(" {name}={bits:016x}"));
    }
    let sum = &blake3::hash(line.as_bytes()).to_hex()[..16];
    let whole = [input, b"\n", sum.as_bytes(), b" ", line.as_bytes(), b"\n"].concat();
    let again = Found::read(&whole, &METRICS);
    // As before, and the new one, which may stand there already.
    assert!((found.len()..=found.len() + 1).contains(&again.len()));
    assert_eq!(found.damaged(), again.damaged());
    let metrics = again.group(phase, &cell, &group).expect("the line just written");
    let read = metrics[0].iter().map(|&(name, value)| (name, value.to_bits()));
    assert!(read.eq(METRICS.into_iter().zip(bits)), "{line}");
});
