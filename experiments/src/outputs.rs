//! Tables, charts and hashes of a run, as bytes.

use claims::tuning::Choice;
use claims::{Cell, Configuration};
use report::chart::{self, Layout};
use report::{Chart, table};

use crate::experiment::{Experiment, Results};
use crate::failure::Failure;
use crate::files::Output;

/// Above so many trials, `trials.csv` stays unwritten and its hash stands for it.
const MOST_ROWS: usize = 20_000;

/// Every file under `results/`.
///
/// # Errors
/// If polars or plotters refuses what it is given.
pub(crate) fn of<E: Experiment>(
    name: &str,
    configuration: &Configuration<E::Arm, E::Settings>,
    results: &Results<'_, E>,
) -> Result<Vec<Output>, Failure> {
    let mut outputs = Vec::new();
    let mut add = |file: &str, bytes: Vec<u8>| {
        outputs.push(Output { path: format!("{name}/{file}"), bytes });
    };
    let trials = table::trials(results.cells, results.trials)?;
    let csv = table::csv(&trials)?;
    let trials_table = blake3::hash(&csv).to_hex().to_string();
    if results.trials.len() > MOST_ROWS {
        add("summary.csv", table::csv(&table::summary(&trials)?)?);
    } else {
        add("trials.csv", csv);
    }
    if !results.choices.is_empty() {
        outputs.push(tuning(name, results.cells, results.choices)?);
    }
    let mut add = |file: &str, bytes: Vec<u8>| {
        outputs.push(Output { path: format!("{name}/{file}"), bytes });
    };
    add("verdicts.csv", table::csv(&table::findings(results.findings)?)?);
    for (file, seeds) in results.across {
        add(&format!("{file}.csv"), table::csv(&table::seeds(seeds)?)?);
    }
    for (file, contents) in E::tables(results).map_err(Failure::Usage)? {
        add(&format!("{file}.csv"), table::csv(&contents)?);
    }
    let charts: Vec<Chart> = E::charts(results).into_iter().map(Chart::rounded).collect();
    for chart in &charts {
        let svg = chart.svg(Layout::FILE).map_err(Failure::usage)?;
        add(&format!("{}.svg", chart.name), svg.into_bytes());
    }
    if !charts.is_empty() {
        add("charts.json", chart::json(&charts).map_err(Failure::usage)?);
    }
    let hashes = format!(
        "# blake3 of what decides the trials, of what judges them, and of the table of all trials.\n\
         trials_configuration = \"{}\"\ncriteria = \"{}\"\ntrials_table = \"{trials_table}\"\n",
        configuration.trials_hash, configuration.criteria_hash,
    );
    add("hashes.toml", hashes.into_bytes());
    Ok(outputs)
}

/// tuning.csv.
///
/// # Errors
/// If polars refuses the columns.
pub(crate) fn tuning(name: &str, cells: &[Cell], choices: &[Choice]) -> Result<Output, Failure> {
    let bytes = table::csv(&table::tuning(cells, choices)?)?;
    Ok(Output { path: format!("{name}/tuning.csv"), bytes })
}
