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
mod workload;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use kernel::{KERNELS, Kernel};
use peer::Given;
use workload::{Workload, workloads};

/// How often each is asked, and for how many seconds.
const ROUNDS: (usize, f64) = (7, 1.0);
/// Before each: threads that wait for more work, spinning, are asleep by then.
const PAUSE: Duration = Duration::from_millis(300);
const HEADER: &str = "workload,threads,system,version,rate,unit,ratio,mark\n";
/// Losses that differ by more, relatively, mark a row: single and double precision.
const AGREEMENT: [f64; 2] = [1e-4, 1e-10];
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

/// A process that trains one system on one workload.
struct Worker {
    system: &'static str,
    process: Child,
    ask: ChildStdin,
    answers: BufReader<std::process::ChildStdout>,
    said: Value,
    rates: Vec<f64>,
}

impl Worker {
    fn start(
        system: &'static str,
        workload: &str,
        threads: usize,
        folder: &Path,
        python: &Path,
    ) -> Result<Self> {
        let cores = if threads == 1 { "0".to_owned() } else { format!("0-{}", threads - 1) };
        let mut command = Command::new("taskset");
        command.args(["-c", &cores]);
        if ["mlp", "candle", "burn", "fann", "gemm"].contains(&system) {
            command.arg(std::env::current_exe()?).arg("worker");
        } else {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/worker.py");
            command.arg(python).arg(script);
        }
        let mut process = command
            .args([system, workload, &threads.to_string()])
            .arg(folder)
            .env("RAYON_NUM_THREADS", threads.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("taskset (of util-linux) does not start")?;
        let ask = process.stdin.take().context("a pipe")?;
        let mut answers = BufReader::new(process.stdout.take().context("a pipe")?);
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let said = serde_json::from_str(&line)
            .with_context(|| format!("{system} fails on {workload}: run its worker by hand"))?;
        Ok(Self { system, process, ask, answers, said, rates: Vec::new() })
    }

    fn round(&mut self, seconds: f64) -> Result<()> {
        thread::sleep(PAUSE);
        writeln!(self.ask, "{seconds}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        self.rates
            .push(line.trim().parse().with_context(|| format!("{} says nothing", self.system))?);
        Ok(())
    }

    fn median(&self) -> f64 {
        let mut rates = self.rates.clone();
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    }

    fn version(&self) -> &str {
        self.said["version"].as_str().unwrap_or("unknown")
    }

    fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.said[key].as_array().map(|all| all.iter().filter_map(Value::as_f64).collect())
    }

    /// What is to be known of a row that does not agree with ours, or is otherwise special.
    fn mark(&self, ours: &Worker) -> Result<String> {
        let mut marks = Vec::new();
        if let Some(count) = self.said["replicates"].as_u64() {
            marks.push(format!("{count} replicates"));
        }
        let reference = self.numbers("reference");
        if reference.is_some() {
            marks.push("squared error".to_owned());
        }
        let wanted = reference.or_else(|| ours.numbers("losses")).context("losses")?;
        let found = self.numbers("losses").context("losses")?;
        let pairs = [
            (Some(wanted), Some(found)),
            (ours.numbers("losses_in_double"), self.numbers("losses_in_double")),
        ];
        for ((wanted, found), tolerance) in pairs.into_iter().zip(AGREEMENT) {
            let (Some(wanted), Some(found)) = (wanted, found) else { continue };
            let difference = wanted
                .iter()
                .zip(&found)
                .map(|(wanted, found)| ((found - wanted) / wanted).abs())
                .fold(0.0, |worst, x| if x < worst { worst } else { x });
            if difference > tolerance || difference.is_nan() || wanted.len() > found.len() {
                marks.push(format!("loss differs by {difference:.1e}"));
            }
        }
        Ok(marks.join("; "))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where the workloads' files are.
fn folder() -> Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/workloads");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
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

/// A process for each system that can do the workload, ours first.
fn start(
    systems: &[&'static str],
    workload: &str,
    threads: usize,
    folder: &Path,
    python: &Path,
) -> Result<Vec<Worker>> {
    let mut workers = Vec::new();
    for &system in systems {
        match Worker::start(system, workload, threads, folder, python) {
            Ok(worker) => workers.push(worker),
            Err(error) => eprintln!("left out: {error:#}"),
        }
    }
    ensure!(workers.first().is_some_and(|worker| worker.system == "mlp"), "ours fails");
    Ok(workers)
}

/// Asks each in turn for a round of so many seconds, so many times over.
fn ask(workers: &mut [Worker], (rounds, seconds): (usize, f64)) -> Result<()> {
    for _ in 0..rounds {
        for worker in &mut *workers {
            worker.round(seconds)?;
        }
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
