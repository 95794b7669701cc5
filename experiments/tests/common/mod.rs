//! What the sabotage tests share: runs in memory.

use claims::verdict::Test;
use claims::{Evidence, Finding, Overlay, Role, Verdict};
use experiment::{Configured, Report, Run};
use experiments::EXPERIMENTS;
use mlp::Simd;

fn configured(name: &str, overlay: &Overlay) -> Configured {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == name).expect(name);
    Configured::of(entry, overlay).expect(name)
}

/// What a run under changes gives.
pub(crate) fn report(name: &str, quick: bool, set: &[&str]) -> Report {
    let set = set.iter().map(ToString::to_string).collect();
    let configured = configured(name, &Overlay { quick, set, ..Overlay::default() });
    let simd = Simd::from_environment().expect("there");
    Run { configured: &configured, simd }.whole().expect(name)
}

/// The verdict on a claim by what the program itself does, under changes: where statements are
/// proved, what is only shown beside them decides.
#[allow(dead_code, reason = "not all tests that share this need it")]
pub(crate) fn measured(name: &str, id: &str, quick: bool, set: &[&str]) -> Verdict {
    let file = configured(name, &Overlay::default()).configuration.file;
    let mut claim = file.claims.into_iter().find(|claim| claim.id == id).expect(id);
    let is_proved = claim.all_criteria().any(|(_, criterion)| criterion.proof.is_some());
    claim.criteria.retain(|criterion| criterion.proof.is_none());
    claim.printed.retain(|criterion| criterion.proof.is_none());
    let findings = report(name, quick, set).findings.into_iter();
    let measured = findings.filter(|f| f.id == id && f.evidence != Evidence::Proved);
    let findings: Vec<Finding> = measured
        .map(|finding| Finding {
            role: if is_proved { Role::Decides } else { finding.role },
            ..finding
        })
        .collect();
    claims::verdict::verdict(&claim, &[Test { experiment: name, findings: &findings }]).0
}

/// The verdict on a claim, or on the one criterion of it that says `criterion`, under changes.
pub(crate) fn verdict(name: &str, id: &str, criterion: &str, quick: bool, set: &[&str]) -> Verdict {
    let judged = report(name, quick, set).findings.into_iter().filter(|finding| finding.id == id);
    let judged = judged.filter(|finding| finding.criterion.contains(criterion));
    // What is proved does not hang on the code that is changed.
    let judged = judged.filter(|finding| finding.evidence != Evidence::Proved);
    judged.map(|finding| Verdict::from(finding.outcome)).max().expect("judged")
}
