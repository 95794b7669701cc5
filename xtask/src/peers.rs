//! The comparison with other libraries, drawn.

use std::path::Path;

use anyhow::Result;
use report::{Axis, Chart, Mark, Panel};

use crate::charts::write;
use crate::table::Table;

const TABLE: &str = "results/performance/peers.csv";
const COLUMNS: &str = "workload,threads,system,version,rate,unit,ratio,mark";

/// A chart for each number of threads: our rate over theirs, system by workload.
pub(crate) fn draw() -> Result<()> {
    let Table { rows, .. } = Table::read(Path::new(TABLE), COLUMNS)?;
    let distinct = |column: usize| {
        let mut names: Vec<&str> = Vec::new();
        for row in &rows {
            if !names.contains(&row[column].as_str()) {
                names.push(&row[column]);
            }
        }
        names
    };
    let workloads = distinct(0);
    let mut systems = distinct(2);
    systems.retain(|system| *system != "mlp");
    systems.reverse();
    for threads in ["1", "2"] {
        let mut cells = Vec::new();
        for row in rows.iter().filter(|row| row[1] == threads) {
            let Some(y) = systems.iter().position(|system| *system == row[2]) else { continue };
            let x = workloads.iter().position(|workload| *workload == row[0]).unwrap_or(0);
            let ratio: f64 = row[6].parse()?;
            // A shade for each range of speed ratios: to 1/2, to 1, to 2, to 10 and above.
            let share = [0.5, 1.0, 2.0, 10.0].iter().filter(|&&step| ratio >= step).count();
            let text = if ratio < 10.0 { format!("{ratio:.2}") } else { format!("{ratio:.0}") };
            cells.push((x as f64, y as f64, share as f64 / 4.0, text));
        }
        let name = format!("peers_{threads}_thread{}", if threads == "1" { "" } else { "s" });
        let many = if threads == "1" { "one thread" } else { "two threads" };
        write(&Chart {
            name,
            title: format!("Training steps a second: ours over theirs, {many}"),
            caption: "Medians of seven interleaved rounds; above 1 we are faster.".to_owned(),
            panels: vec![Panel {
                title: String::new(),
                x: Axis::names("workload", workloads.iter().map(short)),
                y: Axis::names("library", systems.iter().map(|name| name.replace('_', " "))),
                marks: vec![Mark::heat(cells)],
            }],
        })?;
    }
    Ok(())
}

/// `xor_sweep_tanh` as "tanh sweep": six names have to fit below a chart.
fn short(workload: &&str) -> String {
    match workload.strip_prefix("xor_sweep_") {
        Some(activation) => format!("{activation} sweep"),
        None => workload.replace('_', " "),
    }
}
