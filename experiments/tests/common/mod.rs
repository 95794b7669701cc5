//! What the sabotage tests share.

use claims::Verdict;
use experiments::EXPERIMENTS;
use experiments::command_line::{Changes, Options};

/// The verdict on a claim, or on the one criterion of it that says `criterion`, under changes.
pub(crate) fn verdict(name: &str, id: &str, criterion: &str, quick: bool, set: &[&str]) -> Verdict {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == name).expect(name);
    let options = Options { quick, quiet: true, ..Options::default() };
    let set = set.iter().map(ToString::to_string).collect();
    let report = entry.run(&options, &Changes { set, ..Changes::default() }, None).expect(name);
    let judged = report.findings.into_iter().filter(|finding| finding.id == id);
    let judged = judged.filter(|finding| finding.criterion.contains(criterion));
    judged.map(|finding| finding.verdict).max().expect("judged")
}
