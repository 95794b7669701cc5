//! Every verdict can fail: what is broken on purpose must turn it.
//!
//! The exact claims on XOR (C10, C12, C13) are broken in the unit tests of `xor_linear`.

use claims::Verdict;
use experiments::EXPERIMENTS;
use experiments::command_line::{Changes, Options};

/// The verdict on a claim, or on the one criterion of it that says `criterion`, under changes.
fn verdict(name: &str, id: &str, criterion: &str, quick: bool, set: &[&str]) -> Verdict {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == name).expect(name);
    let options = Options { quick, quiet: true, ..Options::default() };
    let set = set.iter().map(ToString::to_string).collect();
    let report = entry.run(&options, &Changes { set, ..Changes::default() }, None).expect(name);
    let judged = report.findings.into_iter().filter(|finding| finding.id == id);
    let judged = judged.filter(|finding| finding.criterion.contains(criterion));
    judged.map(|finding| finding.verdict).max().expect("judged")
}

#[test]
fn c11_descent_at_too_large_a_rate_misses_the_optimum() {
    let c11 = |set: &[&str]| verdict("xor_linear", "C11", "distance_to_optimum", true, set);
    assert_eq!(c11(&[]), Verdict::Supported);
    assert_eq!(c11(&["settings.learning_rate=0.32"]), Verdict::Refuted);
    assert_eq!(c11(&["settings.steps=3"]), Verdict::Refuted);
}

#[test]
fn c14_the_printed_weights_need_relu() {
    let c14 = |set: &[&str]| verdict("xor_relu", "C14", "", true, set);
    assert_eq!(c14(&[]), Verdict::Supported);
    assert_eq!(c14(&["arms.printed.activation=identity"]), Verdict::Refuted);
    assert_eq!(c14(&["arms.printed.activation=tanh"]), Verdict::Refuted);
}

#[test]
fn c15_a_linear_network_cannot_be_trained() {
    let smaller =
        ["settings.steps=2000", "trials.confirm_seeds=400", "tuning.learning_rates=[0.03]"];
    let c15 = |set: &[&str]| {
        let set: Vec<&str> = smaller.iter().chain(set).copied().collect();
        verdict("xor_relu", "C15", "solved(relu)", true, &set)
    };
    assert_eq!(c15(&[]), Verdict::Supported);
    assert_eq!(c15(&["arms.relu.activation=identity"]), Verdict::Refuted);
}

#[test]
fn c23_and_c35_swapped_arms_turn_the_verdict() {
    let smaller = [
        "factors.depth=[5]",
        "settings.width=16",
        "settings.epochs=40",
        "settings.goal=0.05",
        "trials.confirm_seeds=20",
        "trials.pilot_seeds=2",
        "tuning.learning_rates=[0.1, 3.0]",
    ];
    let race = |id: &str, criterion: &str, set: &[&str]| {
        let set: Vec<&str> = smaller.iter().chain(set).copied().collect();
        verdict("activation_race", id, criterion, false, &set)
    };
    for (id, criterion, arm) in
        [("C23", "ln(tanh/sigmoid)", "tanh"), ("C35", "ln(relu/sigmoid)", "relu")]
    {
        assert_eq!(race(id, criterion, &[]), Verdict::Supported, "{id}");
        let swapped =
            [format!("arms.sigmoid.activation={arm}"), format!("arms.{arm}.activation=sigmoid")];
        let swapped: Vec<&str> = swapped.iter().map(String::as_str).collect();
        assert_eq!(race(id, criterion, &swapped), Verdict::Refuted, "{id} swapped");
    }
    let tie = |set: &[&str]| race("C23", "scaled_sigmoid", set);
    assert_eq!(tie(&[]), Verdict::Supported);
    assert_ne!(tie(&["arms.scaled_sigmoid.activation=sigmoid"]), Verdict::Supported);
}
