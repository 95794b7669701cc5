//! True statements are proved, false ones are not, and slips are found.

use proofs::{Answer, Statement};

/// Statements of the notes and of the textbooks beside them, all true.
const TRUE: &str = include_str!("true.txt");
/// Statements that look true: each is false somewhere, or undefined.
const FALSE: &str = include_str!("false.txt");
/// True statements in whose right side slips are planted, each of which makes it false somewhere.
const SLIPS: &str = include_str!("slips.txt");

fn statements(text: &str) -> Vec<Statement> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.parse().unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

#[test]
fn true_statements_are_proved() {
    for statement in statements(TRUE) {
        let answer = statement.settle();
        assert!(matches!(answer, Answer::Proved(_)), "{statement}: {answer:?}");
    }
}

#[test]
fn no_false_statement_is_proved() {
    for statement in statements(FALSE) {
        let answer = statement.settle();
        assert!(!matches!(answer, Answer::Proved(_)), "{statement}: {answer:?}");
    }
}

#[test]
fn what_is_no_statement_is_refused() {
    for text in [
        "p <= s by induction from p = 0 to p = s if s >= 0",
        "p = n*s by induction from p = 0, n = 0 to p = p + s, n = n + 1",
        "p = s by induction from p = 1 to p = p if s = p",
        "p = 1 by induction from p = 1, p = 2 to p = p",
        "d/dx(x*y) = 2*y by induction from x = y to x = y",
        "d/dpi(pi*x) = 0",
        "x <",
        "x + 1",
    ] {
        assert!(text.parse::<Statement>().is_err(), "{text}");
    }
    let nested = format!("{}x{} <= 1", "tanh(".repeat(12), ")".repeat(12));
    assert!(nested.parse::<Statement>().is_err());
}

#[test]
fn a_certificate_does_not_prove_what_is_false() {
    let all = statements(TRUE).into_iter().chain(statements(SLIPS));
    for statement in all {
        let answer = statement.settle();
        for mutant in statement.mutants() {
            let is_false = matches!(mutant.settle(), Answer::Disproved(_));
            assert!(!(is_false && mutant.accepts(&answer)), "{mutant} by the proof of {statement}");
        }
    }
}

#[test]
fn slips_are_disproved() {
    let (mut all, mut disproved, mut undecided, mut proved) = (0, 0, Vec::new(), Vec::new());
    for statement in statements(SLIPS) {
        assert!(matches!(statement.settle(), Answer::Proved(_)), "{statement}");
        for mutant in statement.mutants() {
            all += 1;
            match mutant.settle() {
                Answer::Disproved(_) => disproved += 1,
                Answer::Undecided => undecided.push(mutant.to_string()),
                Answer::Proved(_) => proved.push(mutant.to_string()),
            }
        }
    }
    assert_eq!(proved, Vec::<String>::new());
    println!("{all} slips, {disproved} disproved; undecided:\n{}", undecided.join("\n"));
    assert!(all >= 500 && disproved * 10 >= all * 9, "{disproved} of {all}: {undecided:?}");
}
