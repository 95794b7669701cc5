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

/// One test at a time writes to the record.
static RECORD: Mutex<()> = Mutex::new(());

const HEADER: &str = "fault,tried,trials_lost,duplicates,hash_differences,panics";

/// The record with a row, in the place of that of the same fault; faults in order.
fn recorded(text: &str, row: &str) -> String {
    let fault = |row: &str| row.split(',').next().unwrap_or_default().to_owned();
    let old = text.lines().filter(|line| *line != HEADER);
    let rows: BTreeMap<String, &str> = old.chain([row]).map(|row| (fault(row), row)).collect();
    let lines = std::iter::once(HEADER).chain(rows.into_values());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_row_takes_the_place_of_the_old_one() {
    let text = recorded("", "kill,1,0,0,0,0");
    let text = recorded(&text, "EIO,2,0,0,0,0");
    assert_eq!(
        recorded(&text, "kill,3,0,0,0,0"),
        format!("{HEADER}\nEIO,2,0,0,0,0\nkill,3,0,0,0,0\n")
    );
}

impl Counts {
    /// Puts the counts on record, where one is kept, and demands that nothing went wrong.
    pub(crate) fn judge(self, fault: &str) {
        if let Some(path) = record() {
            let _one = RECORD.lock().expect("no test panics while it has the record");
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let Self { tried, lost, duplicates, differences, panics } = self;
            let row = format!("{fault},{tried},{lost},{duplicates},{differences},{panics}");
            std::fs::write(path, recorded(&text, &row)).expect("the record can be written");
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
