//! The ledger of a folder of results.

use std::path::Path;

use anyhow::Context;
use claims::ledger::Row;
use report::table;

use crate::failure::{Attempt, Failure};
use crate::files;

/// Its file.
pub(crate) const NAME: &str = "ledger.csv";

/// Its rows; none if there is no ledger yet.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn read(folder: &Path) -> Result<Vec<Row>, Failure> {
    let path = folder.join(NAME);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let context = || format!("cannot read {}; reproduce rebuilds it", files::shown(&path));
    table::read_ledger(&path).with_context(context).input_output()
}

/// The verdicts that differ from those in the ledger; a claim that is not in it does not count.
///
/// # Errors
/// If the ledger cannot be read.
pub(crate) fn changes(folder: &Path, rows: &[Row]) -> Result<Vec<String>, Failure> {
    let committed = read(folder)?;
    let change = |row: &Row| {
        let same = |before: &&Row| before.id == row.id && before.experiment == row.experiment;
        let (before, now) = (committed.iter().find(same)?.verdict, row.verdict);
        (before != now).then(|| format!("{}: {now}, in the ledger {before}", row.id))
    };
    Ok(rows.iter().filter_map(change).collect())
}
