//! What came of the faults of one kind, and the record of all kinds.

use std::fs::OpenOptions;
use std::io::Write;

/// What came of the faults of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Faults.
    pub(crate) tried: usize,
    /// Trials that were whole in the journal after the fault, and not found.
    pub(crate) lost: usize,
    /// Trials that stood in a journal twice.
    pub(crate) duplicates: usize,
    /// Files of the run that went on which are not those of an undisturbed one.
    pub(crate) differences: usize,
    /// Faults that the program met with a panic.
    pub(crate) panics: usize,
}

impl Counts {
    /// Puts the counts on record, where one is kept, and demands that nothing went wrong.
    pub(crate) fn judge(self, fault: &str) {
        if let Some(path) = record() {
            let Self { tried, lost, duplicates, differences, panics } = self;
            let row = format!(
                "fault={fault}\ttried={tried}\ttrials_lost={lost}\tduplicates={duplicates}\t\
                 hash_differences={differences}\tpanics={panics}\n"
            );
            // At once, since tests run side by side.
            let file = OpenOptions::new().append(true).create(true).open(path);
            file.and_then(|mut file| file.write_all(row.as_bytes())).expect("a record");
        }
        assert!(self.tried > 0, "{fault}: none was tried");
        assert_eq!(self, Self { tried: self.tried, ..Self::default() }, "{fault}");
    }
}

fn record() -> Option<std::ffi::OsString> {
    std::env::var_os("FAULTS_RECORD")
}

/// Whether this is for the record: nothing is left out then.
pub(crate) fn is_recorded() -> bool {
    record().is_some()
}

/// Where one thing of many is disturbed: 1, 2, 3, ... for the record, else a sample.
pub(crate) fn places() -> impl Iterator<Item = usize> {
    let all = is_recorded();
    std::iter::successors(Some(1), move |place| Some(if all { place + 1 } else { place * 4 }))
}

/// How far apart bytes are that are disturbed one by one: none is left out of the record.
pub(crate) fn byte_step() -> usize {
    if is_recorded() { 1 } else { 31 }
}
