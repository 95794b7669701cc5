//! Identities that are true because both sides were rewritten from one formula, and the same with a
//! number added to one side.

use proofs::{Answer, Statement};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// A formula, and another text of the same.
fn pair() -> impl Strategy<Value = (String, String)> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        Just("y".to_owned()),
        (-3..4_i32).prop_map(|n| format!("({n})")),
        Just("exp(x)".to_owned()),
        Just("sigmoid(y)".to_owned()),
    ];
    leaf.prop_map(|text| (text.clone(), text)).prop_recursive(4, 16, 2, |inner| {
        let two = (inner.clone(), inner.clone(), inner.clone());
        prop_oneof![
            // Sums and products in another order, and multiplied out.
            two.clone().prop_map(|((a, a2), (b, b2), _)| (
                format!("({a} + {b})"),
                format!("({b2} + {a2})")
            )),
            two.clone()
                .prop_map(|((a, a2), (b, b2), _)| (format!("({a}*{b})"), format!("({b2}*{a2})"))),
            two.clone().prop_map(|((a, a2), (b, b2), (c, c2))| {
                (format!("({a}*({b} - {c}))"), format!("({a2}*{b2} - {a2}*{c2})"))
            }),
            inner.clone().prop_map(|(a, a2)| (format!("({a})^2"), format!("({a2}*({a2}))"))),
            inner.clone().prop_map(|(a, a2)| (format!("abs({a})"), format!("max({a2}, -({a2}))"))),
            inner
                .clone()
                .prop_map(|(a, a2)| (format!("tanh({a})"), format!("(1 - 2*sigmoid(-2*({a2})))"))),
            inner.prop_map(|(a, a2)| (
                format!("sigmoid({a})"),
                format!("(exp({a2})/(1 + exp({a2})))")
            )),
        ]
    })
}

#[test]
fn rewritten_identities_are_proved_and_changed_ones_are_not() {
    let mut runner = TestRunner::deterministic();
    let (mut all, mut proved) = (0, 0);
    while all < 150 {
        let (left, right) = pair().new_tree(&mut runner).expect("a pair").current();
        // Towers of exponentials have numbers that nothing can hold.
        if left.len() + right.len() >= 160 {
            continue;
        }
        let settle = |text: String| text.parse::<Statement>().expect("a statement").settle();
        let answer = settle(format!("{left} = {right}"));
        assert!(!matches!(answer, Answer::Disproved(_)), "{left} = {right}");
        all += 1;
        proved += usize::from(matches!(answer, Answer::Proved(_)));
        let changed = settle(format!("{left} = {right} + 1/7"));
        assert!(!matches!(changed, Answer::Proved(_)), "{left} = {right} + 1/7");
    }
    // What is by cases of functions by cases may stay undecided.
    assert!(proved * 100 >= all * 95, "{proved} of {all}");
    println!("{proved} of {all}");
}
