//! The power fails: at each system call of a run, in the states in which the disk may then be, as `crash` has
//! them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::counts::{Counts, is_recorded};
use crate::crash::{Disk, Tree};
use crate::scene::{Kind, Run, Scene, differences, whole_lines};
use crate::{strace, trace};

#[test]
fn the_power_fails_at_any_call() {
    if !strace::is_here() {
        return;
    }
    let mut counts = Counts::default();
    for kind in [Kind::Whole, Kind::Part, Kind::Merge] {
        let run = Run::dozen(kind);
        let wanted = run.undisturbed().files;
        let states: Vec<(Tree, usize)> = crash_states(run).into_iter().collect();
        let most = states.iter().map(|&(_, safe)| safe).max();
        assert!(kind == Kind::Merge || most == Some(12), "{kind:?}: {most:?}");
        for (tree, safe) in chosen(&states) {
            let scene = Scene::empty(run);
            laid_out(tree, &scene.path(""));
            let said = scene.finish();
            counts.tried += 1;
            let lost = safe.saturating_sub(scene.found(&said).unwrap_or(0));
            if lost > 0 {
                eprintln!("{kind:?}: {lost} of {safe} are lost: {:?}", tree.files.keys());
            }
            counts.lost += lost;
            counts.duplicates += scene.duplicates();
            counts.differences += differences(&wanted, &scene.files());
        }
    }
    counts.judge("the power fails");
}

/// All of them for the record, else a sample, the last among them.
fn chosen(states: &[(Tree, usize)]) -> impl Iterator<Item = &(Tree, usize)> {
    let step = if is_recorded() { 1 } else { states.len().div_ceil(40) };
    states.iter().rev().step_by(step)
}

/// Every state of the disk, and how many trials were safe in each: synced, in a file whose name was, too.
fn crash_states(run: Run) -> BTreeMap<Tree, usize> {
    let scene = Scene::new(run);
    let before = scene.raw_files();
    let names: Vec<_> = before.keys().cloned().collect();
    let mut disk = Disk::with(before);
    let mut states = BTreeMap::new();
    for call in trace::of(&scene, &names) {
        disk.apply(&call);
        let safe = disk.safe();
        let trials: usize = safe.files.iter().map(trials_in).sum();
        // Once all is written, the journal may go.
        let last = Path::new("out/xor_linear/claim.toml");
        let trials = if safe.files.contains_key(last) { 0 } else { trials };
        for state in disk.states() {
            let most = states.entry(state).or_insert(trials);
            *most = trials.max(*most);
        }
    }
    states
}

/// The trials in a journal.
fn trials_in((path, bytes): (&PathBuf, &Vec<u8>)) -> usize {
    let is_journal = path.ends_with("trials") || path.starts_with("out/.journal");
    if is_journal { whole_lines(bytes).len() } else { 0 }
}

/// Writes a tree into a folder.
fn laid_out(tree: &Tree, folder: &Path) {
    for path in &tree.folders {
        fs::create_dir_all(folder.join(path)).expect("a folder");
    }
    for (path, bytes) in &tree.files {
        fs::write(folder.join(path), bytes).expect("a file");
    }
}
