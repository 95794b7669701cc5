//! A byte of the journal flipped, or cut with all that follows.

use std::fs;

use crate::counts::{Counts, byte_step};
use crate::scene::{Kind, Run, Scene, differences};

#[test]
fn a_byte_is_flipped() {
    damage("a byte flipped", |journal, at| {
        let mut bytes = journal.to_vec();
        bytes[at] ^= 1;
        bytes
    });
}

#[test]
fn the_end_is_cut_off() {
    damage("the end cut off", |journal, at| journal[..at].to_vec());
}

/// Damages every byte of the last line, and some of those before it.
fn damage(fault: &str, damaged: impl Fn(&[u8], usize) -> Vec<u8>) {
    let scene = Scene::new(Run::few(Kind::Part));
    scene.finish();
    let wanted = scene.files();
    let path = scene.journal().expect("a journal");
    let journal = fs::read(&path).expect("read");
    let lines = &journal[..journal.len() - 1];
    let last = lines.iter().rposition(|&byte| byte == b'\n').expect("more lines than one") + 1;
    let before = (0..last).step_by(7 * byte_step());
    let mut counts = Counts::default();
    for at in before.chain((last..journal.len()).step_by(byte_step())) {
        fs::write(&path, damaged(&journal, at)).expect("written");
        counts.tried += 1;
        let before = scene.trials().len();
        let said = scene.finish();
        counts.lost += before.saturating_sub(scene.found(&said).unwrap_or(0));
        counts.duplicates += scene.duplicates();
        counts.differences += differences(&wanted, &scene.files());
    }
    counts.judge(fault);
}
