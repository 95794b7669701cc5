//! A run is killed at, or gets an error from, each of its system calls that write: to the journal,
//! to a file that gets its name when it is whole, to a folder, to standard output.

use crate::counts::{Counts, places};
use crate::scene::{Kind, Run, Scene, differences, error_of};
use crate::strace::{self, Fault, Outcome};

const WRITE: &str = "write";
const SYNC: &str = "fsync,fdatasync";
// Not every machine has all of these.
const RENAME: &str = "?rename,?renameat,?renameat2,?linkat";
const OPEN: &str = "openat";

/// What the faults of an opening are confined to: a program opens much else before it runs.
const OPENED: [&str; 9] = [
    "out",
    "out/.journal",
    "out/.writable",
    "out/xor_linear",
    "out/xor_linear/part-1-of-1",
    "out/xor_linear/part-1-of-1/claim.toml",
    "out/xor_linear/part-1-of-1/trials",
    "joined",
    "joined/xor_linear",
];

#[test]
fn killed_at_a_write() {
    disturb("kill at a write", WRITE, "signal=KILL");
}

#[test]
fn killed_at_a_sync() {
    disturb("kill at a sync", SYNC, "signal=KILL");
}

#[test]
fn killed_at_a_rename() {
    disturb("kill at a rename", RENAME, "signal=KILL");
}

#[test]
fn a_write_fails() {
    disturb("EIO at a write", WRITE, "error=EIO");
}

#[test]
fn a_write_finds_the_disk_full() {
    disturb("ENOSPC at a write", WRITE, "error=ENOSPC");
}

#[test]
fn a_sync_fails() {
    disturb("EIO at a sync", SYNC, "error=EIO");
}

#[test]
fn a_rename_fails() {
    disturb("EIO at a rename", RENAME, "error=EIO");
}

#[test]
fn a_file_or_folder_cannot_be_opened() {
    disturb("EIO at an opening", OPEN, "error=EIO");
}

/// Disturbs the 1st, 2nd, ... call in a run of each kind, until none is left to be disturbed.
fn disturb(fault: &str, calls: &str, what: &str) {
    if !strace::is_here() {
        return;
    }
    let mut counts = Counts::default();
    for kind in [Kind::Whole, Kind::Part, Kind::Merge] {
        let run = Run::few(kind);
        let wanted = run.undisturbed().files;
        for nth in places() {
            let scene = Scene::new(run);
            let opened = OPENED.map(|path| scene.path(path));
            let paths = if calls == OPEN { &opened[..] } else { &[] };
            let outcome = strace::run(&scene, Fault { calls, what, paths }, nth);
            if !outcome.happened {
                let output = &outcome.output;
                assert!(output.status.success(), "{fault} {nth}: {}", error_of(output));
                break;
            }
            counts.tried += 1;
            counts.panics += usize::from(has_panicked(&outcome));
            if what == "signal=KILL" {
                assert!(outcome.is_killed(), "{fault} {nth}, {kind:?}");
            } else {
                is_told(&outcome, &format!("{fault} {nth}, {kind:?}"));
            }
            let before = scene.trials().len();
            counts.duplicates += scene.duplicates();
            let said = scene.finish();
            counts.lost += before.saturating_sub(scene.found(&said).unwrap_or(0));
            counts.duplicates += scene.duplicates();
            counts.differences += differences(&wanted, &scene.files());
        }
    }
    counts.judge(fault);
}

fn has_panicked(outcome: &Outcome) -> bool {
    outcome.output.status.code() == Some(101) || error_of(&outcome.output).contains("panicked")
}

/// An error is told by code 3 and a message that says where it happened, or it did no harm.
fn is_told(outcome: &Outcome, fault: &str) {
    if has_panicked(outcome) {
        return;
    }
    let error = error_of(&outcome.output);
    match outcome.output.status.code() {
        Some(0) => {}
        Some(3) if outcome.muted => {}
        Some(3) => {
            let causes = ["Input/output error", "No space left on device"];
            let told = error.split_once("error: ").and_then(|(_, told)| {
                let place = causes.iter().find_map(|cause| told.find(cause))?;
                Some(&told[..place])
            });
            assert!(told.is_some_and(|place| !place.is_empty()), "{fault}: {error}");
        }
        code => panic!("{fault}: code {code:?}: {error}"),
    }
}
