//! What the targets share: an experiment chosen by an input, its plan, a limit on memory.

use std::alloc::System;

use cap::Cap;
use claims::overlay::Overlay;
use experiment::{Configured, Entry, Plan};
use experiments::EXPERIMENTS;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

/// What `f` gives, which may take so many bytes beyond those in use; more end the program.
pub fn within<T>(bytes: usize, f: impl FnOnce() -> T) -> T {
    let limit = ALLOCATOR.allocated().saturating_add(bytes);
    ALLOCATOR.set_limit(limit).expect("above what is in use");
    let value = f();
    ALLOCATOR.set_limit(usize::MAX).expect("no limit");
    value
}

/// How many bytes a configuration may take: far more than any, far less than a machine has.
const CONFIGURATION: usize = 256 << 20;

/// The most trials that a plan may have.
const MOST_TRIALS: usize = 10_000_000;

/// The first byte's experiment, whether its quick numbers are wanted, and the text behind.
pub fn chosen(input: &[u8]) -> Option<(&'static Entry, Overlay, &str)> {
    let (&first, text) = input.split_first()?;
    // Seven bits choose: `9` is the first experiment, `K` the last. The eighth asks for `--quick`.
    let entry = &EXPERIMENTS[usize::from(first & 0x7f) % EXPERIMENTS.len()];
    let overlay = Overlay { quick: first > 0x7f, ..Overlay::default() };
    Some((entry, overlay, std::str::from_utf8(text).ok()?))
}

/// Checks a configuration. What is found right has no more trials than a machine holds.
pub fn check(entry: &'static Entry, overlay: &Overlay, text: &str) {
    let read = || Configured::read(entry, text, "claim.toml", overlay);
    let plan = within(CONFIGURATION, || read().map(|configured| Plan::of(&configured)));
    match plan {
        Ok(plan) => assert!(plan.pilots + plan.trials <= MOST_TRIALS, "{plan}"),
        Err(failure) => assert!(!failure.to_string().is_empty()),
    }
}
