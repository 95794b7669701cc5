//! The ledger of a folder of results: one row a claim, over all experiments that test it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use claims::ledger::Row;
use claims::verdict::Test;
use claims::{Claim, Finding, Overlay};
use experiment::{Configured, Entry};
use report::table;

use crate::catalogue::Catalogue;
use crate::failure::{Attempt, Failure};
use crate::files;

/// Its file.
pub(crate) const NAME: &str = "ledger.csv";

/// What an experiment found.
pub(crate) struct Tested {
    name: &'static str,
    claims: Vec<Claim>,
    findings: Vec<Finding>,
}

impl Tested {
    /// Its claims are those of claim.toml as it is registered.
    ///
    /// # Errors
    /// If claim.toml is invalid.
    pub(crate) fn new(entry: &Entry, findings: Vec<Finding>) -> Result<Self, Failure> {
        let configured = Configured::of(entry, &Overlay::default()).usage()?;
        Ok(Self::of(&configured, findings))
    }

    /// Its claims are those of this configuration.
    pub(crate) fn of(configured: &Configured, findings: Vec<Finding>) -> Self {
        Self { name: configured.name, claims: configured.file().claims.clone(), findings }
    }

    /// One for each criterion and place.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// What was found, by every experiment that has a claim of this one and results in the folder.
///
/// # Errors
/// If a table of verdicts cannot be read.
pub(crate) fn tested(
    catalogue: &Catalogue,
    one: &Entry,
    folder: &Path,
) -> Result<Vec<Tested>, Failure> {
    let ids = &one.summary().ids;
    let shares = |entry: &&Entry| entry.summary().ids.iter().any(|id| ids.contains(id));
    let mut all = Vec::new();
    for entry in catalogue.experiments.iter().filter(shares) {
        let path = folder.join(entry.name).join("verdicts.csv");
        if path.is_file() {
            let context = || format!("cannot read {}; reproduce rebuilds it", files::shown(&path));
            let findings = table::read_findings(&path).with_context(context).input_output()?;
            all.push(Tested::new(entry, findings)?);
        }
    }
    Ok(all)
}

/// The ledger, sorted by id.
pub(crate) fn rows(tested: &[Tested]) -> Vec<Row> {
    let claims = tested.iter().flat_map(|tested| &tested.claims);
    let ids: BTreeSet<&str> = claims.map(|claim| claim.id.as_str()).collect();
    let row = |id: &str| {
        let of_id: Vec<(&Tested, &Claim, Vec<Finding>)> = tested
            .iter()
            .filter_map(|tested| {
                let claim = tested.claims.iter().find(|claim| claim.id == id)?;
                let findings = tested.findings.iter().filter(|finding| finding.id == id);
                Some((tested, claim, findings.cloned().collect()))
            })
            .collect();
        let tests: Vec<(&Claim, Test<'_>)> = of_id
            .iter()
            .map(|(tested, claim, findings)| (*claim, Test { experiment: tested.name, findings }))
            .collect();
        Row::new(&tests)
    };
    ids.into_iter().map(row).collect()
}

/// Its rows on disk; none if there is no ledger yet.
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
        let before = committed.iter().find(|before| before.id == row.id)?.in_words();
        let now = row.in_words();
        (before != now).then(|| format!("{}: {now}\n  in the ledger: {before}", row.id))
    };
    Ok(rows.iter().filter_map(change).collect())
}
