//! The templates of `new`, which a contributor begins with, compiled and run as they are.
#![allow(unreachable_pub, reason = "they become public modules")]

#[path = "../../crates/lab/templates/analytic/mod.rs"]
mod analytic;
#[path = "../../crates/lab/templates/training/mod.rs"]
mod training;

use claims::{Overlay, Verdict};
use experiment::{Configured, Entry, Run};
use mlp::Simd;

#[test]
fn templates_run_and_say_something() {
    let analytic = Entry::of::<analytic::Experiment>(
        "analytic",
        include_str!("../../crates/lab/templates/analytic/claim.toml"),
    );
    let training = Entry::of::<training::Experiment>(
        "training",
        include_str!("../../crates/lab/templates/training/claim.toml"),
    );
    for (entry, quick, verdict) in
        [(&analytic, false, Verdict::Supported), (&training, true, Verdict::Inconclusive)]
    {
        let overlay = Overlay { quick, ..Overlay::default() };
        let configured = Configured::of(entry, &overlay).expect(entry.name);
        let run = Run { configured: &configured, simd: Simd::fastest() };
        let report = run.whole().expect(entry.name);
        assert_eq!(report.rows[0].verdict, verdict, "{}", entry.name);
        let named = &configured.file().claims[0].charts[0];
        assert!(report.charts.iter().any(|chart| chart.name == *named), "{named}");
    }
}
