//! What came of the faults of one kind, and the record of all kinds.

use std::collections::BTreeMap;
use std::sync::Mutex;

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

/// All that were judged by this process, so that tests in any order make one table.
static JUDGED: Mutex<BTreeMap<String, Counts>> = Mutex::new(BTreeMap::new());

impl Counts {
    /// Puts the counts on record, where one is kept, and demands that nothing went wrong.
    pub(crate) fn judge(self, fault: &str) {
        if let Some(path) = record() {
            let mut judged = JUDGED.lock().expect("no test panics while it has the record");
            judged.insert(fault.to_owned(), self);
            let mut csv = "fault,tried,trials_lost,duplicates,hash_differences,panics\n".to_owned();
            for (fault, Self { tried, lost, duplicates, differences, panics }) in &*judged {
                let row = format!("{fault},{tried},{lost},{duplicates},{differences},{panics}\n");
                csv.push_str(&row);
            }
            std::fs::write(path, csv).expect("the record can be written");
        }
        assert!(self.tried > 0, "{fault}: none was tried");
        assert_eq!(self, Self { tried: self.tried, ..Self::default() }, "{fault}");
    }
}

fn record() -> Option<std::ffi::OsString> {
    std::env::var_os("FAULTS_RECORD")
}

/// Where one thing of many is disturbed: 1, 2, 3, ... for the record, else a sample.
pub(crate) fn places() -> impl Iterator<Item = usize> {
    let all = record().is_some();
    std::iter::successors(Some(1), move |place| Some(if all { place + 1 } else { place * 4 }))
}

/// How far apart bytes are that are disturbed one by one: none is left out of the record.
pub(crate) fn byte_step() -> usize {
    if record().is_some() { 1 } else { 31 }
}
