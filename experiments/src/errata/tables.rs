//! The counterexamples, and the planted slips.

use claims::statistics::shown;
use claims::{Phase, Streams};
use experiment::Results;
use figures::{Table, column, frame};

use super::mutants;
use super::settings::{Arm, Settings};

/// Each formula as printed, where it is off by most, what it says there and what it should.
pub(super) fn counterexamples(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Table> {
    let mut rows = Vec::new();
    for (name, arm) in results.arms {
        let Arm::Formula(slip) = arm else { continue };
        let streams = Streams::new("errata", Phase::Confirm, "", 0);
        let printed = slip.states(&slip.printed);
        let domain = printed.domain();
        let widest = printed.widest(&mut streams.stream("points"));
        let there = domain.named(&widest.at);
        let place: Vec<String> =
            there.iter().map(|(name, x)| format!("{name} = {}", shown(*x))).collect();
        let formulas = [&slip.printed, &slip.corrected];
        let [printed_value, corrected_value] = formulas.map(|formula| formula.value(&there));
        let values = [printed_value, printed.truth(&there), corrected_value].map(shown);
        rows.push((name.as_str(), formulas.map(ToString::to_string), place.join(", "), values));
    }
    let columns = vec![
        column("arm", &rows, |row| row.0),
        column("printed", &rows, |row| row.1[0].clone()),
        column("corrected", &rows, |row| row.1[1].clone()),
        column("at", &rows, |row| row.2.clone()),
        column("printed_value", &rows, |row| row.3[0]),
        column("true_value", &rows, |row| row.3[1]),
        column("corrected_value", &rows, |row| row.3[2]),
    ];
    Ok(frame(columns)?)
}

/// Every planted slip, and whether the search found it.
pub(super) fn mutants(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Table> {
    let hunts = mutants::hunt(results.settings);
    let columns = vec![
        column("formula", &hunts, |hunt| hunt.name.clone()),
        column("slip", &hunts, |hunt| hunt.slip.clone()),
        column("discrepancy", &hunts, |hunt| shown(hunt.discrepancy)),
        column("found", &hunts, |hunt| hunt.found),
    ];
    Ok(frame(columns)?)
}
