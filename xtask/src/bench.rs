//! A run of the benches: criterion's figures, compared with the last run on the same host.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::charts::{self, readable};
use crate::history::{self, Row, Run};
use crate::programs::target;

/// Compares criterion's last figures with the history, appends them to it and draws it.
pub(crate) fn record(run: &Run) -> Result<()> {
    let mut rows = history::read()?;
    let folders = benches(&target()?.join("criterion"))?;
    let new = folders.iter().map(|folder| figures(folder, run));
    let mut new = new.collect::<Result<Vec<_>>>()?;
    new.sort_by(|a, b| a.bench.cmp(&b.bench));
    compare(&new, &rows);
    rows.extend(new);
    history::write(&rows)?;
    rows.retain(|row| row.run.host == run.host);
    charts::history(&rows, &run.host)?;
    charts::activation_cost(&rows, &run.host)
}

/// What criterion found for one bench.
fn figures(folder: &Path, run: &Run) -> Result<Row> {
    let read = |name| -> Result<Value> {
        Ok(serde_json::from_str(&fs::read_to_string(folder.join(name))?)?)
    };
    let (bench, estimates) = (read("benchmark.json")?, read("estimates.json")?);
    let median = &estimates["median"];
    let interval = &median["confidence_interval"];
    let seconds = |value: &Value| value.as_f64().map(|nanoseconds| nanoseconds * 1e-9);
    let row = || {
        let seconds = [
            seconds(&median["point_estimate"])?,
            seconds(&interval["lower_bound"])?,
            seconds(&interval["upper_bound"])?,
        ];
        Some(Row { run: run.clone(), bench: bench["full_id"].as_str()?.to_owned(), seconds })
    };
    row().with_context(|| format!("{}: not in criterion's format", folder.display()))
}

/// Prints each new figure beside the last one of its host.
fn compare(new: &[Row], rows: &[Row]) {
    println!("{:44} {:>10} {:>8}  interval", "bench", "median", "ratio");
    for row in new {
        let same_host = |old: &&Row| old.bench == row.bench && old.run.host == row.run.host;
        let ([median, low, high], name) = (row.seconds, &row.bench);
        print!("{name:44} {:>10}", readable(median));
        match rows.iter().rev().find(same_host) {
            None => println!("    first run on this host"),
            Some(old) => {
                let [old_median, old_low, old_high] = old.seconds;
                let (least, most) = (low / old_high, high / old_low);
                let word = if least > 1.0 {
                    "  slower"
                } else if most < 1.0 {
                    "  faster"
                } else {
                    ""
                };
                println!(" {:8.3}  {least:.3} to {most:.3}{word}", median / old_median);
            }
        }
    }
}

/// The folders of criterion's last figures.
fn benches(criterion: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![criterion.to_owned()];
    while let Some(folder) = open.pop() {
        if folder.file_name().is_some_and(|name| name == "new") {
            found.push(folder);
            continue;
        }
        let entries = fs::read_dir(&folder);
        for entry in entries.with_context(|| format!("{} cannot be read", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    Ok(found)
}
