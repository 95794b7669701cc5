//! The same training on other libraries and on this project's own, interleaved in one run.
//!
//! `peers PYTHON FOLDER` starts a process for every system, workload and number of threads, asks
//! each in turn for a round of timing, seven times over, and writes the medians into `peers.csv`;
//! those of products and functions by themselves into `kernels.csv`. See METHODOLOGY.md.

mod burn;
mod candle;
mod fann;
mod kernel;
mod map;
mod ours;
mod peer;
mod probe;
mod worker;
mod workload;

use std::path::Path;

use anyhow::{Context, Result, bail};

use kernel::{KERNELS, Kernel};
use peer::Given;
use worker::{Worker, ask, folder, start};
use workload::{Workload, workloads};

/// How often each is asked, and for how many seconds.
const ROUNDS: (usize, f64) = (7, 1.0);
const HEADER: &str = "workload,threads,system,version,rate,unit,ratio,mark\n";
/// Systems and whether they do single networks, sweeps, and in which language.
const SYSTEMS: [(&str, bool, bool); 9] = [
    ("mlp", true, true),
    ("jax", true, true),
    ("jax_vmap", false, true),
    ("pytorch", true, false),
    ("pytorch_compiled", true, false),
    ("fann", true, false),
    ("candle", true, false),
    ("burn", true, false),
    ("scikit_learn", true, false),
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    match &arguments[1..] {
        [worker, system, workload, threads, folder] if worker == "worker" => {
            match Kernel::named(workload) {
                Some(kernel) => kernel.peer(system)?.serve(),
                None => {
                    work(system, Workload::named(workload)?, threads.parse()?, Path::new(folder))
                }
            }
        }
        [what] if what == "probe" => {
            for threads in [1, 2] {
                println!("{threads}: {:.1} G multiply-adds/s", probe::peak(threads) / 1e9);
                for kib in [16, 256, 1024, 4096, 16384, 65536] {
                    let [read, moved] = probe::bandwidth(threads, kib * 1024);
                    println!("  {kib} KiB: {:.1} {:.1} GB/s", read / 1e9, moved / 1e9);
                }
            }
            Ok(())
        }
        [map, python, out, nets @ ..] if map == "map" => {
            let cells = match nets {
                [] => map::cells(),
                nets => nets.iter().map(|net| Workload::named(net)).collect::<Result<_>>()?,
            };
            map::draw(Path::new(python), Path::new(out), &cells)
        }
        [python, out] => compare(Path::new(python), Path::new(out)),
        _ => bail!("peers PYTHON FOLDER, or peers map PYTHON FOLDER [NET...]"),
    }
}

/// What a process of its own does for a system in Rust or C.
fn work(system: &str, workload: Workload, threads: usize, folder: &Path) -> Result<()> {
    // As long as the process.
    let workload: &'static Workload = Box::leak(Box::new(workload));
    if system == "mlp" {
        return ours::peer(workload, threads)?.serve();
    }
    let given = Given::read(workload, folder)?;
    match system {
        "candle" => candle::peer(workload, &given)?.serve(),
        "burn" => burn::peer(workload, &given)?.serve(),
        "fann" => fann::peer(workload, &given, folder)?.serve(),
        _ => bail!("no system {system}"),
    }
}

fn compare(python: &Path, out: &Path) -> Result<()> {
    let folder = folder()?;
    let mut tables = [("kernels.csv", HEADER.to_owned()), ("peers.csv", HEADER.to_owned())];
    for kernel in &KERNELS {
        kernel.write(&folder)?;
        let workers = start(kernel.systems(), kernel.name, 1, &folder, python)?;
        tables[0].1 += &time(workers, kernel.name, 1, kernel.unit())?;
    }
    for workload in &workloads() {
        workload.write(&folder)?;
        for threads in [1, 2] {
            let systems = SYSTEMS.iter().filter(|(system, one, many)| {
                // A step of FANN takes half a second there.
                let hopeless = *system == "fann" && workload.name == "mnist";
                !hopeless && if workload.sweep { *many } else { *one }
            });
            let systems: Vec<&'static str> = systems.map(|&(system, ..)| system).collect();
            let workers = start(&systems, &workload.name, threads, &folder, python)?;
            let unit = if workload.sweep { "net_steps_per_second" } else { "steps_per_second" };
            tables[1].1 += &time(workers, &workload.name, threads, unit)?;
        }
    }
    for (name, table) in tables {
        let path = out.join(name);
        std::fs::write(&path, table)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// The rows of one workload: medians of all rounds.
fn time(mut workers: Vec<Worker>, workload: &str, threads: usize, unit: &str) -> Result<String> {
    ask(&mut workers, ROUNDS)?;
    let mut rows = String::new();
    for worker in &workers {
        let (ours, rate, system) = (workers[0].median(), worker.median(), worker.system);
        let version = worker.version();
        let (ratio, mark) = (ours / rate, worker.mark(&workers[0])?);
        let row =
            format!("{workload},{threads},{system},{version},{rate:.0},{unit},{ratio:.3},{mark}");
        println!("{row}");
        rows += &row;
        rows += "\n";
    }
    Ok(rows)
}
