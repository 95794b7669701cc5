//! What the sabotage tests share: runs in memory.

use claims::{Overlay, Verdict};
use experiment::{Configured, Report, Run};
use experiments::EXPERIMENTS;
use mlp::Simd;

/// What a run under changes gives.
pub(crate) fn report(name: &str, quick: bool, set: &[&str]) -> Report {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == name).expect(name);
    let set = set.iter().map(ToString::to_string).collect();
    let configured = Configured::of(entry, &Overlay { quick, set, seeds: None }).expect(name);
    let simd = Simd::from_environment().expect("there");
    Run { configured: &configured, simd }.whole().expect(name)
}

/// The verdict on a claim, or on the one criterion of it that says `criterion`, under changes.
pub(crate) fn verdict(name: &str, id: &str, criterion: &str, quick: bool, set: &[&str]) -> Verdict {
    let judged = report(name, quick, set).findings.into_iter().filter(|finding| finding.id == id);
    let judged = judged.filter(|finding| finding.criterion.contains(criterion));
    judged.map(|finding| Verdict::from(finding.outcome)).max().expect("judged")
}
