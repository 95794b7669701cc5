//! Any text as a statement: an error, or a statement, against which the certificates of others are
//! checked.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use proofs::{Answer, Statement};

/// Statements of each kind, with their certificates.
static SETTLED: LazyLock<Vec<(Statement, Answer)>> = LazyLock::new(|| {
    let all = [
        "d/dx(sigmoid(x)) <= 1/4",
        "d/dx(tanh(x)) = 1 - tanh(x)^2",
        "x <= y if exp(x) <= exp(y)",
        "relu(x) >= x",
        "x*y <= 1/2*x^2 + 1/2*y^2",
        "x = y if a*x + b*y = c, b*x + a*y = c, a != b",
    ];
    let settled = |text: &str| {
        let statement: Statement = text.parse().expect("a statement");
        let answer = statement.settle();
        assert!(matches!(answer, Answer::Proved(_)) && statement.accepts(&answer), "{text}");
        (statement, answer)
    };
    all.map(settled).into()
});

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match fuzz::within(64 << 20, || text.parse::<Statement>()) {
        Ok(statement) => {
            assert_eq!(statement.to_string(), text);
            for (known, answer) in SETTLED.iter() {
                let is_it = known.to_string() == text;
                assert!(statement.accepts(answer) || !is_it, "{text}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
