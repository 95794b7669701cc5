//! The journal: what was finished is found again, what was damaged is not believed.

use claims::trial::{Group, groups};
use claims::{Cell, Metrics, Phase};
use lab::journal::{Journal, place};

const METRICS: [&str; 2] = ["loss", "epochs"];

/// A folder that goes when the test does.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("journal-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }
    fn journal(&self) -> std::path::PathBuf {
        self.0.join("journal")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn cell(arm: &str) -> Cell {
    let levels = vec![("width".to_owned(), 2), ("depth".to_owned(), -1)];
    Cell { data_set: "digits".to_owned(), arm: arm.to_owned(), levels }
}

/// Six seeds in groups of two, at one rate.
fn all_groups() -> Vec<Group> {
    groups(3, Some(0.1), 0..6, 2).collect()
}

fn metrics(group: &Group) -> Vec<Metrics> {
    let of = |seed: u64| vec![("loss", 1.0 / (seed + 1) as f64), ("epochs", f64::NAN)];
    group.seeds.clone().map(of).collect()
}

fn write(folder: &Folder) -> Vec<u8> {
    let journal = Journal::open(&folder.journal(), &METRICS).expect("open");
    for group in all_groups() {
        journal.append(Phase::Confirm, &cell("relu"), &group, &metrics(&group)).expect("append");
    }
    drop(journal);
    std::fs::read(folder.journal()).expect("read")
}

/// The bits, since NaN is not equal to itself.
fn bits(metrics: &[Metrics]) -> Vec<(&'static str, u64)> {
    metrics.iter().flatten().map(|(name, x)| (*name, x.to_bits())).collect()
}

#[test]
fn what_was_finished_is_found_again() {
    let folder = Folder::new("found");
    write(&folder);
    let journal = Journal::open(&folder.journal(), &METRICS).expect("open");
    assert_eq!((journal.found().len(), journal.found().damaged()), (6, 0));
    for group in all_groups() {
        let found = journal.found().group(Phase::Confirm, &cell("relu"), &group).expect("found");
        assert_eq!(bits(&found), bits(&metrics(&group)));
        assert!(journal.found().group(Phase::Pilot, &cell("relu"), &group).is_none());
        let elsewhere = Group { learning_rate: Some(0.2), ..group };
        assert!(journal.found().group(Phase::Confirm, &cell("relu"), &elsewhere).is_none());
    }
}

#[test]
fn each_byte_cut_or_flipped_costs_one_trial_and_lies_about_none() {
    let folder = Folder::new("damage");
    let whole = write(&folder);
    let last = whole[..whole.len() - 1].iter().rposition(|&byte| byte == b'\n').expect("lines") + 1;
    for at in last..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        for (damaged, bytes) in [("cut", &whole[..at]), ("flipped", &flipped[..])] {
            std::fs::write(folder.journal(), bytes).expect("write");
            let journal = Journal::open(&folder.journal(), &METRICS).expect("open");
            // All that a line ends with may be gone; the line itself is then whole.
            assert!(journal.found().len() >= 5, "{damaged} at {at}");
            for group in all_groups() {
                if let Some(found) = journal.found().group(Phase::Confirm, &cell("relu"), &group) {
                    assert_eq!(bits(&found), bits(&metrics(&group)), "{damaged} at {at}");
                }
            }
            // What is written next stands by itself.
            let group = &all_groups()[2];
            journal.append(Phase::Confirm, &cell("relu"), group, &metrics(group)).expect("append");
            drop(journal);
            let again = Journal::open(&folder.journal(), &METRICS).expect("open");
            assert_eq!(again.found().len(), 6, "{damaged} at {at}");
            let bytes = std::fs::read(folder.journal()).expect("read");
            let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
            assert_eq!(
                lines.count(),
                6 + again.found().damaged(),
                "a trial twice, {damaged} at {at}"
            );
        }
    }
}

#[test]
fn two_processes_do_not_write_to_one_journal() {
    let folder = Folder::new("lock");
    let _first = Journal::open(&folder.journal(), &METRICS).expect("open");
    for second in [Journal::open(&folder.journal(), &METRICS), Journal::begin(&folder.journal())] {
        let error = second.expect_err("locked").to_string();
        assert!(error.contains("another process"), "{error}");
    }
}

#[test]
fn who_writes_without_a_lock_is_noticed() {
    let folder = Folder::new("unlocked");
    let journal = Journal::open(&folder.journal(), &METRICS).expect("open");
    let groups = all_groups();
    let append =
        |group: &Group| journal.append(Phase::Confirm, &cell("relu"), group, &metrics(group));
    append(&groups[0]).expect("written");
    let mut other = std::fs::OpenOptions::new().append(true).open(folder.journal()).expect("open");
    std::io::Write::write_all(&mut other, b"another's\n").expect("written");
    let before = std::fs::read(folder.journal()).expect("read");
    let error = append(&groups[1]).expect_err("refused").to_string();
    assert!(error.contains("locks do not hold here") && error.contains("--out"), "{error}");
    assert_eq!(
        std::fs::read(folder.journal()).expect("read"),
        before,
        "and nothing is written over"
    );
    std::fs::remove_file(folder.journal()).expect("removed");
    journal.remove().expect("the other has removed it");
}

#[test]
fn a_journal_can_be_begun_anew_and_removed() {
    let folder = Folder::new("anew");
    let whole = write(&folder);
    drop(Journal::begin(&folder.journal()).expect("begun"));
    let journal = Journal::open(&folder.journal(), &METRICS).expect("open");
    assert!(journal.found().is_empty());
    for group in all_groups() {
        journal.append(Phase::Confirm, &cell("relu"), &group, &metrics(&group)).expect("append");
    }
    assert!(std::fs::read(folder.journal()).expect("read") == whole);
    journal.remove().expect("removed");
    assert!(!folder.journal().exists());
}

/// A cell's number is its place in the file, where arms may have been exchanged since.
#[test]
fn a_trial_is_of_a_cell_by_name() {
    let folder = Folder::new("names");
    write(&folder);
    let journal = Journal::open(&folder.journal(), &METRICS).expect("open");
    let group = &all_groups()[0];
    assert!(journal.found().group(Phase::Confirm, &cell("sigmoid"), group).is_none());
    let elsewhere = Group { cell: 0, ..group.clone() };
    assert!(journal.found().group(Phase::Confirm, &cell("relu"), &elsewhere).is_some());
    let mut factors_exchanged = cell("relu");
    factors_exchanged.levels.reverse();
    assert!(journal.found().group(Phase::Confirm, &factors_exchanged, group).is_some());
    let mut other_level = cell("relu");
    other_level.levels[0].1 = 3;
    assert!(journal.found().group(Phase::Confirm, &other_level, group).is_none());
    assert_eq!(place(&cell("relu")), "digits/relu/depth=-1/width=2");
}
