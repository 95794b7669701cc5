//! The map: networks of many widths and depths on batches of many sizes, ours beside JAX and
//! PyTorch, and beside what the machine can do.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::probe;
use crate::worker::{ask, folder, start};
use crate::workload::Workload;

const SYSTEMS: [&str; 3] = ["mlp", "jax", "pytorch"];
/// How often each is asked, and for how many seconds.
const ROUNDS: (usize, f64) = (3, 0.25);
const WIDTHS: [usize; 6] = [4, 16, 64, 256, 1024, 2048];
const BATCHES: [usize; 5] = [1, 8, 32, 128, 1024];
/// Hidden layers; one in double precision.
const DEPTHS: [usize; 2] = [1, 4];
/// A step with more multiply-adds is left out: it takes over a second.
const MOST: f64 = 2e10;
const HEADER: &str = "net,batch,number,threads,system,version,rate,ratio,bound,share,mark\n";

/// The cells of the map: one number of hidden layers after the other.
pub fn cells() -> Vec<Workload> {
    let mut cells = Vec::new();
    for double in [false, true] {
        for &hidden in &DEPTHS[..if double { 1 } else { 2 }] {
            for width in WIDTHS {
                let mut sizes = vec![width; hidden + 1];
                sizes.push(if width < 10 { width } else { 10 });
                cells.extend(BATCHES.map(|batch| Workload::net(&sizes, batch, double)));
            }
        }
    }
    cells.retain(|cell| cell.multiply_adds() <= MOST);
    cells
}

/// Writes `map.csv`, a row for each cell, number of threads and system, as they are measured; what
/// is there already is left alone.
pub fn draw(python: &Path, out: &Path, cells: &[Workload]) -> Result<()> {
    let path = out.join("map.csv");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    if before.is_empty() {
        file.write_all(HEADER.as_bytes())?;
    }
    for threads in [1, 2] {
        let peak = probe::peak(threads);
        for cell in cells {
            if !before.contains(&key(cell, threads)) {
                file.write_all(rows(cell, threads, peak, python)?.as_bytes())?;
            }
        }
    }
    Ok(())
}

/// The first columns of a cell's rows.
fn key(cell: &Workload, threads: usize) -> String {
    let widths: Vec<String> = cell.sizes.iter().map(usize::to_string).collect();
    let number = if cell.double { "f64" } else { "f32" };
    format!("{},{},{number},{threads},", widths.join("-"), cell.batch)
}

/// Steps a second that the machine allows: multiply-adds at their peak, or W read forwards and
/// backwards and changed once, whichever takes longer.
fn bound(cell: &Workload, threads: usize, peak: f64) -> f64 {
    let (peak, size) = if cell.double { (peak / 2.0, 8) } else { (peak, 4) };
    let weights: usize = cell.sizes.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let [read, moved] = probe::bandwidth(threads, size * weights);
    let bytes = (size * weights) as f64;
    let (arithmetic, memory) = (cell.multiply_adds() / peak, 2.0 * bytes / read + bytes / moved);
    1.0 / if arithmetic > memory { arithmetic } else { memory }
}

fn rows(cell: &Workload, threads: usize, peak: f64, python: &Path) -> Result<String> {
    let folder = folder()?;
    cell.write(&folder)?;
    let mut workers = start(&SYSTEMS, &cell.name, threads, &folder, python)?;
    ask(&mut workers, ROUNDS)?;
    let bound = bound(cell, threads, peak);
    let mut rows = String::new();
    for worker in &workers {
        let rate = worker.median();
        let row = format!(
            "{}{},{},{rate:.1},{:.3},{bound:.1},{:.3},{}\n",
            key(cell, threads),
            worker.system,
            worker.version(),
            workers[0].median() / rate,
            rate / bound,
            worker.mark(&workers[0])?,
        );
        print!("{row}");
        rows += &row;
    }
    std::fs::remove_file(cell.path(&folder))?;
    Ok(rows)
}
