//! What has to be trusted is counted, so that it does not grow unseen.

/// What reads a statement: that what is proved is what is written.
const READS: [&str; 7] = [
    include_str!("../src/formula/mod.rs"),
    include_str!("../src/formula/number.rs"),
    include_str!("../src/formula/parse.rs"),
    include_str!("../src/formula/tree.rs"),
    include_str!("../src/comparisons.rs"),
    include_str!("../src/induction.rs"),
    include_str!("../src/statement.rs"),
];

/// What checks a certificate: that what is proved is true.
const CHECKS: [&str; 11] = [
    include_str!("../src/relation.rs"),
    include_str!("../src/polynomial.rs"),
    include_str!("../src/calculus.rs"),
    include_str!("../src/sequent.rs"),
    include_str!("../src/normal.rs"),
    include_str!("../src/fact.rs"),
    include_str!("../src/refutation.rs"),
    include_str!("../src/enclosure.rs"),
    include_str!("../src/boxes.rs"),
    include_str!("../src/proof.rs"),
    include_str!("../src/answer.rs"),
];

/// Lines of code, without tests, comments and blank lines.
fn lines(files: &[&str]) -> usize {
    let own = |text: &&str| {
        let own = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        own.lines().filter(is_code).count()
    };
    files.iter().map(own).sum()
}

#[test]
fn what_is_trusted_stays_small() {
    let (reads, checks) = (lines(&READS), lines(&CHECKS));
    println!("{reads} lines read, {checks} check");
    assert!(reads <= 700 && checks <= 1280, "{reads} lines read, {checks} check");
}
