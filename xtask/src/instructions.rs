//! The gate on the hot kernels: instructions counted by callgrind, whatever the load of the
//! machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::programs::{output, target};
use crate::table::Table;

const TABLE: &str = "results/performance/instructions.csv";
const COLUMNS: &str = "kernel,path,rustc,instructions";

/// Counts every kernel's instructions, and records the counts or compares them with those on
/// record.
pub(crate) fn count(update: bool) -> Result<()> {
    let record = Table::read(Path::new(TABLE), COLUMNS)?;
    let counts = Table { columns: COLUMNS, rows: counts()? };
    if update {
        counts.write(Path::new(TABLE))?;
        println!("written to {TABLE}");
        return Ok(());
    }
    let worse = compare(&counts.rows, &record.rows)?;
    ensure!(
        worse.is_empty(),
        "over 3 % more instructions than on record: {}\nif intended: scripts/instructions --update",
        worse.join(" ")
    );
    Ok(())
}

fn counts() -> Result<Vec<Vec<String>>> {
    let rustc = output(Command::new("rustc").arg("--version"))?;
    let rustc = rustc.split(' ').nth(1).context("rustc does not tell its version")?;
    let (target, build) =
        (target()?, "build --quiet --release --locked -p probe --bin instructions");
    output(Command::new("cargo").args(build.split(' ')).arg("--target-dir").arg(&target))?;
    let program = target.join("release/instructions");
    let file = target.join("callgrind.out");
    // Under valgrind, like the counted runs: the path depends on the processor it emulates.
    let kernels = output(Command::new("valgrind").args(["--quiet", "--tool=none"]).arg(&program))?;
    let count = |line: &str| {
        let (kernel, path) =
            line.split_once(' ').with_context(|| format!("`{line}` names no path"))?;
        let mut out = "--callgrind-out-file=".to_owned();
        out.push_str(&file.to_string_lossy());
        let options = ["--tool=callgrind", "--toggle-collect=*counted*", &out];
        output(Command::new("valgrind").args(options).arg(&program).arg(kernel))?;
        let profile = fs::read_to_string(&file)?;
        let sums = ["summary: ", "totals: "];
        let sum =
            profile.lines().find_map(|line| sums.iter().find_map(|sum| line.strip_prefix(sum)));
        let sum = sum.with_context(|| format!("callgrind counted nothing of {kernel}"))?;
        Ok([kernel, path, rustc, sum.trim()].map(str::to_owned).to_vec())
    };
    kernels.lines().map(count).collect()
}

/// Prints each count beside the one on record; returns the kernels that exceed it by more than 3 %.
fn compare<'a>(counts: &'a [Vec<String>], record: &[Vec<String>]) -> Result<Vec<&'a str>> {
    let mut worse = Vec::new();
    for row in counts {
        let [kernel, path, rustc, count] = &row[..] else { unreachable!("there are four columns") };
        let Some(wanted) = record.iter().find(|wanted| wanted[..3] == row[..3]) else {
            println!("{kernel:24} {count:>10}  no count for {path} and rustc {rustc}");
            continue;
        };
        let ratio = count.parse::<f64>()? / wanted[3].parse::<f64>()?;
        println!("{kernel:24} {count:>10}  {ratio:.3} of the count on record");
        if ratio > 1.03 {
            worse.push(kernel.as_str());
        }
    }
    Ok(worse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_three_per_cent_above_the_record_is_worse() {
        let rows = |counts: [[&str; 4]; 3]| counts.map(|row| row.map(str::to_owned).to_vec());
        let record =
            rows([["a", "avx2", "1", "100"], ["b", "avx2", "1", "100"], ["c", "avx2", "1", "9"]]);
        let counts =
            rows([["a", "avx2", "1", "103"], ["b", "avx2", "1", "104"], ["c", "avx2", "2", "99"]]);
        assert_eq!(compare(&counts, &record).unwrap(), ["b"]);
    }
}
